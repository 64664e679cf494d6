/// What in this repository or its CI would make Countersign fail.
package struct DoctorReport: Sendable {
  /// In the order they were looked at.
  package let findings: [DoctorFinding]

  package init(findings: [DoctorFinding]) { self.findings = findings }

  /// Whether Countersign would do its work; warnings do not keep it from that.
  package var isOK: Bool { findings.allSatisfy { $0.severity != .problem } }
}

/// One thing that `doctor` looked at.
package struct DoctorFinding: Hashable, Sendable {
  /// How much a finding matters.
  package enum Severity: String, Hashable, Sendable, CaseIterable {
    case ok, warning, problem
  }

  package let severity: Severity
  /// What was found, in words.
  package let what: String
  /// What to do about it, with the command where there is one.
  package let mend: String?

  /// A finding in words, with its mend where there is one.
  package init(_ severity: Severity, _ what: String, mend: String? = nil) {
    self.severity = severity
    self.what = what
    self.mend = mend
  }
}
