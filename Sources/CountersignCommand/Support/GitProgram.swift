internal import Git

/// The git program at work on one repository.
///
/// What is made or sent in a person's name is made by their own git: it knows their signing key, their
/// agent, their hardware token, their credentials and their proxies. Nothing that it prints is believed
/// about objects; those are read from the object database.
struct GitProgram: Sendable {
  private let program: OutsideProgram
  private let place: [String]

  /// Git for `repository`, whatever repository the environment may name.
  init(_ repository: Repository) {
    // Variables that git sets for its hooks would lead it to another repository or another history.
    program = OutsideProgram(
      name: "git",
      environment: [
        "GIT_DIR": nil, "GIT_WORK_TREE": nil, "GIT_INDEX_FILE": nil, "GIT_PREFIX": nil,
        "GIT_COMMON_DIR": nil, "GIT_OBJECT_DIRECTORY": nil, "GIT_NAMESPACE": nil,
        "GIT_ALTERNATE_OBJECT_DIRECTORIES": nil, "GIT_SHALLOW_FILE": nil,
        "GIT_GRAFT_FILE": "/dev/null", "GIT_NO_REPLACE_OBJECTS": "1",
      ])
    place = [
      "-c", "advice.graftFileDeprecated=false",
      "-C", repository.workTree ?? repository.gitDirectory,
      "--git-dir=\(repository.gitDirectory)",
    ]
  }

  /// Runs `git` with `arguments`; `quietly` keeps what it writes to standard error from the user.
  func run(_ arguments: [String], quietly: Bool = false) async throws(Failure) -> ProgramEnd {
    try await program.run(place + arguments, quietly: quietly)
  }

  /// The value of the setting `key` as git itself understands it; nil where it is not set.
  func setting(_ key: String) async throws(Failure) -> String? {
    let end = try await run(["config", "--get", key], quietly: true)
    return end.succeeded && !end.text.isEmpty ? end.text : nil
  }
}
