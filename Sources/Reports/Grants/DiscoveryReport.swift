package import Model

extension DiscoveryReport: Report {
  package func text(_ style: Style) -> String {
    var page = Page(style)
    if !findings.isEmpty {
      page.table(
        TextTable(
          header: ["FINDING", "SYSTEM", "SUBJECT", "TARGET", "OWNER"],
          rows: findings.map { finding in
            [
              "\(finding.kind.rawValue, finding.kind == .adopted ? .waiting : .bad)",
              "\(finding.system)", "\(finding.subject)", "\(finding.target)",
              finding.adopted.map { "\($0.owner), until \(style.moment($0.reviewBy))" }
                ?? "\(finding.owner)",
            ]
          }))
      page.gap()
    }
    for (system, why) in unanswered {
      page.line("\(system, .strong) did not answer: \(why)", hanging: 2)
    }
    if !unlisted.isEmpty {
      page.line(
        "not asked, since nothing there lists who has access: \(unlisted.map(\.text).joined(separator: ", "))",
        hanging: 2)
    }
    if !unanswered.isEmpty || !unlisted.isEmpty { page.gap() }
    page.line("\(counted(asked.count, "system")) asked; \(summary)")
    return page.text
  }

  private var summary: String {
    guard !findings.isEmpty else { return "what is there is what the ledger says" }
    return AccessFinding.Kind.allCases.compactMap { kind in
      let count = findings.count { $0.kind == kind }
      return count == 0 ? nil : "\(count) \(kind.rawValue)"
    }.joined(separator: ", ")
  }

  package var json: JSONValue {
    [
      "findings": JSONValue(findings) { finding in
        JSONValue(present: [
          "kind": .string(finding.kind.rawValue), "system": JSONValue(text: finding.system),
          "owner": JSONValue(text: finding.owner), "subject": .string(finding.subject),
          "target": .string(finding.target), "grant": finding.grant.map { JSONValue(text: $0) },
          "adopted_by": finding.adopted.map { JSONValue(text: $0.owner) },
          "review_by": finding.adopted.map { JSONValue(text: $0.reviewBy) },
        ])
      },
      "asked": JSONValue(asked) { JSONValue(text: $0) },
      "unanswered": JSONValue(unanswered) {
        ["system": JSONValue(text: $0.system), "why": .string($0.why)]
      },
      "unlisted": JSONValue(unlisted) { JSONValue(text: $0) },
    ]
  }
}
