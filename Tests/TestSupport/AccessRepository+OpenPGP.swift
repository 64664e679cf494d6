package import Model

extension GnuPG {
  /// What git needs to sign with `key` at `time`: its settings, and the environment for them.
  ///
  /// git cannot tell gpg what time it is, so gpg's own configuration does.
  func gitSettings(
    _ key: String, at time: String
  ) throws -> (settings: [String], environment: [String: String]) {
    try home.write(
      """
      batch
      no-tty
      quiet
      pinentry-mode loopback
      passphrase ""
      faked-system-time \(time)!

      """, to: "gpg.conf")
    return (
      ["-c", "gpg.format=openpgp", "-c", "user.signingkey=\(key)!"], ["GNUPGHOME": home.path]
    )
  }
}

extension AccessRepository {
  /// Merges `theirs` into `ours` (else the mainline's tip) as `git merge --no-ff -S` with gpg does.
  ///
  /// - Parameters:
  ///   - key: The fingerprint of the key or subkey in `gnupg` that signs.
  ///   - signed: gpg's clock when it signs (`20261121T115000`).
  ///   - committer: Whom the commit names as committer, where that is not `person`.
  package func merge(
    _ theirs: String, into ours: String? = nil, by person: Person, with key: String,
    of gnupg: GnuPG, signed: String = "20261121T115000", committer: GitPerson? = nil,
    at date: Instant = .drill(.minutes(-10))
  ) async throws -> String {
    let start: String
    if let ours { start = ours } else { start = try await tip() }
    let tree = try await sandbox.git("merge-tree", "--write-tree", start, theirs)
    return try await commit(
      tree: tree, parents: [start, theirs], by: person, with: key, of: gnupg, signed: signed,
      committer: committer, at: date)
  }

  /// Makes a commit of any tree with any parents, signed with gpg.
  package func commit(
    tree: String, parents: [String], by person: Person, with key: String, of gnupg: GnuPG,
    signed: String = "20261121T115000", committer: GitPerson? = nil,
    at date: Instant = .drill(.minutes(-10))
  ) async throws -> String {
    let (settings, forGPG) = try gnupg.gitSettings(key, at: signed)
    var environment = sandbox.environment(person.git, date: Int(date.seconds))
    environment.merge(forGPG) { $1 }
    if let committer {
      environment["GIT_COMMITTER_NAME"] = committer.name
      environment["GIT_COMMITTER_EMAIL"] = committer.email
    }
    let parents = parents.flatMap { ["-p", $0] }
    return try await mustRun(
      "git", settings + ["commit-tree", tree] + parents + ["-S"], in: sandbox.path,
      environment: environment, input: Array("A merge\n".utf8)
    ).text
  }
}
