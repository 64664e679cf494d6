/// The files of `policies/directory/` that the directory signed: they stand outside what is accepted.
package struct DirectoryInForce: Hashable, Sendable, Codable {
  /// A file of the tree that somebody else changed, with what the directory last made of it.
  package struct Exception: Hashable, Sendable, Codable {
    package let path: RepositoryPath
    /// Absent where the directory never had the file, or took it away.
    package let blob: ObjectID?
    /// Why what stands there is not in force, as far as it is known.
    package let reasons: [Reason]

    /// Keeps the first three reasons.
    package init(path: RepositoryPath, blob: ObjectID?, reasons: [Reason] = []) {
      self.path = path
      self.blob = blob
      self.reasons = Array(reasons.prefix(3)).bounded
    }
  }

  /// The folder's tree; absent where there is no folder.
  package let tree: ObjectID?
  /// Sorted by path.
  package let exceptions: [Exception]
  /// The names of the keys that signed what is in force, sorted; all of them until one landing signs every file anew.
  package let keys: [String]

  package init(tree: ObjectID?, exceptions: [Exception] = [], keys: [String] = []) {
    self.tree = tree
    self.exceptions = exceptions
    self.keys = keys
  }
}
