package import Model

/// That a change from `before` to `after` renames identities, which ends one and begins another.
///
/// An id is who somebody is: grants, approvals and reviews are recorded under it. A file under another name is a
/// deletion, which stops the old id at once (DESIGN section 6), and somebody new with the same key or address.
///
/// Of many the first ones are told.
package func renameWarnings(from before: Policy, to after: Policy) -> [Reason] {
  let gone = before.identities.filter { after.subject($0) == nil }
  guard !gone.isEmpty else { return [] }
  let new = after.people.values.filter { before.subject($0.id) == nil }
  let named = Dictionary(new.map { ($0.name, $0.id) }) { min($0, $1) }
  let renamed = gone.compactMap { id in
    (after.holder(ofWhatHad: id, in: before) ?? before.people[id].flatMap { named[$0.name] })
      .map { (old: id, new: $0) }
  }
  return renamed.prefix(mostWarnings).map { old, new in
    Reason(
      .subjectInactive,
      "\(old) becomes \(new), which deletes \(old): the grants of \(old) end, and \(new) is somebody new.",
      at: SourceLocation(file: before.people[old]?.file ?? "policies/workloads/\(old).yaml"),
      hint: "Keep the file's name, and change `name:` in it; an id need not be anybody's name.")
  }
}

private let mostWarnings = 10

extension Policy {
  /// Who is new in this policy and has a key or an address that `id` had in `before`.
  fileprivate func holder(ofWhatHad id: IdentityID, in before: Policy) -> IdentityID? {
    let person = before.people[id]
    let keys = (person?.keys ?? before.workloads[id]?.keys ?? []).compactMap(\.material.identity)
    let holders =
      keys.compactMap(identity(holding:))
      + (person?.emails ?? []).compactMap { identity(claiming: $0.utf8) }
    return holders.first { before.subject($0) == nil }
  }
}
