internal import Model

extension AccessRepository {
  /// Makes a bare clone named `name` beside the repository, with every branch.
  package func clone(_ name: String, _ options: [String] = ["--bare"]) async throws -> String {
    let path = sandbox.scratch.file(name)
    try await mustRun(
      "git", ["clone", "-q"] + options + ["file://\(sandbox.path)", path],
      in: sandbox.scratch.path, environment: sandbox.environment())
    return path
  }

  /// Runs git in a clone, as `person` and signing with their key.
  @discardableResult
  package func git(
    _ arguments: String..., in directory: String, by person: Person = .kim
  ) async throws -> String {
    var options: [String] = []
    if let name = person.keys.first?.name {
      options = ["-c", "gpg.format=ssh", "-c", "user.signingkey=\(try key(name).path)"]
    }
    let date = Int(AccessRepository.clock.seconds) - 600
    return try await mustRun(
      "git", options + arguments, in: directory,
      environment: sandbox.environment(person.git, date: date)
    ).text
  }
}
