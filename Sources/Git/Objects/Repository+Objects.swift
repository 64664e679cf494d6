import CLibGit2
package import Model

extension Repository {
  /// The database that reads and writes go to now: the batch if one is open.
  var objects: OpaquePointer { batch?.database ?? database }

  /// The kind and the size in bytes of the object `id`, without loading its content.
  ///
  /// - Throws: `.notFound` when there is no such object, `.corrupt` when it is unreadable.
  package func header(of id: ObjectID) throws(GitError) -> (kind: ObjectKind, size: Int) {
    var raw = id.raw
    var size = 0
    var type = GIT_OBJECT_INVALID
    try LibGit2.check(
      git_odb_read_header(&size, &type, objects, &raw), "read the header of object \(id)")
    guard let kind = ObjectKind(type) else {
      throw GitError(.corrupt, "the object has no known type", context: "read object \(id)")
    }
    return (kind, size)
  }

  /// Whether the object `id` is there.
  package func contains(_ id: ObjectID) -> Bool {
    var raw = id.raw
    return git_odb_exists(objects, &raw) == 1
  }

  /// The content of the object `id`, which must be a `kind`.
  ///
  /// With `limit` the size is taken from the object's header before anything is loaded (THREATS row
  /// 26). The content is hashed and must match the id.
  /// - Throws: `.tooLarge` over the limit, `.notFound`, or `.corrupt` for unreadable content,
  ///   content that does not hash to the id, and an object of another kind.
  ///
  /// - Parameter kept: How many bytes from the beginning are answered at most.
  package func bytes(
    of id: ObjectID, as kind: ObjectKind, atMost limit: Int? = nil, keeping kept: Int = .max
  ) throws(GitError) -> [UInt8] {
    // A text that thousands of objects would each have made, and none reads.
    var context: String { "read \(kind) \(id)" }
    if let limit {
      let header = try header(of: id)
      guard header.kind == kind else { throw wrongKind(header.kind, context) }
      guard header.size <= limit else {
        throw GitError(
          .tooLarge, "\(header.size) bytes, more than the \(limit) allowed", context: context)
      }
    }
    var raw = id.raw
    var object: OpaquePointer?
    try LibGit2.check(git_odb_read(&object, objects, &raw), context)
    defer { git_odb_object_free(object) }
    guard let found = ObjectKind(git_odb_object_type(object)) else {
      throw GitError(.corrupt, "the object has no known type", context: context)
    }
    guard found == kind else { throw wrongKind(found, context) }
    let content = UnsafeRawBufferPointer(
      start: git_odb_object_data(object), count: git_odb_object_size(object))
    return [UInt8](content.prefix(kept))
  }

  /// Writes an object and answers with its id; an object that is there already is left alone.
  ///
  /// Outside a batch the object is on the disk, synced, when this returns.
  @discardableResult
  package func write(_ bytes: [UInt8], as kind: ObjectKind) throws(GitError) -> ObjectID {
    try write(bytes, as: kind, hint: "")
  }

  /// Writes an object as `write(_:as:)` does; objects with one `hint` are packed as versions of one
  /// another.
  @discardableResult
  package func write(_ bytes: [UInt8], as kind: ObjectKind, hint: String) throws(GitError)
    -> ObjectID
  {
    guard let id = try batch?.write(bytes, as: kind) else {
      return try write(bytes, as: kind, into: database)
    }
    batch?.written.add(id, at: hint)
    return id
  }

  /// Writes an object to the disk, whether a batch is open or not.
  func writeThrough(_ bytes: [UInt8], as kind: ObjectKind) throws(GitError) {
    _ = try write(bytes, as: kind, into: database)
  }

  private func write(
    _ bytes: [UInt8], as kind: ObjectKind, into database: OpaquePointer
  ) throws(GitError) -> ObjectID {
    var raw = git_oid()
    let status = bytes.withUnsafeBytes {
      git_odb_write(&raw, database, $0.baseAddress, $0.count, kind.raw)
    }
    try LibGit2.check(status, "write a \(kind) of \(bytes.count) bytes")
    return ObjectID(raw)
  }

  private func wrongKind(_ found: ObjectKind, _ context: String) -> GitError {
    GitError(.corrupt, "the object is a \(found)", context: context)
  }
}
