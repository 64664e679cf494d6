/// A commit as far as it is needed to walk any history that git walks.
///
/// Only the `tree` line and the `parent` lines after it are understood, as git does it: everything
/// that follows may be malformed. `Commit` is the strict form.
package struct RawCommit: Hashable, Sendable {
  /// The commit's own id.
  package let id: OID
  /// The tree it records.
  package let tree: OID
  /// Its parents in order, from its own bytes: replace refs and grafts change nothing here.
  package let parents: [OID]
  /// The whole object.
  package let bytes: [UInt8]
  /// Where the headers after the parents begin in `bytes`.
  let rest: Int

  /// The commit `id` in `bytes`, or nil when they do not begin as a commit.
  package init?(id: OID, bytes: [UInt8]) {
    var rest = bytes[...]
    guard let tree = Self.takeID(after: Self.treeKeyword, from: &rest) else { return nil }
    var parents: [OID] = []
    while let parent = Self.takeID(after: Self.parentKeyword, from: &rest) {
      parents.append(parent)
    }
    self.id = id
    self.tree = tree
    self.parents = parents
    self.bytes = bytes
    self.rest = rest.startIndex
  }

  private static let treeKeyword = Array("tree ".utf8)
  private static let parentKeyword = Array("parent ".utf8)

  private static func takeID(after keyword: [UInt8], from rest: inout ArraySlice<UInt8>) -> OID? {
    guard rest.starts(with: keyword) else { return nil }
    let digits = rest.dropFirst(keyword.count).prefix(2 * OID.byteCount)
    guard let id = OID(anyCaseHex: digits), digits.endIndex < rest.endIndex,
      rest[digits.endIndex] == 0x0A
    else { return nil }
    rest = rest[(digits.endIndex + 1)...]
    return id
  }
}

extension Repository {
  /// The commit `id`, understood only as far as walking needs it.
  ///
  /// - Throws: `.notFound` when there is no such commit, as behind the border of a shallow clone;
  ///   `.corrupt` when the object is no commit, does not hash to its id, or does not begin as one.
  package func rawCommit(_ id: OID) throws(GitError) -> RawCommit {
    guard let commit = RawCommit(id: id, bytes: try bytes(of: id, as: .commit)) else {
      throw GitError(
        .corrupt, "the object does not begin as a commit does", context: "read commit \(id)")
    }
    return commit
  }
}
