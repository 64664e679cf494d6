import CLibGit2

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// An open git repository: the only owner of libgit2's handles.
///
/// Objects are read raw from the object database and the parents of a commit are taken from its own
/// bytes, so neither `refs/replace` nor grafts can show another history here (THREATS row 23).
/// A repository is used by one task at a time; several tasks open one each, which costs 0.05 ms.
package final class Repository {
  /// libgit2's handle of the repository.
  let handle: OpaquePointer
  /// libgit2's handle of its object database, without the batch if there is one.
  let database: OpaquePointer
  /// The objects that `beginBatch()` keeps in memory.
  var batch: ObjectBatch?

  /// Opens the repository that `path` is in.
  ///
  /// `path` may be a work tree, a folder inside one, a `.git` directory or a bare repository;
  /// parents are searched up to the border of the file system, as git does. No environment variable
  /// is looked at.
  /// - Throws: `.notFound`. `.notOwned` when a directory of the repository belongs to another user
  ///   and `safe.directory` in the user's or the system's configuration does not name it; root is
  ///   not excepted, and libgit2 1.5 knows exact paths only, not `*`. `.unsupported` for SHA-256
  ///   ids, reftables and other extensions.
  package convenience init(discovering path: String) throws(GitError) {
    try self.init(path, flags: 0)
  }

  /// Opens the repository at `path` itself, as git does with the path of a remote.
  convenience init(exactlyAt path: String) throws(GitError) {
    try self.init(path, flags: GIT_REPOSITORY_OPEN_NO_SEARCH.rawValue)
  }

  private init(_ path: String, flags: UInt32) throws(GitError) {
    try LibGit2.start()
    let context = "open the repository at \(path)"
    // Its settings may include a pipe that nobody writes to, and libgit2 would wait there for ever.
    let found = try Repository.bounded(seconds: Self.openLimit, context, late: .other) {
      () throws(GitError) in try Self.open(path, flags, context)
    }
    guard let opened = OpaquePointer(bitPattern: found.repository),
      let objects = OpaquePointer(bitPattern: found.database)
    else { throw GitError(.other, "libgit2 opened nothing", context: context) }
    handle = opened
    database = objects
    // Where the format version is 0 libgit2 does not look at extensions at all, and git refuses.
    if let format = try configuration("extensions.objectformat"), format != "sha1" {
      throw GitError(.unsupported, Self.onlySHA1, context: context)
    }
  }

  /// Seconds within which a repository is open.
  private static let openLimit = 15

  /// The addresses of libgit2's handles, which another thread may take over.
  private static func open(
    _ path: String, _ flags: UInt32, _ context: String
  ) throws(GitError) -> (repository: UInt, database: UInt) {
    var opened: OpaquePointer?
    let status = git_repository_open_ext(&opened, path, flags, nil)
    guard status >= 0, let opened else {
      throw explained(LibGit2.failure(status, context))
    }
    var objects: OpaquePointer?
    let objectsStatus = git_repository_odb(&objects, opened)
    guard objectsStatus >= 0, let objects else {
      let failure = LibGit2.failure(objectsStatus, context)
      git_repository_free(opened)
      throw failure
    }
    return (UInt(bitPattern: opened), UInt(bitPattern: objects))
  }

  deinit {
    discardBatch()
    git_odb_free(database)
    git_repository_free(handle)
  }

  /// The repository's own directory, `.git` of a work tree, with a slash at its end.
  package var gitDirectory: String { text(git_repository_path(handle)) }

  /// The directory that linked work trees share, with a slash at its end.
  package var commonDirectory: String { text(git_repository_commondir(handle)) }

  /// The root of the work tree, with a slash at its end, or nil for a bare repository.
  package var workTree: String? { git_repository_workdir(handle).map { String(cString: $0) } }

  /// Whether there is no work tree.
  package var isBare: Bool { git_repository_is_bare(handle) == 1 }

  /// Whether history was cut off when the repository was cloned.
  package var isShallow: Bool { git_repository_is_shallow(handle) == 1 }

  /// What would make git show another history than the one that is there, sorted.
  ///
  /// The full names of `refs/replace/*`, and `info/grafts` if there is such a file. Nothing that is
  /// read here follows them; the caller warns, because the user's own git does.
  package func alteredHistory() throws(GitError) -> [String] {
    var found = try references(prefix: "refs/replace/").map(\.name)
    if access("\(commonDirectory)info/grafts", F_OK) == 0 { found.insert("info/grafts", at: 0) }
    return found
  }

  private static let onlySHA1 = "SHA-256 object ids (extensions.objectFormat) are not supported"

  /// What libgit2 means when it will not open a repository.
  private static func explained(_ failure: GitError) -> GitError {
    let message = failure.message
    if message.contains("objectformat") || message.contains("object format") {
      return GitError(.unsupported, onlySHA1, context: failure.context)
    }
    // Where nothing sets safe.directory, libgit2 1.5 complains of that setting, not of the owner.
    if failure.kind == .notOwned || message.contains("safe.directory") {
      return GitError(
        .notOwned,
        "it belongs to another user; if it can be trusted, add its exact path to "
          + "safe.directory in the user's git configuration", context: failure.context)
    }
    return failure
  }

  private func text(_ path: UnsafePointer<CChar>?) -> String {
    path.map { String(cString: $0) } ?? ""
  }
}
