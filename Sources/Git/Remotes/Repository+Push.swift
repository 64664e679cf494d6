import CLibGit2
import Model

extension Repository {
  /// Pushes into the repository at `path` on this machine.
  ///
  /// libgit2's own local push overwrites what it finds (DESIGN section 7), so the objects are
  /// copied and the reference is moved as if it were one's own.
  func push(toRepositoryAt path: String, _ updates: [PushUpdate]) throws(GitError) {
    let target = try Repository(exactlyAt: path)
    for update in updates {
      // Saves the copying when the race is lost already; what decides is the update below.
      guard try target.reference(update.reference) == update.expected else {
        throw GitError(
          .referenceMoved, "\(update.reference) has another value there",
          context: "push to \(path)")
      }
      try target.refuseCheckedOut(update.reference, path)
    }
    try copyObjects(of: updates.map(\.local), to: target)
    for update in updates {
      try target.updateReference(
        update.reference, to: update.local, from: update.expected, log: "push")
    }
  }

  /// Throws if `reference` is the branch of a work tree here and `receive.denyCurrentBranch`
  /// stands.
  private func refuseCheckedOut(_ reference: String, _ path: String) throws(GitError) {
    guard !isBare, try head().name == reference else { return }
    let setting = try configuration("receive.denycurrentbranch") ?? "refuse"
    guard ["ignore", "warn", "false"].contains(setting) else {
      throw GitError(
        .rejected, "\(reference) is checked out there (receive.denyCurrentBranch)",
        context: "push to \(path)")
    }
  }

  /// Pushes over ssh or http.
  func push(
    over url: String, _ updates: [PushUpdate], _ credentials: Credentials
  ) throws(GitError) {
    let context = "push to \(RemoteAddress(url)?.display ?? "a remote")"
    let connection = try RemoteConnection(self, url, GIT_DIRECTION_PUSH, credentials)
    let shown = try connection.references()
    for update in updates where shown[update.reference] != update.expected {
      throw GitError(
        .referenceMoved, "\(update.reference) has another value there", context: context)
    }
    let needed = updates.filter { $0.local != $0.expected }
    guard !needed.isEmpty else { return }
    let verdicts = try withTemporaryReferences(to: needed.map(\.local)) {
      (names) throws(GitError) in
      let refspecs = zip(names, needed).map { "+\($0):\($1.reference)" }
      let expected = needed.map { ($0.reference, $0.expected ?? .null) }
      return try connection.upload(
        refspecs, expected: Dictionary(expected, uniquingKeysWith: { first, _ in first }))
    }
    for update in needed {
      guard let verdict = verdicts[update.reference] else {
        throw GitError(
          .other, "the server did not say whether it moved \(update.reference)", context: context)
      }
      guard let reason = verdict else { continue }
      // Servers word a lost race differently; whether it was one shows in what is there now.
      let current = try RemoteConnection(self, url, GIT_DIRECTION_PUSH, credentials).references()
      guard current[update.reference] == update.expected else {
        throw GitError(
          .referenceMoved, "\(update.reference) was moved meanwhile", context: context)
      }
      throw GitError(.rejected, "\(update.reference): \(reason)", context: context)
    }
  }

  /// Calls `body` with names of references to `ids` that are gone afterwards.
  ///
  /// libgit2 before 1.7 pushes only what a reference names.
  private func withTemporaryReferences<Result>(
    to ids: [ObjectID], _ body: ([String]) throws(GitError) -> Result
  ) throws(GitError) -> Result {
    let token = UInt64.random(in: 0 ... .max)
    let names = ids.indices.map { "refs/countersign/push-\(String(token, radix: 16))-\($0)" }
    defer { for name in names { git_reference_remove(handle, name) } }
    for (name, id) in zip(names, ids) {
      var (raw, created) = (id.raw, OpaquePointer?.none)
      defer { git_reference_free(created) }
      try LibGit2.check(
        git_reference_create(&created, handle, name, &raw, 0, nil), "prepare a push of \(id)")
    }
    return try body(names)
  }
}
