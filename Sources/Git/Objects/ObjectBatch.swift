import CLibGit2
import Model

/// New objects that are kept in memory until they are written as one pack.
struct ObjectBatch {
  /// A database of its own: the repository's objects, with the memory in front of them.
  let database: OpaquePointer
  /// The memory itself, which belongs to `database`.
  fileprivate let memory: UnsafeMutablePointer<git_odb_backend>
  /// What has been written into the memory.
  var written = PackContent()
}

extension ObjectBatch {
  /// Keeps an object in memory, past the database: that would look through the folder of packs for each
  /// new object, lest it be there already.
  func write(_ bytes: [UInt8], as kind: ObjectKind) throws(GitError) -> ObjectID {
    var raw = git_oid()
    let status = bytes.withUnsafeBytes { bytes in
      let status = git_odb_hash(&raw, bytes.baseAddress, bytes.count, kind.raw)
      guard status >= 0 else { return status }
      return memory.pointee.write(memory, &raw, bytes.baseAddress, bytes.count, kind.raw)
    }
    try LibGit2.check(status, "keep a \(kind) of \(bytes.count) bytes")
    return ObjectID(raw)
  }
}

extension Repository {
  /// Starts to keep new objects in memory, from where they are read like all others.
  ///
  /// `commitBatch()` writes them together. Thousands of events in one run would otherwise be
  /// tens of thousands of files, each synced on its own.
  /// - Throws: `.invalid` when a batch is open already.
  package func beginBatch() throws(GitError) {
    let context = "begin a batch of objects"
    guard batch == nil else { throw GitError(.invalid, "one is open already", context: context) }
    var opened: OpaquePointer?
    let status = git_odb_open(&opened, "\(commonDirectory)objects")
    guard status >= 0, let opened else { throw LibGit2.failure(status, context) }
    do throws(GitError) {
      var memory: UnsafeMutablePointer<git_odb_backend>?
      try LibGit2.check(git_mempack_new(&memory), context)
      guard let memory else { throw GitError(.other, "there is no memory", context: context) }
      try LibGit2.check(git_odb_add_backend(opened, memory, 999), context)
      try LibGit2.check(git_repository_set_odb(handle, opened), context)
      batch = ObjectBatch(database: opened, memory: memory)
    } catch {
      git_odb_free(opened)
      throw error
    }
  }

  /// Writes the batch's objects, as one pack unless they are few, and ends the batch.
  ///
  /// They are synced to the disk when this returns. When it throws the batch is still open.
  package func commitBatch() throws(GitError) {
    guard let batch else { return }
    try store(batch.written, in: self)
    discardBatch()
  }

  /// Ends the batch and forgets its objects.
  package func discardBatch() {
    guard let batch else { return }
    self.batch = nil
    git_repository_set_odb(handle, database)
    git_odb_free(batch.database)
    git_odb_refresh(database)
  }
}
