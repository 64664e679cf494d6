package import Model

/// Governance lines that a change would make impossible: nobody could ever change again what they govern.
///
/// Brakes are set aside: a line that lacks only somebody who is stopped comes back with their release.
struct LockedLines {
  let before: Policy?
  let after: Policy
  /// Those of the people whom `after`'s lines name whose keys could sign now.
  let able: Set<IdentityID>
  let now: Instant

  init(before: Policy?, after: Policy, able: Set<IdentityID>, at now: Instant) {
    (self.before, self.after, self.able, self.now) = (before, after, able, now)
  }

  func reasons() -> [Reason] {
    after.settings.governance.flatMap { line -> [Reason] in
      guard let lack = lack(of: line, in: after, isAble: able.contains),
        // What nobody could satisfy before is no worse now.
        !wasLocked(line)
      else { return [] }
      return [
        Reason(
          .shortOfApprovals,
          "No active people could satisfy this governance line any more: missing \(lack).",
          at: SourceLocation(file: Settings.file, mark: line.mark),
          hint: "Leave enough people in the groups that the line names.")
      ]
    }
  }

  /// Whether the line of the same paths could be satisfied by nobody before.
  private func wasLocked(_ line: GovernanceLine) -> Bool {
    guard let before else { return false }
    return before.settings.governance.contains { old in
      old.patterns == line.patterns
        && lack(of: old, in: before, isAble: { before.canSign($0, for: .personal, at: now) }) != nil
    }
  }

  /// Whom the line lacks for a change that an outsider wrote; nil where it lacks nobody.
  private func lack(
    of line: GovernanceLine, in policy: Policy, isAble: (IdentityID) -> Bool
  ) -> String? {
    let asked = line.approvals.filter { !$0.from.contains(.sponsor) }
    let anywhere = RepositoryPath(Settings.file)
    let slots = asked.map { asked in
      Assignment.Slot(
        count: asked.count,
        people: policy.governors(named: asked.from, changing: anywhere).filter {
          policy.people[$0]?.status == .active && isAble($0)
        })
    }
    let assignment = Assignment(slots: slots)
    guard !assignment.isComplete else { return nil }
    return zip(asked, assignment.missing).filter { $0.1 > 0 }.map { $0.words(missing: $1) }
      .joined(separator: " and ")
  }
}

/// The governance lines of `policy` that no active people could satisfy at `now`.
package func lockedLines(of policy: Policy, at now: Instant) -> [Reason] {
  let able = Set(policy.people.keys.filter { policy.canSign($0, for: .personal, at: now) })
  return LockedLines(before: nil, after: policy, able: able, at: now).reasons()
}
