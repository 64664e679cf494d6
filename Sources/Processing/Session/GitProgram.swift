package import Git

/// The git program at work on one repository.
///
/// What is made or sent in a person's name is made by their own git: it knows their signing key, their
/// agent, their hardware token, their credentials and their proxies. Nothing that it prints is believed
/// about objects; those are read from the object database.
package struct GitProgram: Sendable {
  private let start: ProgramRunner
  private let place: [String]

  /// Git for `repository`, whatever repository the environment may name.
  package init(_ repository: Repository, _ outside: Outside) {
    start = outside.run
    place = [
      "-c", "advice.graftFileDeprecated=false",
      "-C", repository.workTree ?? repository.gitDirectory,
      "--git-dir=\(repository.gitDirectory)",
    ]
  }

  /// Variables that git sets for its hooks would lead it to another repository or another history.
  private static let environment: [String: String?] = [
    "GIT_DIR": nil, "GIT_WORK_TREE": nil, "GIT_INDEX_FILE": nil, "GIT_PREFIX": nil,
    "GIT_COMMON_DIR": nil, "GIT_OBJECT_DIRECTORY": nil, "GIT_NAMESPACE": nil,
    "GIT_ALTERNATE_OBJECT_DIRECTORIES": nil, "GIT_SHALLOW_FILE": nil,
    "GIT_GRAFT_FILE": "/dev/null", "GIT_NO_REPLACE_OBJECTS": "1",
  ]

  /// Runs `git` with `arguments`; `quietly` keeps what it writes to standard error from the user.
  package func run(
    _ arguments: [String], quietly: Bool = false
  ) async throws(ProcessingError) -> ProgramEnd {
    var git = ProgramStart("git", place + arguments)
    git.environment = Self.environment
    git.isQuiet = quietly
    return try await start(git)
  }

  /// The value of the setting `key` as git itself understands it; nil where it is not set.
  package func setting(_ key: String) async throws(ProcessingError) -> String? {
    let end = try await run(["config", "--get", key], quietly: true)
    return end.succeeded && !end.text.isEmpty ? end.text : nil
  }

  /// Runs a program that git would, and keeps what it writes to standard error from the user.
  package func other(
    _ name: String, _ arguments: [String]
  ) async throws(ProcessingError) -> ProgramEnd {
    var program = ProgramStart(name, arguments)
    program.isQuiet = true
    return try await start(program)
  }
}
