package import Model

/// A commit as far as it is needed to walk any history that git walks.
///
/// Only the `tree` line and the `parent` lines after it are understood, as git does it: everything
/// that follows may be malformed. `Commit` is the strict form.
package struct RawCommit: Hashable, Sendable {
  /// The commit's own id.
  package let id: ObjectID
  /// The tree it records.
  package let tree: ObjectID
  /// Its parents in order, from its own bytes: replace refs and grafts change nothing here.
  package let parents: [ObjectID]
  /// The whole object; of one with more than `largest` bytes no more than the parents and a little behind them.
  package let bytes: [UInt8]
  /// How many bytes the whole object has.
  package let size: Int
  /// Where the headers after the parents begin in `bytes`.
  let rest: Int

  /// The commit `id` in `bytes`, or nil when they do not begin as a commit.
  ///
  /// - Parameter size: How many bytes the whole object has, of which `bytes` may be the beginning.
  package init?(id: ObjectID, bytes: [UInt8], size: Int? = nil) {
    var rest = bytes[...]
    guard let tree = Self.takeID(after: Self.treeKeyword, from: &rest) else { return nil }
    var parents: [ObjectID] = []
    while let parent = Self.takeID(after: Self.parentKeyword, from: &rest) {
      parents.append(parent)
    }
    self.id = id
    self.tree = tree
    self.parents = parents
    self.rest = rest.startIndex
    self.size = size ?? bytes.count
    self.bytes =
      self.size <= RawCommit.largest
      ? bytes : Array(bytes.prefix(rest.startIndex + RawCommit.headersOfOversized))
  }

  /// The largest commit that is more than a step in a walk, in bytes: another is unusable as anything else.
  ///
  /// A commit has a message and perhaps the tags it merges, each with a signature: some kilobytes.
  package static let largest = 4 << 20

  /// The largest commit that a walk goes through: its parents are needed, so libgit2 has to load it whole.
  ///
  /// A thousandth of that can be pushed, and what stands on the mainline has to be passed for ever.
  static let largestWalked = 1 << 30

  private static let headersOfOversized = 64 << 10

  /// Whether `bytes` is the whole object.
  var isWhole: Bool { size == bytes.count }

  /// What comes behind the parents: the other headers and the message.
  package var headers: ArraySlice<UInt8> { bytes[rest...] }

  private static let treeKeyword = Array("tree ".utf8)
  private static let parentKeyword = Array("parent ".utf8)

  private static func takeID(after keyword: [UInt8], from rest: inout ArraySlice<UInt8>)
    -> ObjectID?
  {
    guard rest.starts(with: keyword) else { return nil }
    let digits = rest.dropFirst(keyword.count).prefix(2 * ObjectID.byteCount)
    guard let id = ObjectID(anyCaseHex: digits), digits.endIndex < rest.endIndex,
      rest[digits.endIndex] == 0x0A
    else { return nil }
    rest = rest[(digits.endIndex + 1)...]
    return id
  }
}

extension Repository {
  /// The commit `id`, understood only as far as walking needs it.
  ///
  /// Its size is looked at before it is loaded.
  /// - Throws: `.notFound` when there is no such commit, as behind the border of a shallow clone;
  ///   `.tooLarge` where no walk could hold it;
  ///   `.corrupt` when the object is no commit, does not hash to its id, or does not begin as one.
  package func rawCommit(_ id: ObjectID) throws(GitError) -> RawCommit {
    let size = try header(of: id).size
    let bytes = try bytes(
      of: id, as: .commit, atMost: RawCommit.largestWalked, keeping: RawCommit.largest)
    guard let commit = RawCommit(id: id, bytes: bytes, size: size) else {
      throw GitError(
        .corrupt, "the object does not begin as a commit does", context: "read commit \(id)")
    }
    return commit
  }
}
