internal import Documents
internal import Model

/// A ticket source that is a program.
///
/// It reads `{"tickets":["OPS-1","OPS-2"]}` and a newline from its standard input and answers, on its
/// standard output and with exit status 0, one object: `{"OPS-1":{"state":"open"},
/// "OPS-2":{"state":"closed","said":"Done"}}`. A state is `open`, `closed` or `unknown`.
struct TicketProgram {
  let words: [String]
  let sources: TicketSources

  /// What the program says of each of `tickets`, which are plain words.
  func answers(about tickets: [String]) async -> Result<[TicketAnswer], TicketSources.Trouble> {
    let list = tickets.map { "\"\($0)\"" }.joined(separator: ",")
    let end: ProgramEnd
    switch await sources.ask(words, Array("{\"tickets\":[\(list)]}\n".utf8)) {
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
