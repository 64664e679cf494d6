package import Model

extension AuditReport: Report {
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
