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
      noteEntries(after.workloads[id]?.attest, beyond: before.workloads[id]?.attest)
      note(WorkloadChange(before: before.workloads[id], after: after.workloads[id]).others)
      receivers = [Set([id] + (before.workloads[id].map { before.people(of: $0.owner) } ?? []))]
    } else if change.path.isInside("policies/issuers") {
      note(IssuerChange(change.path, before: before, after: after).others)
    } else if let gift = tokenKeyGift(at: change.path, from: before, to: after) {
      others.append(gift)
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

  private mutating func noteEntries(_ entries: [TokenEntry]?, beyond known: [TokenEntry]?) {
    let isGiven = (entries ?? []).contains { entry in
      !(known ?? []).contains { $0.isSame(as: entry) }
    }
    if isGiven { own.append("an `attest` entry") }
  }

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

extension PolicyGifts {
  /// What a change of an issuer's keys gives: who adds one signs as every workload (THREATS row 82).
  private func tokenKeyGift(
    at path: RepositoryPath, from before: Policy, to after: Policy
  ) -> String? {
    guard path.isInside("policies/keys") else { return nil }
    let name = String("\(path)".dropFirst("policies/".count))
    guard let keys = after.tokenKeys[name]?.keys else { return nil }
    let known = before.tokenKeys[name]?.keys ?? []
    // A name, a use and a number are all that a key is; whichever is other is a new key.
    return keys.allSatisfy(known.contains) ? nil : "a key of an issuer"
  }
}

/// What a change of an issuer's file gives: all but ending it, or one of its keys.
private struct IssuerChange {
  private let before: Issuer?
  private let after: Issuer?

  init(_ path: RepositoryPath, before: Policy, after: Policy) {
    self.before = before.issuers.values.first { $0.file == path.description }
    self.after = after.issuers.values.first { $0.file == path.description }
  }

  var others: [String] {
    guard let after else { return [] }
    guard let before else { return ["an issuer"] }
    let isSame =
      after.name.value.utf8.elementsEqual(before.name.value.utf8) && after.keys == before.keys
      && after.algorithms.allSatisfy(before.algorithms.contains)
      && before.mustPin.allSatisfy(after.mustPin.contains)
      && before.ended.allSatisfy { known in
        after.end(of: known.kid).map { isAsStrict($0, as: known) } ?? false
      }
    var gifts = isSame ? [] : ["what an issuer vouches for"]
    if after.status == .active, before.status != .active { gifts.append("an issuer's activity") }
    return gifts
  }

  /// Whether a key that ended as `known` says still counts for no more.
  private func isAsStrict(_ end: EndedTokenKey, as known: EndedTokenKey) -> Bool {
    if known.compromised != nil { return end.compromised != nil }
    guard let retired = known.retired else { return true }
    return end.compromised != nil || end.retired.map { $0 <= retired } ?? false
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
