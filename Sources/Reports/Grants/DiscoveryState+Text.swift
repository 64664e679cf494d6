import Model

extension DiscoveryNews {
  /// What has changed, and where.
  var phrase: Phrase {
    let settled = gone == 0 ? "" : "\(found.isEmpty ? "" : "; ")\(counted(gone, "finding")) settled"
    let kinds = AccessFinding.Kind.allCases.compactMap { kind in
      let count = found.count { $0.kind == kind }
      return count == 0 ? nil : "\(count) \(kind.rawValue)"
    }
    return "\(system, .strong): \(kinds.joined(separator: ", "))\(settled)"
  }
}

extension Page {
  /// Adds what connectors found and nobody has settled.
  mutating func discovered(_ state: DiscoveryState?) {
    guard let state, !state.findings.isEmpty else { return }
    let most = 10
    for finding in state.findings.prefix(most) {
      gap()
      line(
        "\(finding.kind.rawValue, .bad)  \(finding.subject, .strong) on \(finding.system) \(finding.target), "
          + "since \(style.moment(finding.since))", hanging: 2)
    }
    let more = state.findings.count - most + (state.further ?? 0)
    if more > 0 { line("and \(more) more, which `countersign discover` lists") }
    mend("take it away, have it granted, or let its owner adopt it", indent: 2)
  }
}
