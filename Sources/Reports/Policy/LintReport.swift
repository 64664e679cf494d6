package import Model

extension LintReport: DiagnosticReport {
  package var diagnostics: [Diagnostic] {
    faults.map { Diagnostic(.error, $0) } + findings.map(Diagnostic.init)
  }

  package var json: JSONValue {
    [
      "ok": .bool(isOK), "policy": policy.json, "faults": JSONValue(faults),
      "findings": JSONValue(findings) { finding in
        .object(
          JSONValue.members(of: finding.location).merging([
            "rule": .string(finding.rule.rawValue),
            "severity": .string(finding.rule.level.rawValue),
            "message": .string(finding.message), "hint": .string(finding.hint),
          ]) { $1 })
      },
    ]
  }

  package func text(_ style: Style) -> String {
    var page = Page(style)
    page.facts([("policy", policy.phrase)])
    for diagnostic in diagnostics {
      page.gap()
      page.diagnostic(diagnostic)
    }
    page.gap()
    page.line("\(summary)")
    return page.text
  }

  package var markdown: String {
    "### Policy lint\n\n" + (isOK ? "" : markdownTable(of: diagnostics) + "\n")
      + markdownText(summary) + "\n"
  }

  private var summary: String {
    let errors = findings.count { $0.rule.level == .error }
    return "\(counted(faults.count, "fault")), \(counted(errors, "error")), "
      + counted(findings.count - errors, "warning")
  }
}

extension Page {
  /// Adds a remark with its place and its mend beneath.
  mutating func diagnostic(_ diagnostic: Diagnostic, indent: Int = 0) {
    let level: Phrase = "\(diagnostic.level.rawValue, diagnostic.level.tone)"
    line(level + "  \(diagnostic.rule, .strong): \(diagnostic.message)", indent: indent)
    if let place = diagnostic.place { whole("\("at \(place)", .faint)", indent: indent + 2) }
    if let hint = diagnostic.hint { mend(hint, indent: indent + 2) }
  }
}

extension Diagnostic {
  /// `file:line:column` as far as it is known.
  fileprivate var place: String? {
    file.map {
      [$0, line?.description, column?.description].compactMap { $0 }.joined(separator: ":")
    }
  }
}

extension DiagnosticLevel {
  fileprivate var tone: Tone {
    switch self {
    case .error: .bad
    case .warning: .waiting
    case .note: .faint
    }
  }
}
