package import Model

/// Reasons on their own: why a command did not do what it was asked to.
package struct ReasonReport: Report {
  /// What the reasons mean for the reader, such as `refused` or `error`.
  package let label: String
  package let reasons: [Reason]

  package init(label: String, reasons: [Reason]) {
    self.label = label
    self.reasons = reasons
  }

  package func text(_ style: Style) -> String {
    var page = Page(style)
    page.reasons(reasons, label: "\(label, .bad)")
    return page.text
  }

  /// An array of reasons.
  package var json: JSONValue { JSONValue(reasons) }
}

extension Page {
  /// Adds each reason as `label  code: message` with its place and its mend beneath.
  mutating func reasons(_ reasons: [Reason], label: Phrase? = nil, indent: Int = 0) {
    for reason in reasons { self.reason(reason, label: label, indent: indent) }
  }

  mutating func reason(_ reason: Reason, label: Phrase? = nil, indent: Int = 0) {
    let head: Phrase = "\(reason.code.rawValue, .strong): \(reason.message)"
    line(label.map { "\($0)  \(head)" } ?? head, indent: indent)
    if let place = reason.place { whole("\("at \(place)", .faint)", indent: indent + 2) }
    if let hint = reason.hint { mend(hint, indent: indent + 2) }
  }

  /// Adds what to do about it, on one line: most hints hold a command to copy.
  mutating func mend(_ hint: String, indent: Int) {
    whole("\("mend:", .good) \(hint)", indent: indent)
  }
}

extension Reason {
  /// `file:line:column` as far as it is known; terminals and editors open it.
  var place: String? {
    file.map {
      [$0, line?.description, column?.description].compactMap { $0 }.joined(separator: ":")
    }
  }
}

extension SourceLocation {
  /// `file:line:column`, or the file alone.
  var place: String { mark.map { "\(file):\($0.line):\($0.column)" } ?? file }
}
