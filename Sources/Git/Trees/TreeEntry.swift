package import Model

/// One line of a tree: a name, what stands there, and its object.
package struct TreeEntry: Hashable, Sendable {
  /// The name as bytes, never empty and without a slash; it need not be UTF-8.
  package let name: [UInt8]
  /// The mode as git writes it in octal: one of the constants below.
  package let mode: UInt32
  /// The object that stands there.
  package let id: ObjectID

  /// The mode of a folder.
  package static let tree: UInt32 = 0o40000
  /// The mode of a regular file.
  package static let file: UInt32 = 0o100644
  /// The mode of a file that may be executed.
  package static let executable: UInt32 = 0o100755
  /// The mode of a symbolic link, whose blob is the target's path.
  package static let link: UInt32 = 0o120000
  /// The mode of a submodule, whose id is a commit of another repository.
  package static let submodule: UInt32 = 0o160000

  /// An entry as it is.
  package init(name: [UInt8], mode: UInt32, id: ObjectID) {
    self.name = name
    self.mode = mode
    self.id = id
  }

  /// Whether the entry is a folder.
  package var isTree: Bool { mode == Self.tree }

  /// Whether the entry stands before `other` in a tree: bytewise, as if folders ended in a slash.
  ///
  /// Neither before nor after means that both have one name and are folders both, or neither is.
  func precedes(_ other: TreeEntry) -> Bool {
    let common = min(name.count, other.name.count)
    for index in 0..<common where name[index] != other.name[index] {
      return name[index] < other.name[index]
    }
    return end(at: common) < other.end(at: common)
  }

  private func end(at index: Int) -> UInt8 {
    index < name.count ? name[index] : isTree ? 0x2F : 0
  }
}
