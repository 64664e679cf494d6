import Model

/// What a change of policy gives somebody, and who has to stand for that (DESIGN section 6).
///
/// Whoever may edit people could otherwise put a key of their own into somebody else's file and sign as them, or make
/// somebody an employee (THREATS rows 44 and 88). Removing, retiring and suspending give nothing.
struct PolicyGifts {
  /// Given to those who sign for it by a key that they have, or by the approvals of the settings' line.
  private(set) var own: [String] = []
  /// Given by the approvals of the settings' line alone.
  private(set) var others: [String] = []
  /// Who may sign for what is given: each of them has to.
  private(set) var receivers: [Set<IdentityID>] = []

  /// - Parameters:
  ///   - carriers: The names of the keys that approved what the policy in force still holds.
  init(of change: PolicyChange, from before: Policy, to after: Policy, carriers: Set<String>) {
    if let id = change.path.person {
      noteKeys(after.people[id]?.keys, beyond: before.people[id]?.keys)
      note(PersonChange(before: before.people[id], after: after.people[id]).others)
      receivers = [[id]]
    } else if let id = change.path.workload {
      noteKeys(after.workloads[id]?.keys, beyond: before.workloads[id]?.keys)
      note(WorkloadChange(before: before.workloads[id], after: after.workloads[id]).others)
      receivers = [Set([id] + (before.workloads[id].map { before.people(of: $0.owner) } ?? []))]
    } else if let gift = change.certificate {
      if gift.isKey { own.append("a key") }
      receivers = gift.people.map { [$0] }
    }
    if !carriers.isDisjoint(with: change.marked) {
      others.append("a `compromised` mark to a key that approved what is in force")
    }
  }

  /// Everything that is given, in words.
  var words: [String] { own + others }

  /// Whether somebody has to stand for it besides those of the path's own line, unless `isSigned` says that
  /// everybody of one of `receivers` has signed.
  func needsSettings(isSigned: (Set<IdentityID>) -> Bool) -> Bool {
    if !others.isEmpty { return true }
    return !own.isEmpty && !(!receivers.isEmpty && receivers.allSatisfy(isSigned))
  }

  private mutating func note(_ gifts: [String]) { others += gifts }

  private mutating func noteKeys(_ keys: [PolicyKey]?, beyond known: [PolicyKey]?) {
    let isGiven = (keys ?? []).contains { key in
      guard let known = known?.first(where: { $0.material == key.material }) else { return true }
      if known.compromised != nil, key.compromised == nil { return true }
      guard let retired = known.retired else { return false }
      return key.retired.map { $0 > retired } ?? true
    }
    if isGiven { own.append("a key") }
  }
}

/// What a change of a person's file gives besides keys.
private struct PersonChange {
  let before: Person?
  let after: Person?

  var others: [String] {
    guard let after else { return [] }
    var gifts: [String] = []
    if after.personClass != before?.personClass { gifts.append("a class") }
    if let sponsor = after.sponsor, sponsor != before?.sponsor { gifts.append("a sponsor") }
    if after.ownStatus == .active, let before, before.ownStatus != .active {
      gifts.append("activity")
    }
    return gifts
  }
}

/// What a change of a workload's file gives besides keys.
private struct WorkloadChange {
  let before: Workload?
  let after: Workload?

  var others: [String] {
    guard let after else { return [] }
    var gifts: [String] = []
    if after.owner != before?.owner { gifts.append("an owner") }
    if after.status == .active, let before, before.status != .active { gifts.append("activity") }
    return gifts
  }
}
