package import Git
internal import Intake
internal import Model

/// The repository that approvals are fetched from and pushed to.
///
/// What is fetched goes into references of its own, so that it is what the remote has now, whatever the
/// user's configuration maps where; in a bare clone as well.
package struct ApprovalRemote {
  /// A name or an address, as git takes it.
  let name: String
  let repository: Repository
  let git: GitProgram

  package init(
    name: String, repository: Repository, git: GitProgram
  ) {
    self.name = name
    self.repository = repository
    self.git = git
  }

  private static let folder = "refs/countersign/approve/"
  private static let single = "refs/countersign/fetched"

  /// Takes over what the remote's branches are now.
  func fetchBranches() async throws(ProcessingError) {
    try await fetch(name, "+refs/heads/*:\(ApprovalRemote.folder)*", ["--prune"])
  }

  /// Fetches one reference of any repository, such as a pull request or a branch of a fork.
  func fetch(_ reference: String, of address: String) async throws(ProcessingError) -> ObjectID {
    try await fetch(address, "+\(reference):\(ApprovalRemote.single)", [])
    guard let id = try read(ApprovalRemote.single) else {
      throw ProcessingError(
        .unavailable, "git fetched \(reference) from \(address), but it is not there.")
    }
    return id
  }

  /// The remote's branches as they were fetched last, sorted by name.
  func branches() throws(ProcessingError) -> [(name: String, tip: ObjectID)] {
    do throws(GitError) {
      return try repository.references(prefix: ApprovalRemote.folder).map {
        (String($0.name.dropFirst(ApprovalRemote.folder.count)), $0.id)
      }
    } catch {
      throw ProcessingError(error)
    }
  }

  /// The end of the branch `name`; nil where the remote has none.
  func branch(_ name: String) throws(ProcessingError) -> ObjectID? {
    try read(ApprovalRemote.folder + name)
  }

  /// The branch that the remote's HEAD names; nil where it names none.
  func defaultBranch() async throws(ProcessingError) -> String? {
    let end = try await git.run(["ls-remote", "--symref", "--", name, "HEAD"], quietly: true)
    guard let line = end.text.split(separator: "\n").first, line.hasPrefix("ref: refs/heads/")
    else {
      return nil
    }
    return line.split(separator: "\t").first.map {
      String($0.dropFirst("ref: refs/heads/".count))
    }
  }

  /// Pushes `commit` to `branch`; false where git did not, and has said why.
  ///
  /// A plain push: it fails when the branch has moved, which is what keeps approvals from being lost.
  func push(_ commit: ObjectID, to branch: String) async throws(ProcessingError) -> Bool {
    // A mirror clone would otherwise push all that it has, or nothing.
    let settings = ["-c", "remote.\(name).mirror=false"]
    return try await git.run(
      settings + ["push", "--quiet", "--", name, "\(commit):refs/heads/\(branch)"]
    ).succeeded
  }

  private func read(_ reference: String) throws(ProcessingError) -> ObjectID? {
    do throws(GitError) {
      return try repository.reference(reference)
    } catch {
      // What is no name, such as `main~1`, names no branch.
      guard error.kind == .invalid else { throw ProcessingError(error) }
      return nil
    }
  }

  private func fetch(
    _ address: String, _ mapping: String, _ options: [String]
  ) async throws(ProcessingError) {
    let end = try await git.run(
      ["fetch", "--quiet", "--no-tags", "--no-write-fetch-head"] + options
        + ["--", address, mapping])
    guard end.succeeded else {
      throw ProcessingError(
        .unavailable, "git could not fetch from \(address).",
        hint:
          "See that git fetch \(shellWord(address)) works here; \(OptionName.remote) names another remote, "
          + "and \(OptionName.remote) . works on this repository's own branches.")
    }
  }
}
