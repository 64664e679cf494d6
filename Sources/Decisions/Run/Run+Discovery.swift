import Model

extension Run {
  /// Tells what connectors have found since they were asked before, and what is no finding any more.
  mutating func noteDiscovery() {
    let known = snapshot.record.cursor.discovery
    guard snapshot.policy.policy.settings.discovery != nil else {
      discovery = nil
      return
    }
    let isNews = snapshot.discovery.map { $0.at != known?.at } ?? false
    discovery = adopted.reduce(isNews ? snapshot.discovery : known) { $0?.adopting($1) }
    guard isNews, let heard = discovery else { return }
    let before = known?.findings ?? []
    for system in Set((before + heard.findings).map(\.system)).sorted() {
      let (old, new) = (
        before.filter { $0.system == system }, heard.findings.filter { $0.system == system }
      )
      let found = new.filter { finding in !old.contains { $0.isSame(as: finding) } }
      let gone = old.count { finding in !new.contains { $0.isSame(as: finding) } }
      if !found.isEmpty || gone > 0 {
        decide(.discover(DiscoveryNews(system: system, found: found, gone: gone)))
      }
    }
  }

  /// When connectors are to be asked next what is really there.
  var nextDiscovery: Instant? {
    // What is due by now this very run asks yet, or the next one.
    let soonest = now.advanced(by: .seconds(1))
    return snapshot.policy.policy.settings.discovery.map { every in
      max(discovery?.asksAgain(every: every) ?? soonest, soonest)
    }
  }
}
