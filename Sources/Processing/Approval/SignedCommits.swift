package import Git
internal import Intake
package import Model

/// Makes commits that are signed with the reviewer's own key, by the reviewer's own git.
package struct SignedCommits {
  let repository: Repository
  let git: GitProgram

  package init(
    repository: Repository, git: GitProgram
  ) {
    self.repository = repository
    self.git = git
  }

  /// A signed commit of `tree`; no reference moves and no work tree is touched.
  ///
  /// - Throws: `.unavailable` where git does not make it: no key, no agent, no touch.
  package func commit(
    tree: ObjectID, parents: [ObjectID], message: String
  ) async throws(ProcessingError) -> ObjectID {
    let end = try await git.run(
      ["commit-tree", "-S", "-m", message] + parents.flatMap { ["-p", "\($0)"] } + ["\(tree)"])
    guard end.succeeded, let id = ObjectID(hex: end.text) else {
      throw ProcessingError(
        .unavailable, "git did not make the signed commit; nothing was pushed.",
        hint: "Set up signing: git config --global gpg.format ssh && git config --global "
          + "user.signingkey ~/.ssh/id_ed25519.pub, with that key in your file under policies/people/."
      )
    }
    return id
  }

  /// The tree of `commit`.
  func tree(of commit: ObjectID) throws(ProcessingError) -> ObjectID {
    do throws(GitError) {
      return try repository.rawCommit(commit).tree
    } catch {
      throw ProcessingError(error)
    }
  }
}
