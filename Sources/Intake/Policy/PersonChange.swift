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
    if after.keys.contains(where: givesKey) { gifts.append("a key") }
    if after.personClass != before?.personClass { gifts.append("a class") }
    if let sponsor = after.sponsor, sponsor != before?.sponsor { gifts.append("a sponsor") }
    if after.status == .active, before?.status != .active { gifts.append("activity") }
    return gifts
  }

  /// A key that was not there, or that was retired earlier or compromised.
  private func givesKey(_ key: PolicyKey) -> Bool {
    guard let known = before?.keys.first(where: { $0.material == key.material }) else {
      return true
    }
    if known.compromised != nil, key.compromised == nil { return true }
    guard let retired = known.retired else { return false }
    return key.retired.map { $0 > retired } ?? true
  }
}
