/// A real repository, made by the git program, that nothing of the user's or the machine's
/// configuration reaches.
///
/// Ids are strings of hexadecimal digits, since that is what git prints.
package final class GitSandbox: Sendable {
  /// Where everything is: the repository, the home folder, keys.
  package let scratch: ScratchDirectory
  /// The repository: its work tree, or the bare repository itself.
  package let path: String
  /// The home folder that git is run with.
  package var home: String { scratch.file("home") }

  /// Who commits unless a call says otherwise.
  package static let nobody = GitPerson(name: "Nobody", email: "nobody@example.invalid")
  /// 2026-01-01T00:00:00Z, the date of commits unless a call says otherwise.
  package static let date = 1_767_225_600

  /// Makes an empty repository whose branch is `main`.
  package init(bare: Bool = false, initArguments: [String] = []) async throws {
    scratch = try ScratchDirectory()
    path = scratch.file(bare ? "repository.git" : "repository")
    try scratch.write("", to: "home/.gitconfig")
    let kind = bare ? ["--bare"] : []
    try await mustRun(
      "git", ["init", "-q", "-b", "main"] + kind + initArguments + [path], in: scratch.path,
      environment: environment())
  }

  /// The environment for a program that acts for `person` at `date`.
  package func environment(
    _ person: GitPerson = GitSandbox.nobody, date: Int = GitSandbox.date
  ) -> [String: String] {
    [
      "HOME": scratch.file("home"), "GIT_CONFIG_NOSYSTEM": "1", "GIT_TERMINAL_PROMPT": "0",
      "GIT_AUTHOR_NAME": person.name, "GIT_AUTHOR_EMAIL": person.email,
      "GIT_AUTHOR_DATE": "@\(date) +0000",
      "GIT_COMMITTER_NAME": person.name, "GIT_COMMITTER_EMAIL": person.email,
      "GIT_COMMITTER_DATE": "@\(date) +0000",
    ]
  }

  /// Runs git in the repository, where it must succeed, and answers with what it printed.
  @discardableResult
  package func git(
    _ arguments: String..., by person: GitPerson = GitSandbox.nobody, date: Int = GitSandbox.date,
    input: [UInt8] = []
  ) async throws -> String {
    try await mustRun(
      "git", arguments, in: path, environment: environment(person, date: date), input: input
    ).text
  }

  /// Runs git in the repository and answers with how it ended.
  package func tryGit(_ arguments: String..., input: [UInt8] = []) async throws -> ProgramResult {
    try await runProgram(
      "git", arguments, in: path, environment: environment(), input: input)
  }

  /// Writes an object of `kind` as it is, also one that git would refuse to write.
  @discardableResult
  package func writeObject(_ bytes: some Sequence<UInt8>, as kind: String) async throws -> String {
    try await git(
      "hash-object", "-t", kind, "-w", "--stdin", "--literally", input: Array(bytes))
  }

  /// Writes the tree that has `files` (path to content), on top of those of `base`.
  ///
  /// A nil content takes the path away.
  package func tree(_ files: [String: String?], base: String? = nil) async throws -> String {
    let index = "\(scratch.path)/index-\(UInt64.random(in: 0 ... .max))"
    var environment = environment()
    environment["GIT_INDEX_FILE"] = index
    if let base {
      try await mustRun("git", ["read-tree", base], in: path, environment: environment)
    }
    var lines = ""
    for (name, content) in files {
      if let content {
        let blob = try await git("hash-object", "-w", "--stdin", input: Array(content.utf8))
        lines += "100644 \(blob)\t\(name)\n"
      } else {
        lines += "0 \(String(repeating: "0", count: 40))\t\(name)\n"
      }
    }
    try await mustRun(
      "git", ["update-index", "--add", "--index-info"], in: path, environment: environment,
      input: Array(lines.utf8))
    return try await mustRun("git", ["write-tree"], in: path, environment: environment).text
  }

  /// Makes a commit of `tree` and answers with its id; no reference moves.
  package func commit(
    tree: String, parents: [String] = [], _ message: String = "A commit\n",
    by person: GitPerson = GitSandbox.nobody, date: Int = GitSandbox.date, key: GitKey? = nil
  ) async throws -> String {
    var arguments: [String] = []
    if let key { arguments += ["-c", "gpg.format=ssh", "-c", "user.signingkey=\(key.path)"] }
    arguments += ["commit-tree", tree]
    for parent in parents { arguments += ["-p", parent] }
    if key != nil { arguments.append("-S") }
    return try await mustRun(
      "git", arguments, in: path, environment: environment(person, date: date),
      input: Array(message.utf8)
    ).text
  }

  /// Commits the first parent's tree with `files` changed and answers with the commit's id.
  package func commit(
    files: [String: String?], parents: [String] = [], _ message: String = "A commit\n",
    by person: GitPerson = GitSandbox.nobody, date: Int = GitSandbox.date, key: GitKey? = nil
  ) async throws -> String {
    let tree = try await tree(files, base: parents.first)
    return try await commit(
      tree: tree, parents: parents, message, by: person, date: date, key: key)
  }

  /// Merges `theirs` into `ours` as `git merge --no-ff` does; the merge must be clean.
  package func merge(
    _ theirs: String, into ours: String, _ message: String = "A merge\n",
    by person: GitPerson = GitSandbox.nobody, date: Int = GitSandbox.date, key: GitKey? = nil
  ) async throws -> String {
    let tree = try await git("merge-tree", "--write-tree", ours, theirs)
    return try await commit(
      tree: tree, parents: [ours, theirs], message, by: person, date: date, key: key)
  }

  /// Points the reference with the full name `reference` at `target`.
  package func point(_ reference: String, at target: String) async throws {
    try await git("update-ref", reference, target)
  }

  /// Makes an SSH key without a passphrase.
  package func makeKey(_ name: String, type: String = "ed25519", bits: Int? = nil) async throws
    -> GitKey
  {
    let file = scratch.file("key-\(name)")
    var arguments = ["-q", "-t", type, "-N", "", "-C", name, "-f", file]
    if let bits { arguments += ["-b", String(bits)] }
    try await mustRun("ssh-keygen", arguments, in: scratch.path)
    let line = String(decoding: try scratch.read("key-\(name).pub"), as: UTF8.self)
    return GitKey(path: file, publicLine: String(line.prefix { $0 != "\n" }))
  }
}

/// Whom a commit names.
package struct GitPerson: Hashable, Sendable {
  package let name: String
  package let email: String

  package init(name: String, email: String) {
    self.name = name
    self.email = email
  }
}

/// An SSH key pair on the disk.
package struct GitKey: Hashable, Sendable {
  /// The file of the private key.
  package let path: String
  /// The public key as one line: type, base64, comment.
  package let publicLine: String

  package init(path: String, publicLine: String) {
    self.path = path
    self.publicLine = publicLine
  }
}
