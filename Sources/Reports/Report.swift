/// A value that people read as text and programs as JSON.
///
/// A report is rendered whole, in one go, and never prints: the caller writes it once (STYLE: printing
/// line by line costs, and a half-written answer is none).
package protocol Report: Sendable {
  /// The report in words, each line ended with a newline.
  ///
  /// Whatever in it came from outside is shown as `shownText` shows it (THREATS row 30).
  func text(_ style: Style) -> String

  /// The report with the stable names of DESIGN section 9.
  var json: JSONValue { get }
}

extension Report {
  /// The report as JSON that ends with a newline.
  package func json(_ form: JSONForm) -> String { json.rendered(form) + "\n" }
}
