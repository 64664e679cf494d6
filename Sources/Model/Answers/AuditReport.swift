/// The ledger held against what the mainline says from the anchor on.
package struct AuditReport: Sendable {
  package let anchor: ObjectID
  package let mainline: ObjectID
  /// The ledger's tip that was held against the mainline.
  package let ledger: ObjectID
  /// How many commits of the mainline were read again.
  package let commits: Int
  /// How many events of the ledger were recomputed.
  package let events: Int
  /// How many grants those events made.
  package let grants: Int
  package let findings: [AuditFinding]

  package init(
    anchor: ObjectID, mainline: ObjectID, ledger: ObjectID, commits: Int, events: Int, grants: Int,
    findings: [AuditFinding]
  ) {
    self.anchor = anchor
    self.mainline = mainline
    self.ledger = ledger
    self.commits = commits
    self.events = events
    self.grants = grants
    self.findings = findings
  }

  /// Whether the ledger says exactly what follows from the mainline.
  package var isOK: Bool { findings.isEmpty }
}

/// One thing that the ledger says and the mainline does not bear out, or the other way round.
package struct AuditFinding: Hashable, Sendable {
  package let reason: Reason
  /// The ledger's commit that is wrong; absent where the ledger lacks one.
  package let commit: ObjectID?

  package init(_ reason: Reason, commit: ObjectID?) {
    self.reason = reason
    self.commit = commit
  }
}
