/// A file in folders below a root; no link is followed between the root and the file.
package struct FilePlace: Sendable {
  package let root: String
  package let folders: [String]
  package let name: String

  package init(below root: String, in folders: [String], name: String) {
    self.root = root
    self.folders = folders
    self.name = name
  }
}

/// The few files outside git that the work reads and writes.
package struct FileAccess: Sendable {
  /// What a file is written with.
  package struct Writing: Sendable {
    package var mode: UInt32 = 0o644
    /// Whether it must be on the disk before anybody goes on.
    package var isDurable = false
  }

  /// The content of a file that this program wrote itself, of so many bytes at most; nil where there is none.
  package let readOwn: @Sendable (FilePlace, Int) throws(ProcessingError) -> [UInt8]?
  /// Writes a file in one step, in the place of what stands there.
  package let replace: @Sendable ([UInt8], FilePlace, Writing) throws(ProcessingError) -> Void
  /// Takes a file away.
  package let remove: @Sendable (FilePlace) throws(ProcessingError) -> Void
  /// The content of the file at a path; nil where there is none.
  package let read: @Sendable (String) throws(ProcessingError) -> [UInt8]?
  /// Whether anything stands at a path.
  package let isTaken: @Sendable (String) -> Bool
  /// The size in bytes of the file at a path; nil where there is none.
  package let size: @Sendable (String) -> Int?
  /// The names in a folder, sorted; none where there is no such folder.
  package let names: @Sendable (String) -> [String]

  package init(
    readOwn: @escaping @Sendable (FilePlace, Int) throws(ProcessingError) -> [UInt8]?,
    replace: @escaping @Sendable ([UInt8], FilePlace, Writing) throws(ProcessingError) -> Void,
    remove: @escaping @Sendable (FilePlace) throws(ProcessingError) -> Void,
    read: @escaping @Sendable (String) throws(ProcessingError) -> [UInt8]?,
    isTaken: @escaping @Sendable (String) -> Bool, size: @escaping @Sendable (String) -> Int?,
    names: @escaping @Sendable (String) -> [String]
  ) {
    self.readOwn = readOwn
    self.replace = replace
    self.remove = remove
    self.read = read
    self.isTaken = isTaken
    self.size = size
    self.names = names
  }
}
