package import Model

extension DoctorReport: Report {
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

  private func count(_ severity: DoctorFinding.Severity) -> Int {
    findings.count { $0.severity == severity }
  }
}

extension DoctorFinding.Severity {
  fileprivate var tone: Tone {
    switch self {
    case .ok: .good
    case .warning: .waiting
    case .problem: .bad
    }
  }
}
