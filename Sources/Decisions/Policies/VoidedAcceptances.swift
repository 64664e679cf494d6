package import Model

/// Policy files in force by approvals of which a compromised key took too many away.
///
/// A file stays voided until it is accepted again (DESIGN section 6), even if the key that carried it is
/// removed from its owner's file meanwhile: forgetting a key must not heal what it did.
package struct VoidedAcceptances: Sendable {
  package private(set) var voided: [VoidedAcceptance]
  private let compromised: Set<String>

  /// What is voided before the run's first landing.
  ///
  /// - Parameters:
  ///   - recorded: What the ledger holds as voided.
  ///   - acceptances: Every recorded acceptance, oldest first; not needed while no key is compromised.
  package init(
    recorded: [VoidedAcceptance], acceptances: [PolicyAcceptance], compromised: Set<String>
  ) {
    self.compromised = compromised
    voided = []
    var latest: [RepositoryPath: (PolicyAcceptance, AcceptedChange)] = [:]
    for acceptance in acceptances {
      for change in acceptance.changes { latest[change.path] = (acceptance, change) }
    }
    for (path, (acceptance, change)) in latest where !change.stands(without: compromised) {
      voided.append(void(path, acceptance.landing))
    }
    let found = Set(voided.map(\.path))
    voided += recorded.filter { !found.contains($0.path) }
    voided.sort { $0.path < $1.path }
  }

  /// Takes in an acceptance of this run: what it brings again is voided no longer, unless that rests on those whom a
  /// voided acceptance brought in.
  package mutating func note(_ acceptance: PolicyAcceptance, besides brought: Brought) {
    let again = Set(
      acceptance.changes.filter { $0.stands(without: brought.keys, of: brought.people) }.map(\.path)
    )
    voided.removeAll { again.contains($0.path) }
  }

  /// Why nothing may be issued while something is voided.
  package var reasons: [Reason] { voided.map(\.reason) }

  /// The names of the keys that approved what is in force, where one of `proposals` marks any key: such a mark takes more.
  ///
  /// - Parameter acceptances: Every one, oldest first; only read where a key is marked.
  package static func carriers<Failure: Error>(
    for proposals: some Sequence<PolicyProposal>,
    of acceptances: () throws(Failure) -> [PolicyAcceptance]
  ) throws(Failure) -> Set<String> {
    let marksAny = proposals.contains { $0.changes.contains { !$0.marked.isEmpty } }
    return marksAny ? carriers(of: try acceptances()) : []
  }

  /// As far as the last acceptance of each path tells.
  private static func carriers(of acceptances: [PolicyAcceptance]) -> Set<String> {
    var latest: [RepositoryPath: AcceptedChange] = [:]
    for acceptance in acceptances {
      for change in acceptance.changes { latest[change.path] = change }
    }
    return latest.values.reduce(into: []) { keys, change in
      for requirement in change.requirements {
        for line in requirement.lines { keys.formUnion(line.approvals.map(\.key)) }
      }
    }
  }

  private func void(_ path: RepositoryPath, _ landing: ObjectID) -> VoidedAcceptance {
    VoidedAcceptance(
      path: path, landing: landing,
      reason: Reason(
        .compromisedKey,
        "\(path) came into force with landing \(landing.short) by an approval whose key is now compromised.",
        at: SourceLocation(file: "\(path)"),
        hint:
          "Let those who governed it before approve it anew, or change it, with keys that stand: "
          + "countersign approve policies"))
  }
}
