package import Model

extension PushReport: DiagnosticReport {
  package var diagnostics: [Diagnostic] {
    refusals.map { Diagnostic(.error, $0) } + warnings.map { Diagnostic(.warning, $0) }
  }

  package var json: JSONValue {
    [
      "ok": .bool(isOK), "ref": .string(push.reference), "old": .string("\(push.old)"),
      "new": .string("\(push.new)"), "refusals": JSONValue(refusals),
      "warnings": JSONValue(warnings),
    ]
  }

  package func text(_ style: Style) -> String {
    var page = Page(style)
    page.reasons(refusals, label: "\("refused", .bad)")
    page.reasons(warnings, label: "\("warning", .waiting)")
    // A push that nothing is said of is told nothing, as git's own hooks do.
    if !isOK { page.line("\(summary)") }
    return page.text
  }

  package var markdown: String {
    "### Push to \(markdownText(push.reference))\n\n"
      + (diagnostics.isEmpty ? "" : markdownTable(of: diagnostics) + "\n") + markdownText(summary)
      + "\n"
  }

  private var summary: String {
    isOK
      ? "Nothing keeps \(push.reference) from moving to \(push.new.short)."
      : "The push to \(push.reference) is refused."
  }
}
