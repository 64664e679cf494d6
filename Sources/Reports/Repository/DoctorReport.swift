/// What in this repository or its CI would make Countersign fail.
package struct DoctorReport: Report {
  /// How much a finding matters.
  package enum Severity: String, Hashable, Sendable, CaseIterable {
    case ok, warning, problem
  }

  /// One thing that was looked at.
  package struct Finding: Hashable, Sendable {
    package let severity: Severity
    package let what: String
    /// What to do about it, with the command where there is one.
    package let mend: String?

    package init(_ severity: Severity, _ what: String, mend: String? = nil) {
      self.severity = severity
      self.what = what
      self.mend = mend
    }
  }

  /// In the order they were looked at.
  package let findings: [Finding]

  package init(findings: [Finding]) { self.findings = findings }

  /// Whether Countersign would do its work; warnings do not keep it from that.
  package var isOK: Bool { count(.problem) == 0 }

  package var json: JSONValue {
    [
      "ok": .bool(isOK),
      "findings": JSONValue(findings) { finding in
        JSONValue(present: [
          "severity": .string(finding.severity.rawValue), "what": .string(finding.what),
          "mend": finding.mend.map(JSONValue.string),
        ])
      },
    ]
  }

  package func text(_ style: Style) -> String {
    var page = Page(style)
    for finding in findings {
      let label: Phrase = "\(finding.severity.rawValue, finding.severity.tone)"
      page.line(label.padded(to: 9) + "\(finding.what)", hanging: 9)
      if let mend = finding.mend { page.mend(mend, indent: 9) }
    }
    page.gap()
    page.line(
      "\(count(.ok)) ok, \(counted(count(.warning), "warning")), "
        + "\(counted(count(.problem), "problem"))")
    return page.text
  }

  private func count(_ severity: Severity) -> Int { findings.count { $0.severity == severity } }
}

extension DoctorReport.Severity {
  fileprivate var tone: Tone {
    switch self {
    case .ok: .good
    case .warning: .waiting
    case .problem: .bad
    }
  }
}
