import CLibGit2
import Model

/// An open connection to a repository behind ssh, http or https.
///
/// No redirect leads to another origin (`OriginStream`): libgit2 would send the extra headers, and the token in
/// them, to any port of the host.
final class RemoteConnection {
  private let handle: OpaquePointer
  /// Kept open for as long as the handle may look into it.
  private let repository: Repository
  private let session: RemoteSession
  /// Bytes of what a remote may show of its references; half a million with the names that people give fit.
  private static let showLimit: UInt64 = 64 << 20
  /// References that it may show.
  private static let mostReferences = 500_000

  /// Connects to `url` in `direction`, offering one credential after the other.
  init(
    _ repository: Repository, _ url: String, _ direction: git_direction, _ credentials: Credentials
  ) throws(GitError) {
    guard let address = RemoteAddress(url) else {
      throw GitError(
        .unsupported, "only ssh, https, http and paths are supported",
        context: "connect to a remote")
    }
    let context = "connect to \(address.display)"
    self.repository = repository
    session = RemoteSession(
      address, headers: try repository.extraHeaders(for: address), credentials: credentials)
    var options = git_remote_create_options()
    try LibGit2.check(
      git_remote_create_options_init(&options, UInt32(GIT_REMOTE_CREATE_OPTIONS_VERSION)), context)
    options.repository = repository.handle
    options.flags =
      GIT_REMOTE_CREATE_SKIP_INSTEADOF.rawValue | GIT_REMOTE_CREATE_SKIP_DEFAULT_FETCHSPEC.rawValue
    var remote: OpaquePointer?
    let status = git_remote_create_with_opts(&remote, url, &options)
    guard status >= 0, let remote else {
      throw session.explained(LibGit2.failure(status, context))
    }
    handle = remote
    try connect(direction, context)
  }

  deinit {
    git_remote_disconnect(handle)
    git_remote_free(handle)
  }

  private func connect(_ direction: git_direction, _ context: String) throws(GitError) {
    while true {
      let limit = ReceptionLimit(bytes: Self.showLimit)
      let status = LibGit2.withCStrings(session.headers) { headers, count in
        var options = git_remote_connect_options()
        let status = git_remote_connect_options_init(
          &options, UInt32(GIT_REMOTE_CONNECT_OPTIONS_VERSION))
        guard status >= 0 else { return status }
        session.fill(&options.callbacks)
        options.follow_redirects = GIT_REMOTE_REDIRECT_NONE
        options.proxy_opts.type = session.proxy
        options.custom_headers = git_strarray(strings: headers, count: count)
        return OriginStream.toward(session.address, receiving: limit) {
          git_remote_connect_ext(handle, direction, &options)
        }
      }
      if status >= 0 { return }
      let failure = LibGit2.failure(status, context)
      git_remote_disconnect(handle)
      guard !limit.isExceeded else {
        throw GitError(
          .unreachable, "it shows more than \(Self.showLimit) bytes of references", context: context
        )
      }
      guard session.canTryAgain, failure.kind != .untrustedHost else {
        throw session.explained(failure)
      }
    }
  }

  /// The references that the remote shows, without what tags lead to.
  func references() throws(GitError) -> ReferenceTable {
    var heads: UnsafeMutablePointer<UnsafePointer<git_remote_head>?>?
    var count = 0
    let context = "list the references of \(session.address.display)"
    try LibGit2.check(git_remote_ls(&heads, &count, handle), context)
    guard count <= Self.mostReferences else {
      throw GitError(
        .unreachable, "it shows more than \(Self.mostReferences) references", context: context)
    }
    var found = ReferenceTable()
    for head in UnsafeBufferPointer(start: heads, count: count) {
      guard let head = head?.pointee, let text = head.name else { continue }
      let name = String(cString: text)
      let id = ObjectID(head.oid)
      if id != .null, !name.hasSuffix("^{}") { found[name] = id }
    }
    return found
  }

  /// Downloads the objects of the remote's references `names`, and moves nothing.
  func download(_ names: [String]) throws(GitError) {
    let context = "fetch from \(session.address.display)"
    let status = LibGit2.withCStrings(session.headers) { headers, headerCount in
      LibGit2.withCStrings(names) { names, count in
        var options = git_fetch_options()
        let status = git_fetch_options_init(&options, UInt32(GIT_FETCH_OPTIONS_VERSION))
        guard status >= 0 else { return status }
        session.fill(&options.callbacks)
        options.download_tags = GIT_REMOTE_DOWNLOAD_TAGS_NONE
        options.prune = GIT_FETCH_NO_PRUNE
        options.update_fetchhead = 0
        options.follow_redirects = GIT_REMOTE_REDIRECT_NONE
        options.proxy_opts.type = session.proxy
        options.custom_headers = git_strarray(strings: headers, count: headerCount)
        var specifications = git_strarray(strings: names, count: count)
        return OriginStream.toward(session.address) {
          git_remote_download(handle, &specifications, &options)
        }
      }
    }
    guard status >= 0 else { throw session.explained(LibGit2.failure(status, context)) }
  }

  /// Sends the updates `refspecs` and answers with what the server said of each reference: nil when
  /// it took the update.
  ///
  /// - Throws: `.referenceMoved` when the old value that would be sent is not in `expected`.
  func upload(
    _ refspecs: [String], expected: [String: ObjectID]
  ) throws(GitError) -> [String: String?] {
    let context = "push to \(session.address.display)"
    session.expected = expected
    let status = LibGit2.withCStrings(session.headers) { headers, headerCount in
      LibGit2.withCStrings(refspecs) { refspecs, count in
        var options = git_push_options()
        let status = git_push_options_init(&options, UInt32(GIT_PUSH_OPTIONS_VERSION))
        guard status >= 0 else { return status }
        session.fill(&options.callbacks)
        options.pb_parallelism = 0
        options.follow_redirects = GIT_REMOTE_REDIRECT_NONE
        options.proxy_opts.type = session.proxy
        options.custom_headers = git_strarray(strings: headers, count: headerCount)
        var specifications = git_strarray(strings: refspecs, count: count)
        return OriginStream.toward(session.address) {
          git_remote_upload(handle, &specifications, &options)
        }
      }
    }
    if let name = session.moved.sorted().first {
      throw GitError(.referenceMoved, "\(name) has another value there", context: context)
    }
    guard status >= 0 else { throw session.explained(LibGit2.failure(status, context)) }
    return session.verdicts
  }
}
