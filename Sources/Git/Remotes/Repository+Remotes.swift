import CLibGit2
package import Model

extension Repository {
  /// The references of `remote` with their values, what tags lead to left out.
  ///
  /// A remote that is a path is opened as a repository; the same checks of its owner apply.
  /// - Parameter limit: Seconds until a remote that does not answer is given up.
  /// - Throws: `.unreachable`, `.unauthenticated`, `.untrustedHost`.
  package func remoteReferences(
    _ remote: Remote, credentials: Credentials = .none, limit: Int = 60
  ) throws(GitError) -> ReferenceTable {
    try bounded(seconds: limit, "list the references of \(remote)") {
      (own) throws(GitError) in
      if let path = own.localPath(remote.url) {
        return try Self.references(ofRepositoryAt: path)
      }
      return try RemoteConnection(own, remote.url, GIT_DIRECTION_FETCH, credentials).references()
    }
  }

  /// Fetches references of `remote` and points local ones at them, whatever those were before.
  ///
  /// No tags are followed and `FETCH_HEAD` is neither written nor read.
  /// - Parameters:
  ///   - remote: Where to fetch from.
  ///   - tracking: The full names on the remote, each with the full name of the local reference.
  ///   - credentials: What may be shown to the remote.
  ///   - limit: Seconds until a remote that does not answer, or sends without end, is given up.
  ///   - choosing: Answers with those of the names that are fetched at all, once it knows what the remote has
  ///     at each.
  /// - Returns: Each of the names that were chosen and the remote has, with its value. What is missing here is not
  ///   there now, though a local reference may remember it; one whose lock is held stays as it was.
  /// - Throws: `.unreachable`, `.unauthenticated`, `.untrustedHost`; `.corrupt` when objects did
  ///   not arrive that the remote shows; and what writing references throws.
  @discardableResult
  package func fetch(
    _ remote: Remote, tracking: [String: String], credentials: Credentials = .none,
    limit: Int = 900, choosing: ([String: ObjectID]) -> Set<String> = { Set($0.keys) }
  ) throws(GitError) -> [String: ObjectID] {
    let context = "fetch from \(remote)"
    let names = Array(tracking.keys)
    let source = try bounded(seconds: limit, context) { (own) throws(GitError) in
      try FetchSource(remote, names, credentials, for: own)
    }
    let chosen = choosing(source.shown)
    let found = source.shown.filter { chosen.contains($0.key) }
    if !found.isEmpty {
      try Repository.bounded(seconds: limit, context) { () throws(GitError) in
        try source.deliver(found)
      }
    }
    for (name, id) in found.sorted(by: { $0.key < $1.key }) {
      guard contains(id) else {
        throw GitError(.corrupt, "\(name) arrived without its object \(id)", context: context)
      }
      if let local = tracking[name] { try track(local, at: id, "\(context) into \(local)") }
    }
    return found
  }

  /// Points `local` at `id`; leaves it alone while its lock is held, or where another reference is in its way.
  ///
  /// It only keeps what was fetched, and tells the next fetch what is here already. A lock that a killed
  /// program left a moment ago must not stop whoever comes next (THREATS row 32), nor may a reference of
  /// somebody else's that has the name of its folder (row 61).
  private func track(_ local: String, at id: ObjectID, _ context: String) throws(GitError) {
    do throws(GitError) {
      try guarded(local, id, attempts: 2) { () throws(GitError) in
        var (raw, created) = (id.raw, OpaquePointer?.none)
        let status = git_reference_create(&created, handle, local, &raw, 1, "fetch")
        git_reference_free(created)
        guard status < 0 else { return }
        let failure = LibGit2.failure(status, context)
        if !isInTheWay(of: local) { throw failure }
      }
    } catch {
      guard error.kind == .locked else { throw error }
    }
  }

  /// Whether a reference stands where `name` needs a folder, or one below it where it needs to be a file.
  package func isInTheWay(of name: String) -> Bool {
    var parts = name.split(separator: "/")
    var probe = OpaquePointer?.none
    defer { git_reference_free(probe) }
    while parts.count > 2 {
      parts.removeLast()
      if git_reference_lookup(&probe, handle, parts.joined(separator: "/")) >= 0 { return true }
    }
    do throws(GitError) {
      return try !references(prefix: "\(name)/").isEmpty
    } catch {
      return false
    }
  }

  /// Moves references of `remote`, each if and only if it has the value expected of it.
  ///
  /// Over ssh and http the server compares, under its lock, with the value that is sent to it, and
  /// that is the expected one: what the server shows at connecting is held against it first. A
  /// repository at a path is compared here, under the same lock; its hooks do not run, since this
  /// room runs no programs. Several updates are not atomic: the earlier ones may stand when a later
  /// one fails.
  /// - Throws: `.referenceMoved` when the race is lost, `.rejected` with the server's words when it
  ///   refuses for another reason; and what connecting and reading throw.
  package func push(
    _ remote: Remote, _ updates: [PushUpdate], credentials: Credentials = .none, limit: Int = 900
  ) throws(GitError) {
    guard batch == nil else {
      throw GitError(
        .invalid, "the batch of new objects is still open", context: "push to \(remote)")
    }
    try bounded(seconds: limit, "push to \(remote)") { (own) throws(GitError) in
      if let path = own.localPath(remote.pushURL) {
        try own.push(toRepositoryAt: path, updates)
      } else {
        try own.push(over: remote.pushURL, updates, credentials)
      }
    }
  }

  /// The path that `url` is, or nil when it needs a connection.
  func localPath(_ url: String) -> String? {
    guard let address = RemoteAddress(url), address.scheme == .file else { return nil }
    return address.path
  }

  private static func references(
    ofRepositoryAt path: String
  ) throws(GitError) -> ReferenceTable {
    let repository = try Repository(exactlyAt: path)
    var found = ReferenceTable()
    for (name, id) in try repository.references(prefix: "refs/") { found[name] = id }
    found["HEAD"] = try repository.head().id
    return found
  }
}
