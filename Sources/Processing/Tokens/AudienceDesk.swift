internal import Git
internal import Intake
package import Model

/// Says for which audience a token must be made that signs a request of the work tree.
///
/// Nothing but the file and the anchor goes into it, so a job needs neither history nor ledger for it.
package struct AudienceDesk {
  private let repository: Repository
  private let root: String
  private let anchor: ObjectID
  private let files: FileAccess

  /// Looks at the repository at `path`.
  ///
  /// - Throws: `.wrongUsage` for a bare repository.
  package init(
    at path: String, anchor: ObjectID, _ outside: Outside
  ) throws(ProcessingError) {
    repository = try Workspace.repository(at: path, outside: outside)
    guard let root = repository.workTree else {
      throw ProcessingError(
        .wrongUsage, "A bare repository has no work tree to read a request in.",
        hint: "Clone it: git clone <address>.")
    }
    self.root = root
    self.anchor = anchor
    files = outside.files
  }

  /// The audience for the request in the file that was named, as it stands there now.
  ///
  /// - Throws: `.wrongUsage` for a file that is no request of this work tree.
  package func report(on named: String) throws(ProcessingError) -> AudienceReport {
    let path = try path(of: named)
    guard path.isPlain, let token = path.tokenOfRequest else {
      throw ProcessingError(
        .wrongUsage, "\(named) is no request's path.",
        hint: "A request is requests/<system>/<name>.yaml; countersign new writes one.")
    }
    guard let bytes = try files.read(root + path.description) else {
      throw ProcessingError(
        .wrongUsage, "There is no file \(path).", hint: "countersign new writes a request.")
    }
    let key = RequestKey(path: path, blob: try blob(of: bytes))
    return AudienceReport(
      audience: LandedRequest.audience(of: key, anchor: anchor), request: key, token: token)
  }

  /// The path from the root of the work tree: as it was typed, or from where one stands.
  private func path(of named: String) throws(ProcessingError) -> RepositoryPath {
    if files.isTaken(root + named) { return RepositoryPath(named) }
    let (whole, top) = (try files.resolved(named), try files.resolved(root))
    let prefix = top.hasSuffix("/") ? top : top + "/"
    return RepositoryPath(
      whole.utf8.starts(with: prefix.utf8) ? String(whole.dropFirst(prefix.count)) : named)
  }

  /// The id that git will give the file; the object itself is not kept.
  private func blob(of bytes: [UInt8]) throws(ProcessingError) -> ObjectID {
    do throws(GitError) {
      try repository.beginBatch()
      defer { repository.discardBatch() }
      return try repository.write(bytes, as: .blob)
    } catch {
      throw ProcessingError(error)
    }
  }
}
