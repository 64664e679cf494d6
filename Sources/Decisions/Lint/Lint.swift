package import Model

/// What in `policy` does not do what it seems to, or does too easily, as it stands at `now`.
///
/// The policy has no fault: every name in it is of something. Sorted by file, line and rule. Nothing here
/// depends on a request, and the cost grows with the size of the policy, not with the pairs of people and
/// entitlements.
package func lint(_ policy: Policy, at now: Instant) -> [PolicyFinding] {
  var linter = Linter(policy, at: now)
  var findings = linter.systemFindings()
  findings += linter.entitlementFindings()
  findings += linter.ruleFindings()
  findings += linter.groupFindings()
  findings += linter.directoryFindings()
  findings += linter.governanceFindings()
  findings += linter.nameFindings()
  return findings.sorted { left, right in
    let (leftFile, rightFile) = (left.location.file, right.location.file)
    if leftFile != rightFile { return leftFile.utf8.lexicographicallyPrecedes(rightFile.utf8) }
    let (leftMark, rightMark) = (left.location.mark, right.location.mark)
    return (leftMark?.line ?? 0, leftMark?.column ?? 0, left.rule.rawValue, left.message)
      < (rightMark?.line ?? 0, rightMark?.column ?? 0, right.rule.rawValue, right.message)
  }
}

/// A policy while it is looked through; each kind of finding has a file of its own.
struct Linter {
  let policy: Policy
  let now: Instant
  let kinds: SubjectKinds
  var possible: PossibleSigners
  /// Sorted by id, so that messages name the same examples in every run.
  let systems: [TargetSystem]
  /// For each kind the rules that could apply to its subjects.
  let rulesOfKinds: [RuleSet]
  /// The rules that ask for approvals, and those that say what signatures must prove.
  let listing: RuleSet
  let assuring: RuleSet

  init(_ policy: Policy, at now: Instant) {
    self.policy = policy
    self.now = now
    possible = PossibleSigners(policy, at: now)
    kinds = SubjectKinds(of: policy, possible.standing)
    systems = policy.systems.values.sorted { $0.id < $1.id }
    rulesOfKinds = kinds.kinds.map { kind in
      RuleSet(policy.rules) { $0.appliesTo.matches(kind.traits) }
    }
    listing = RuleSet(policy.rules) { !($0.require?.approvals ?? []).isEmpty }
    assuring = RuleSet(policy.rules) { $0.require?.assurance != nil }
  }
}
