import CLibGit2

/// The library's process-wide state.
///
/// It is started at the first use and never stopped: starting takes about 3 ms, and commands that
/// open no repository shall not pay for it (STYLE, measured traps).
enum LibGit2 {
  /// What `git_libgit2_init` answered, the options below set; negative when it could not start.
  ///
  /// - No object cache: rooms keep the values that they have parsed, and a second copy of every
  ///   commit and tree that an audit passes would only cost memory.
  /// - fsync after each write: an object is on the disk before a reference that names it moves.
  /// - Extensions that do not change what the objects, references and settings read here mean. A
  ///   partial clone lacks objects, which is an error when they are needed; `config.worktree` is
  ///   not read, and nothing that is read through this room is kept there.
  /// - Connections are those of `OriginStream`: to where they were meant to go, and with an end in sight.
  private static let started: Int32 = {
    let status = git_libgit2_init()
    guard status >= 0 else { return status }
    let extensions = ["worktreeconfig", "partialclone", "preciousobjects"]
    let allowed = withCStrings(extensions) { names, count in cs_allow_extensions(names, count) }
    return min(
      status, cs_enable_caching(0), cs_enable_fsync(1), allowed, OriginStream.register())
  }()

  /// Starts the library if nothing has, or waits until it is; that it failed is told by `start`.
  static func finishStart() { _ = started }

  /// Starts the library if nothing has started it yet.
  static func start() throws(GitError) {
    let status = started
    guard status >= 0 else { throw failure(status, "start libgit2") }
  }

  /// Throws what libgit2 last complained of on this thread if `status` says that it failed.
  static func check(_ status: Int32, _ context: @autoclosure () -> String) throws(GitError) {
    guard status < 0 else { return }
    throw failure(status, context())
  }

  /// The error that libgit2 last recorded on this thread.
  ///
  /// Must be called on the thread of the failed call, before any other call.
  static func failure(_ status: Int32, _ context: String) -> GitError {
    guard let last = git_error_last(), let text = last.pointee.message else {
      return GitError(
        kind(status, GIT_ERROR_NONE, ""), "libgit2 failed with \(status)", context: context)
    }
    let message = String(cString: text)
    let family = git_error_t(rawValue: UInt32(truncatingIfNeeded: last.pointee.klass))
    return GitError(kind(status, family, message), message, context: context)
  }

  private static func kind(
    _ status: Int32, _ family: git_error_t, _ message: String
  ) -> GitError.Kind {
    switch git_error_code(status) {
    case GIT_ENOTFOUND, GIT_EUNBORNBRANCH: .notFound
    case GIT_EMISMATCH: .corrupt
    case GIT_EMODIFIED, GIT_EEXISTS: .referenceMoved
    case GIT_ELOCKED: .locked
    case GIT_EAUTH: .unauthenticated
    case GIT_ECERTIFICATE: .untrustedHost
    case GIT_EOWNER: .notOwned
    case GIT_EINVALIDSPEC, GIT_EAMBIGUOUS, GIT_EINVALID: .invalid
    default: kind(family, message)
    }
  }

  private static func kind(_ family: git_error_t, _ message: String) -> GitError.Kind {
    switch family {
    // The library keeps no errno: the text of strerror at the end is all it hands on.
    case GIT_ERROR_OS where message.hasSuffix("Read-only file system"): .readOnly
    case GIT_ERROR_OS where message.hasSuffix("Permission denied"): .readOnly
    case GIT_ERROR_OS where message.hasSuffix("No space left on device"): .noSpace
    case GIT_ERROR_OS where message.hasSuffix("Disk quota exceeded"): .noSpace
    case GIT_ERROR_ODB, GIT_ERROR_ZLIB, GIT_ERROR_OBJECT, GIT_ERROR_INDEXER, GIT_ERROR_SHA:
      .corrupt
    case GIT_ERROR_REFERENCE: .corrupt
    case GIT_ERROR_REPOSITORY
    where message.contains("unsupported") || message.contains("object format"):
      .unsupported
    case GIT_ERROR_NET, GIT_ERROR_HTTP, GIT_ERROR_SSH, GIT_ERROR_SSL: .unreachable
    default: .other
    }
  }

  /// Calls `body` with `strings` as an array of C strings that lives as long as the call.
  static func withCStrings<Result>(
    _ strings: [String],
    _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?, Int) -> Result
  ) -> Result {
    var bytes: [CChar] = []
    var offsets: [Int] = []
    for string in strings {
      offsets.append(bytes.count)
      bytes.append(contentsOf: string.utf8CString)
    }
    return bytes.withUnsafeMutableBufferPointer { storage in
      var pointers = offsets.map { offset in storage.baseAddress.map { $0 + offset } }
      return pointers.withUnsafeMutableBufferPointer { body($0.baseAddress, $0.count) }
    }
  }
}
