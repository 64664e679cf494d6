package import Model

/// Policy files in force by approvals of which a compromised key took too many away, and all that rests on them.
///
/// A file stays voided until it is accepted again (DESIGN section 6), even if the key that carried it is removed from its
/// owner's file meanwhile: forgetting a key must not heal what it did. And whatever would not have been accepted without
/// the people, keys, groups and lines that a voided acceptance brought is voided with it, however many hands it went through.
package struct VoidedAcceptances: Sendable {
  /// One for each path, sorted.
  package private(set) var voided: [VoidedAcceptance]
  /// The names of the keys that the policy in force marks.
  package let compromised: Set<String>
  /// What was voided by keys of which the policy may know nothing any more.
  private let known: Set<Place>

  private struct Place: Hashable {
    let path: RepositoryPath
    let landing: ObjectID
  }

  /// What is voided, as the ledger has it.
  package init(recorded: [VoidedAcceptance], compromised: Set<String>) {
    voided = recorded
    known = []
    self.compromised = compromised
  }

  /// Nothing, before the first acceptance is taken in again.
  ///
  /// - Parameter recorded: What is voided in any case.
  package init(again recorded: [VoidedAcceptance], compromised: Set<String>) {
    voided = []
    known = Set(recorded.map { Place(path: $0.path, landing: $0.landing) })
    self.compromised = compromised
  }

  /// Takes in the acceptance that follows: what it brings without enough approvals that stand is voided, and what it
  /// brings again with them no longer.
  ///
  /// - Parameter step: What it is held against while something is voided.
  package mutating func take(_ acceptance: PolicyAcceptance, _ step: VoidedStep?) {
    var next = Dictionary(voided.map { ($0.path, $0) }) { $1 }
    for change in acceptance.changes {
      let path = change.path
      let isKnown = known.contains(Place(path: path, landing: acceptance.landing))
      if acceptance.isAnew == true {
        if stands(anew: change, step) { next[path] = nil }
      } else if step?.restored.contains(path) == true {
        next[path] = nil
      } else if isKnown || !change.stands(without: compromised) {
        next[path] = next[path] ?? void(path, acceptance.landing, step?.root, .ownKeys)
      } else if let step, !step.carries(change, without: compromised) {
        next[path] = next[path] ?? void(path, acceptance.landing, step.root, .others)
      } else {
        next[path] = nil
      }
    }
    voided = next.values.sorted { $0.path < $1.path }
  }

  private func stands(anew change: AcceptedChange, _ step: VoidedStep?) -> Bool {
    guard let step, change.isLastResort != true else {
      return change.stands(without: compromised)
    }
    return change.stands(
      without: compromised.union(step.doubted.keys), of: step.doubted.newcomers)
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
    return latest.values.reduce(into: []) { $0.formUnion($1.approvals.map(\.key)) }
  }

  private enum Cause {
    case ownKeys, others
  }

  private func void(
    _ path: RepositoryPath, _ landing: ObjectID, _ root: ObjectID?, _ cause: Cause
  ) -> VoidedAcceptance {
    let why =
      switch cause {
      case .ownKeys: "by an approval whose key is now compromised"
      case .others: "by approvals that count only by what a compromised key had carried"
      }
    return VoidedAcceptance(
      path: path, landing: landing, restingOn: root,
      reason: Reason(
        .compromisedKey, "\(path) came into force with landing \(landing.short) \(why).",
        at: SourceLocation(file: "\(path)"),
        hint:
          "Let those who governed it before approve it anew, or change it, with keys that stand: "
          + "countersign approve policies"))
  }
}
