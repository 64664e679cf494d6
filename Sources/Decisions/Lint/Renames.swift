package import Model

/// That a change from `before` to `after` renames identities, which ends one and begins another.
///
/// An id is who somebody is: grants, approvals and reviews are recorded under it. A file under another name is a
/// deletion, which stops the old id at once (DESIGN section 6), and somebody new with the same key or address.
package func renameWarnings(from before: Policy, to after: Policy) -> [Reason] {
  let gone = before.identities.filter { after.subject($0) == nil }
  guard !gone.isEmpty else { return [] }
  return gone.compactMap { id in
    guard let next = after.successor(of: id, in: before) else { return nil }
    let file = before.people[id]?.file ?? "policies/workloads/\(id).yaml"
    return Reason(
      .subjectInactive,
      "\(id) becomes \(next), which deletes \(id): the grants of \(id) end, and \(next) is somebody new.",
      at: SourceLocation(file: file),
      hint: "Keep the file's name, and change `name:` in it; an id need not be anybody's name.")
  }
}

extension Policy {
  /// Who is new in this policy and has a key, an address or the name of `id`, who is gone since `before`.
  fileprivate func successor(of id: IdentityID, in before: Policy) -> IdentityID? {
    let person = before.people[id]
    let keys = (person?.keys ?? before.workloads[id]?.keys ?? []).compactMap(\.material.identity)
    let holders =
      keys.compactMap(identity(holding:))
      + (person?.emails ?? []).compactMap { identity(claiming: $0.utf8) }
      + people.values.filter { $0.name == person?.name }.map(\.id).sorted()
    return holders.first { before.subject($0) == nil }
  }
}
