/// What connectors found when a run last asked what is really there: in the ledger's cursor.
///
/// A fact from outside, like what is amiss with targets: an audit takes it from there, since it gives nothing and takes
/// nothing away.
package struct DiscoveryState: Hashable, Sendable, Codable {
  /// Access that somebody answers for until a day.
  package struct Adopted: Hashable, Sendable, Codable {
    package let system: SystemID
    package let subject: String
    package let target: String
    package let owner: IdentityID
    package let reviewBy: Instant

    private enum CodingKeys: String, CodingKey {
      case system, subject, target, owner
      case reviewBy = "review_by"
    }

    fileprivate var order: [String] { [system.text, subject, target] }
  }

  /// When a run last asked.
  package let at: Instant
  /// Sorted by system, kind, subject and target; the first so many.
  package private(set) var findings: [KnownFinding]
  /// How many more there were; absent where there were none.
  package let further: Int?
  package private(set) var adopted: [Adopted]
  /// The systems that did not answer, sorted: what was known of them stands, and the next run asks again.
  package let silent: [SystemID]

  /// How many of each are kept.
  private static let most = 200

  /// What is to be kept of what was asked at `now`, where `known` was kept before.
  package init(
    of found: [AccessFinding], silent: [SystemID], at now: Instant, after known: DiscoveryState?
  ) {
    let before = known?.findings ?? []
    let all =
      before.filter { silent.contains($0.system) }
      + found.filter { $0.kind != .adopted }.map { access in
        let finding = KnownFinding(
          kind: access.kind, system: access.system,
          subject: Bounds.cut(access.subject, to: DiscoveryState.longest),
          target: Bounds.cut(access.target, to: DiscoveryState.longest), grant: access.grant,
          since: now)
        return before.first { $0.isSame(as: finding) } ?? finding
      }
    at = now
    findings = Array(
      all.sorted { $0.order.lexicographicallyPrecedes($1.order) }.prefix(DiscoveryState.most))
    further = all.count > DiscoveryState.most ? all.count - DiscoveryState.most : nil
    self.silent = silent.sorted()
    adopted =
      (known?.adopted ?? []).filter { silent.contains($0.system) }
      + found.compactMap { access in
        access.adopted.map {
          Adopted(
            system: access.system, subject: Bounds.cut(access.subject, to: DiscoveryState.longest),
            target: Bounds.cut(access.target, to: DiscoveryState.longest), owner: $0.owner,
            reviewBy: $0.reviewBy)
        }
      }
    sortAdopted()
  }

  /// How many bytes of a name on a target are kept.
  private static let longest = 400

  /// The same once somebody answers for `standing`.
  package func adopting(_ standing: StandingAccess) -> DiscoveryState {
    var next = self
    for item in standing.access {
      let isMeant = { (system: SystemID, subject: String, target: String) in
        system == standing.system && subject.utf8.elementsEqual(item.subject.utf8)
          && target.utf8.elementsEqual(item.target.utf8)
      }
      next.findings.removeAll {
        $0.grant == nil && isMeant($0.system, $0.subject, $0.target)
      }
      next.adopted.removeAll { isMeant($0.system, $0.subject, $0.target) }
      next.adopted.append(
        Adopted(
          system: standing.system, subject: item.subject, target: item.target,
          owner: standing.owner, reviewBy: standing.reviewBy))
    }
    next.sortAdopted()
    return next
  }

  private mutating func sortAdopted() {
    adopted = Array(
      adopted.sorted { $0.order.lexicographicallyPrecedes($1.order) }.prefix(DiscoveryState.most))
  }

  /// When a run is to ask again that asks `every` so often; nil: by the very next one.
  package func asksAgain(every: Duration) -> Instant? {
    guard silent.isEmpty else { return nil }
    return ([at.advanced(by: every)] + adopted.map(\.reviewBy)).min()
  }
}

/// Where what is there differs from what the ledger says; it stays until it is gone, granted or adopted.
package struct KnownFinding: Hashable, Sendable, Codable {
  package let kind: AccessFinding.Kind
  package let system: SystemID
  package let subject: String
  package let target: String
  /// The grant whose access is missing, or overdue.
  package let grant: GrantID?
  /// When a run first found it.
  package let since: Instant

  /// Whether both are about the same access.
  package func isSame(as other: KnownFinding) -> Bool {
    kind == other.kind && system == other.system && subject.utf8.elementsEqual(other.subject.utf8)
      && target.utf8.elementsEqual(other.target.utf8)
  }

  fileprivate var order: [String] { [system.text, kind.rawValue, subject, target] }
}

/// What has changed on one system since its connector was asked before.
package struct DiscoveryNews: Hashable, Sendable {
  package let system: SystemID
  /// What was not known before.
  package let found: [KnownFinding]
  /// How much of what was known is no finding any more.
  package let gone: Int

  package init(system: SystemID, found: [KnownFinding], gone: Int) {
    self.system = system
    self.found = found
    self.gone = gone
  }
}
