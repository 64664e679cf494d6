package import Model

/// One path that a new tree has other than the tree it is made from.
package struct TreeChange: Hashable, Sendable {
  /// The names from the root to the entry.
  let path: [[UInt8]]
  /// The blob that shall stand there as a regular file, or nil to take the entry away.
  let blob: ObjectID?

  /// Puts the blob at `path`, as a regular file, in folders that are made as needed.
  package static func put(_ blob: ObjectID, at path: String) -> TreeChange {
    TreeChange(path: names(path), blob: blob)
  }

  /// Takes the file at `path` away, and each folder that it leaves empty.
  package static func remove(_ path: String) -> TreeChange {
    TreeChange(path: names(path), blob: nil)
  }

  /// The names joined by slashes, for people and for the packer.
  static func text(_ path: ArraySlice<[UInt8]>) -> String {
    path.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "/")
  }

  private static func names(_ path: String) -> [[UInt8]] {
    path.utf8.split(separator: 0x2F, omittingEmptySubsequences: false).map(Array.init)
  }
}
