package import Model

/// The ledger held against what the mainline says from the anchor on.
package struct AuditReport: Report {
  /// One thing that the ledger says and the mainline does not bear out, or the other way round.
  package struct Finding: Hashable, Sendable {
    package let reason: Reason
    /// The ledger's commit that is wrong; absent where the ledger lacks one.
    package let commit: ObjectID?

    package init(_ reason: Reason, commit: ObjectID?) {
      self.reason = reason
      self.commit = commit
    }
  }

  package let anchor: ObjectID
  package let mainline: ObjectID
  package let ledger: ObjectID
  /// How many commits of the mainline were read again.
  package let commits: Int
  /// How many events of the ledger were recomputed.
  package let events: Int
  /// How many grants those events made.
  package let grants: Int
  package let findings: [Finding]

  package init(
    anchor: ObjectID, mainline: ObjectID, ledger: ObjectID, commits: Int, events: Int, grants: Int,
    findings: [Finding]
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

  package var json: JSONValue {
    [
      "ok": .bool(isOK), "anchor": JSONValue(text: anchor), "mainline": JSONValue(text: mainline),
      "ledger": JSONValue(text: ledger), "commits": .integer(commits),
      "events": .integer(events), "grants": .integer(grants),
      "findings": JSONValue(findings) { finding in
        var members = JSONValue.members(of: finding.reason)
        members["commit"] = finding.commit.map { JSONValue(text: $0) }
        return .object(members)
      },
    ]
  }

  package func text(_ style: Style) -> String {
    var page = Page(style)
    for finding in findings {
      page.reason(finding.reason, label: "\("finding", .bad)")
      if let commit = finding.commit { page.whole("in ledger commit \(commit)", indent: 2) }
    }
    page.gap()
    page.line(
      "\(counted(commits, "commit")) of the mainline from \(anchor.short) to \(mainline.short), "
        + "\(counted(events, "event")) and \(counted(grants, "grant")) of the ledger at "
        + "\(ledger.short)")
    page.line(
      isOK
        ? "\("no findings", .good): the ledger says what follows from the mainline"
        : "\(counted(findings.count, "finding"), .bad)")
    return page.text
  }
}
