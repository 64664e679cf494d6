internal import Documents
internal import Model
internal import Processing

/// A ticket source that is a program.
///
/// It reads `{"tickets":["OPS-1","OPS-2"]}` and a newline from its standard input and answers, on its
/// standard output and with exit status 0, one object: `{"OPS-1":{"state":"open"},
/// "OPS-2":{"state":"closed","said":"Done"}}`. A state is `open`, `closed` or `unknown`.
struct TicketProgram {
  let words: [String]

  /// What the program says of each of `tickets`, which are plain words.
  func answers(about tickets: [String]) async -> Result<[TicketAnswer], TicketSources.Trouble> {
    let list = tickets.map { "\"\($0)\"" }.joined(separator: ",")
    let program = BoundedProgram(words: words, environment: Surroundings.ticketVariables())
    let end: ProgramEnd
    switch await program.run(input: Array("{\"tickets\":[\(list)]}\n".utf8)) {
    case .failure(let trouble): return .failure(TicketSources.Trouble(message: "\(trouble)"))
    case .success(let found): end = found
    }
    guard end.succeeded else {
      return .failure(TicketSources.Trouble(message: "ended with status \(end.status)"))
    }
    guard let answers = TicketAnswer.read(end.output, about: tickets) else {
      return .failure(
        TicketSources.Trouble(message: "answered with something that is no JSON object"))
    }
    return .success(answers)
  }
}

extension Surroundings {
  /// What a ticket program gets of the environment: how to find things, and its own variables.
  ///
  /// The processor's key and the tokens for git may stand in the same environment and are not passed on.
  fileprivate static func ticketVariables() -> [String: String] {
    variables(
      [
        "PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "http_proxy", "https_proxy", "HTTPS_PROXY",
        "no_proxy", "NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR",
      ], prefixed: TicketToken.prefix)
  }
}
