internal import Processing

/// Starts the programs that speak to targets.
enum TargetProgram {
  /// Begins the names of the variables that are for connectors.
  static let prefix = "COUNTERSIGN_CONNECTOR_"
  private static let passedOn = [
    "PATH", "HOME", "LANG", "http_proxy", "https_proxy", "HTTPS_PROXY", "no_proxy", "NO_PROXY",
    "SSL_CERT_FILE", "SSL_CERT_DIR",
  ]
  /// Until when each answer must be there.
  private static let timeLimit = Duration.seconds(30)
  /// Bytes of an answer; a list of a hundred thousand people fits.
  private static let outputLimit = 16 << 20
  /// Bytes that a program of a known kind says on standard error.
  private static let errorLimit = 1 << 20

  /// What connectors know `name` as, where the owner of the runner gave it to them.
  static func variable(_ name: String) -> String? { Surroundings.variable(prefix + name) }

  /// Starts the program that `words` name, with `more` variables.
  static func run(
    _ words: [String], _ more: [String: String], input: [UInt8], keepsErrors: Bool
  ) async -> Result<ProgramEnd, ProgramTrouble> {
    let program = BoundedProgram(
      words: words, environment: environment.merging(more) { $1 }, timeLimit: timeLimit,
      outputLimit: outputLimit, errorLimit: keepsErrors ? errorLimit : nil)
    return await program.run(input: input)
  }

  /// Of the environment a program gets how to find things, and the variables that are named for connectors,
  /// without what marks them: `COUNTERSIGN_CONNECTOR_AWS_PROFILE` is `AWS_PROFILE` to it.
  private static var environment: [String: String] {
    var environment = Surroundings.variables(passedOn, prefixed: prefix)
    for (name, value) in environment where name.hasPrefix(prefix) {
      environment[name] = nil
      environment[String(name.dropFirst(prefix.utf8.count))] = value
    }
    return environment
  }
}
