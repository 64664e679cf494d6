internal import Model

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
    /// Permissions as chmod takes them.
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

  /// Writes a new file; false where something stands there already, which is left alone.
  package let create: @Sendable ([UInt8], FilePlace) throws(ProcessingError) -> Bool
  /// Writes the file at a path in one step, in folders that are made where they are missing.
  package let write: @Sendable ([UInt8], String) throws(ProcessingError) -> Void
  /// Lets everybody run the file at a path who may read it.
  package let makeExecutable: @Sendable (String) throws(ProcessingError) -> Void
  /// Makes the folder that a path is in, for its owner alone where it is new.
  package let makeFolder: @Sendable (String) throws(ProcessingError) -> Void
  /// The permissions of the file at a path; nil where there is none.
  package let mode: @Sendable (String) -> UInt32?
  /// A path as an absolute one without links, as far as it exists.
  package let resolved: @Sendable (String) throws(ProcessingError) -> String
  /// The folder that this process works in, with a slash at its end.
  package let currentFolder: @Sendable () -> String?

  package init(
    readOwn: @escaping @Sendable (FilePlace, Int) throws(ProcessingError) -> [UInt8]?,
    replace: @escaping @Sendable ([UInt8], FilePlace, Writing) throws(ProcessingError) -> Void,
    remove: @escaping @Sendable (FilePlace) throws(ProcessingError) -> Void,
    read: @escaping @Sendable (String) throws(ProcessingError) -> [UInt8]?,
    isTaken: @escaping @Sendable (String) -> Bool, size: @escaping @Sendable (String) -> Int?,
    names: @escaping @Sendable (String) -> [String],
    create: @escaping @Sendable ([UInt8], FilePlace) throws(ProcessingError) -> Bool,
    write: @escaping @Sendable ([UInt8], String) throws(ProcessingError) -> Void,
    makeExecutable: @escaping @Sendable (String) throws(ProcessingError) -> Void,
    makeFolder: @escaping @Sendable (String) throws(ProcessingError) -> Void,
    mode: @escaping @Sendable (String) -> UInt32?,
    resolved: @escaping @Sendable (String) throws(ProcessingError) -> String,
    currentFolder: @escaping @Sendable () -> String?
  ) {
    self.readOwn = readOwn
    self.replace = replace
    self.remove = remove
    self.read = read
    self.isTaken = isTaken
    self.size = size
    self.names = names
    self.create = create
    self.write = write
    self.makeExecutable = makeExecutable
    self.makeFolder = makeFolder
    self.mode = mode
    self.resolved = resolved
    self.currentFolder = currentFolder
  }
}

extension FileAccess {
  /// `commands` for a shell, which first has to go to `root`, with a slash at its end, where it is elsewhere.
  func commands(_ commands: [String], in root: String) -> [String] {
    (currentFolder() == root ? [] : ["cd \(shellWord(root))"]) + commands
  }
}
