import Model

/// Keeps a slip in one rule, or a brake on one sponsor, from taking everybody's access away at once (DESIGN section 6).
///
/// The grants of whoever is stopped themselves always end. Those of others that an accepted change, or a brake, would end
/// within 24 hours beyond the settings' share of the live ones wait for a review that names the number.
struct MassRevocation {
  private let share: Share?
  /// How many grants the share is of.
  private let whole: Int
  private let before: (policy: PolicyInForce, overlay: TipOverlay)?
  private let policy: Policy
  private let overlay: TipOverlay
  private let now: Instant
  private var ended: [MassEnding.Cause: Int] = [:]
  private let earlier: [MassEnding]
  private var allowances: [MassAllowance]
  private let known: Set<GrantID>
  private(set) var spared: [GrantID] = []
  private static let day = Duration.seconds(86_400)

  /// - Parameter live: How many grants give access, or will, before anything ends.
  init(_ snapshot: Snapshot, _ state: GovernanceState?, live: Int, at now: Instant) {
    policy = snapshot.policy.policy
    overlay = snapshot.overlay
    before = snapshot.before
    share = policy.settings.massRevocation
    self.now = now
    earlier = (state?.endings ?? []).filter { now < $0.at.advanced(by: Self.day) }
    allowances = (state?.allowances ?? []).filter { now < $0.until && $0.grants > 0 }
    known = Set(state?.spared ?? [])
    whole = live + earlier.reduce(0) { $0 + $1.count }
  }

  /// Whether `grant`, which no longer holds, stays until a review names it.
  ///
  /// - Parameter holds: Whether it would hold under a policy and what counts besides.
  mutating func spares(
    _ grant: Grant, holdsUnder holds: (Policy, TipOverlay) -> Bool
  ) -> Bool {
    guard let share, let before, !isStopped(grant.subject) else { return false }
    let held = holds(before.policy.policy, before.overlay)
    guard held || known.contains(grant.id) else { return false }
    let cause = known.contains(grant.id) ? worst : holds(policy, before.overlay) ? .brake : .change
    let sofar = count(of: cause)
    if !share.isExceeded(by: sofar + 1, of: whole) || isAllowed() {
      ended[cause, default: 0] += 1
      return false
    }
    spared.append(grant.id)
    return true
  }

  /// How many have ended for `cause` within a day.
  private func count(of cause: MassEnding.Cause) -> Int {
    ended[cause, default: 0] + earlier.reduce(0) { $0 + ($1.cause == cause ? $1.count : 0) }
  }

  /// The cause for which most have ended: what waits already, for whichever, does not begin anew for the other.
  private var worst: MassEnding.Cause { count(of: .change) < count(of: .brake) ? .brake : .change }

  private mutating func isAllowed() -> Bool {
    guard let place = allowances.firstIndex(where: { $0.grants > 0 }) else { return false }
    allowances[place].grants -= 1
    return true
  }

  /// Whether the subject itself is stopped, or known to nobody any more.
  private func isStopped(_ id: IdentityID) -> Bool {
    guard overlay.inactive[id] == nil else { return true }
    if let person = policy.people[id] { return person.status != .active }
    return policy.workloads[id].map { $0.status != .active } ?? true
  }

  /// What the ledger keeps of it.
  func note(in state: inout GovernanceState) {
    state.endings =
      earlier
      + ended.sorted { $0.key.rawValue < $1.key.rawValue }.map {
        MassEnding(at: now, cause: $0.key, count: $0.value)
      }
    state.allowances = allowances.filter { $0.grants > 0 }
    state.spared = spared.sorted()
  }
}
