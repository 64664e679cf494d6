package import Model

/// One remark about a place in the repository, as editors, forges and code scanners take it.
package struct Diagnostic: Hashable, Sendable {
  package let level: DiagnosticLevel
  /// The stable name of what found it: a reason's code, or a rule of `policy lint`.
  package let rule: String
  /// What the rule says whatever it finds; absent where the code is all there is.
  package let summary: String?
  package let message: String
  package let file: String?
  package let line: Int?
  package let column: Int?
  package let hint: String?

  /// - Parameter summary: What the rule is about, for lists of rules; the same for all its findings.
  package init(
    _ level: DiagnosticLevel, rule: String, summary: String? = nil, message: String,
    at location: SourceLocation? = nil, hint: String? = nil
  ) {
    self.level = level
    self.rule = rule
    self.summary = summary
    self.message = message
    file = location?.file
    line = location?.mark?.line
    column = location?.mark?.column
    self.hint = hint
  }

  /// A reason, which stands in `file` where it names no place of its own.
  package init(_ level: DiagnosticLevel, _ reason: Reason, in file: String? = nil) {
    self.level = level
    rule = reason.code.rawValue
    summary = nil
    message = reason.message
    self.file = reason.file ?? file
    line = reason.file == nil ? nil : reason.line
    column = reason.file == nil ? nil : reason.column
    hint = reason.hint
  }

  package init(_ finding: PolicyFinding) {
    self.init(
      finding.rule.level, rule: finding.rule.rawValue, summary: finding.rule.summary,
      message: finding.message, at: finding.location, hint: finding.hint)
  }
}

/// A report whose remarks are also shown where people review changes.
package protocol DiagnosticReport: Report {
  /// Every remark, in the order in which the text has them.
  var diagnostics: [Diagnostic] { get }

  /// The report for a job summary or a comment (GitHub Flavored Markdown).
  var markdown: String { get }
}
