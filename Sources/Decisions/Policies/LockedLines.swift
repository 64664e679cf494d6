import Model

/// Governance lines that a change would make impossible: nobody could ever change again what they govern.
///
/// Brakes are set aside: a line that lacks only somebody who is stopped comes back with their release.
struct LockedLines {
  let before: Policy
  let after: Policy
  /// Those of the people whom `after`'s lines name whose keys could sign now.
  let able: Set<IdentityID>
  let now: Instant

  init(before: Policy, after: Policy, able: Set<IdentityID>, at now: Instant) {
    (self.before, self.after, self.able, self.now) = (before, after, able, now)
  }

  func reasons() -> [Reason] {
    after.settings.governance.flatMap { line -> [Reason] in
      guard let lack = lack(of: line, in: after, isAble: able.contains),
        // What nobody could satisfy before is no worse now.
        !before.settings.governance.contains(where: { old in
          old.patterns == line.patterns
            && self.lack(of: old, in: before, isAble: { before.canSign($0, for: .personal, at: now) })
              != nil
        })
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

  /// Whom the line lacks for a change that an outsider wrote; nil where it lacks nobody.
  private func lack(
    of line: GovernanceLine, in policy: Policy, isAble: (IdentityID) -> Bool
  ) -> String? {
    let asked = line.approvals.filter { !$0.from.contains(.sponsor) }
    let slots = asked.map { asked in
      Assignment.Slot(
        count: asked.count,
        people: policy.people(namedBy: asked.from).filter {
          policy.people[$0]?.status == .active && isAble($0)
        }.sorted())
    }
    let assignment = Assignment(slots: slots)
    guard !assignment.isComplete else { return nil }
    return zip(asked, assignment.missing).filter { $0.1 > 0 }.map {
      "\($1) of \($0.from.map(\.description).joined(separator: ", "))"
    }.joined(separator: " and ")
  }
}
