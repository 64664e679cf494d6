package import Model

/// Several requests explained one after the other, such as all that ever landed at one path.
package struct ExplanationList: Report {
  /// In the order in which they are told.
  package let explanations: [Explanation]

  package init(_ explanations: [Explanation]) { self.explanations = explanations }

  package func text(_ style: Style) -> String {
    explanations.map { $0.text(style) }.joined(separator: "\n")
  }

  /// An array, also where there is only one.
  package var json: JSONValue { JSONValue(explanations) { $0.json } }
}
