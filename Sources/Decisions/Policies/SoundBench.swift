import Model

/// A change of policy held against what would be in force without what voided acceptances brought.
///
/// A stolen key could otherwise widen a line by one acceptance and go on by the next, signed by people who were always
/// there: so while something is voided, a change takes what the lines before it ask for as well (DESIGN section 6).
struct SoundBench {
  let sound: SoundPolicy
  let overlay: TipOverlay

  /// What `change`, which makes `next` of what is in force, takes of approvals, line by line; nil where no line names it.
  ///
  /// - Parameters:
  ///   - approvals: Those of it that count under the policy in force.
  ///   - isSigned: Whether each of some people has signed for what the change gives them.
  func tallies(
    _ change: PolicyChange, to next: Policy?, approvals: [SeenApproval],
    carriers: Set<String> = [], isSigned: (Set<IdentityID>) -> Bool
  ) -> [LineTally]? {
    var lines = [line(of: change.path)]
    if let next, needsSettings(change, next, carriers, isSigned) {
      lines.append(line(of: RepositoryPath(Settings.file)))
    }
    var tallies: [LineTally] = []
    for line in lines {
      guard let line else { return nil }
      tallies.append(
        LineTally(
          change.path, by: line, approvals: approvals, authors: change.authors,
          under: sound.policy, overlay, proposed: next))
    }
    return tallies
  }

  private func line(of path: RepositoryPath) -> GovernanceLine? {
    sound.policy.settings.governance(of: path)
  }

  /// What is left out at the path itself is given by this change too: nobody whose word stands has given it yet.
  private func needsSettings(
    _ change: PolicyChange, _ next: Policy, _ carriers: Set<String>,
    _ isSigned: (Set<IdentityID>) -> Bool
  ) -> Bool {
    let isLeftOut = sound.leavesOut(change.path)
    if isLeftOut, change.path.certificate != nil { return true }
    return PolicyGifts(of: change, from: sound.policy, to: next, carriers: carriers)
      .needsSettings { !isLeftOut && isSigned($0) }
  }
}

extension VoidedStep {
  /// Whether `change` would have been accepted without what was voided then.
  func carries(_ change: AcceptedChange, without compromised: Set<String>) -> Bool {
    // Who only is in a group anew is asked about where that group is.
    let (keys, people) = (compromised.union(doubted.keys), doubted.newcomers)
    guard change.stands(without: keys, of: people) else { return false }
    var heard: [IdentityID: SeenApproval] = [:]
    for approval in change.approvals
    where !keys.contains(approval.key) && !people.contains(approval.person) {
      heard[approval.person] = SeenApproval(
        approval: approval, seen: .earliest, dated: .earliest, isLate: false)
    }
    let proposal = PolicyChange(path: change.path, changes: [], holders: [], flaws: [])
    let bench = SoundBench(
      sound: sound, overlay: TipOverlay(inactive: [:], compromised: compromised))
    let tallies = bench.tallies(
      proposal, to: after, approvals: heard.keys.sorted().compactMap { heard[$0] }
    ) { receivers in
      // Where the settings' line was asked nobody had signed for it, and a key in doubt signs for nothing.
      change.requirements.count < 2 && receivers.isDisjoint(with: people)
        && receivers.isDisjoint(with: doubted.holders)
    }
    return tallies?.allSatisfy(\.isSatisfied) ?? false
  }
}
