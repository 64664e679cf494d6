internal import Model

/// What a change of a person's file gives that person (DESIGN section 6).
///
/// Whoever may edit people could otherwise put a key of their own into somebody else's file and sign
/// as them (THREATS row 44). Removing, retiring and suspending give nothing.
struct PersonChange {
  let before: Person?
  let after: Person?

  /// What the change gives, in words; empty where it gives nothing.
  var gifts: [String] {
    guard let after else { return [] }
    var gifts: [String] = []
    if gives(after.keys, beyond: before?.keys) { gifts.append("a key") }
    if after.personClass != before?.personClass { gifts.append("a class") }
    if let sponsor = after.sponsor, sponsor != before?.sponsor { gifts.append("a sponsor") }
    if after.ownStatus == .active, before?.ownStatus != .active { gifts.append("activity") }
    return gifts
  }
}

/// What a change of the directory's own file gives whoever holds its keys: a word on everybody.
struct WorkloadChange {
  let before: Workload?
  let after: Workload?

  /// What the change gives, in words; empty where it gives nothing.
  var gifts: [String] {
    guard let after else { return [] }
    var gifts: [String] = []
    if gives(after.keys, beyond: before?.keys) { gifts.append("a key") }
    if after.owner != before?.owner { gifts.append("an owner") }
    if after.status == .active, before?.status != .active { gifts.append("activity") }
    return gifts
  }
}

/// Whether a key of `keys` was not in `known`, or had been retired earlier or compromised there.
private func gives(_ keys: [PolicyKey], beyond known: [PolicyKey]?) -> Bool {
  keys.contains { key in
    guard let known = known?.first(where: { $0.material == key.material }) else { return true }
    if known.compromised != nil, key.compromised == nil { return true }
    guard let retired = known.retired else { return false }
    return key.retired.map { $0 > retired } ?? true
  }
}
