internal import Model

/// Asks the ticket source of the policy in force, each ticket once a run.
struct TicketDesk {
  /// Whether the runner's owner lets policy name a program to start (`--allow-ticket-command`).
  let mayStartPrograms: Bool
  private let sources: TicketSources
  private(set) var answers = TicketAnswers()
  private var causes: Set<String> = []
  private var unanswered: [String] = []

  init(mayStartPrograms: Bool, sources: TicketSources) {
    self.mayStartPrograms = mayStartPrograms
    self.sources = sources
  }

  /// Asks `source` about those of `tickets` that it was not asked about before.
  ///
  /// What is no plain word is known to be no ticket and is never sent anywhere: a request's text could else
  /// reach into the query of a server that has a language of its own for them.
  mutating func ask(_ tickets: Set<String>, of source: TicketSource) async {
    let new = tickets.filter { answers[$0] == nil }.sorted()
    let words = new.filter(isTicketWord)
    for ticket in new where !isTicketWord(ticket) { answers.add(TicketAnswer(ticket, .unknown)) }
    guard !words.isEmpty else { return }
    let heard: [TicketAnswer]
    switch source {
    case .command(let command):
      guard mayStartPrograms else {
        return note(words, "policy names a program, which this runner may not start")
      }
      switch await TicketProgram(words: command, sources: sources).answers(about: words) {
      case .success(let found): heard = found
      case .failure(let trouble): return note(words, "the program \(trouble.message)")
      }
    case .http(let page):
      let (found, troubles) = await TicketWebClient(page: page, sources: sources).answers(
        about: words)
      causes.formUnion(troubles)
      heard = found
    }
    for answer in heard { answers.add(answer) }
    unanswered += heard.filter { $0.state == .unanswered }.map(\.ticket)
  }

  private mutating func note(_ tickets: [String], _ cause: String) {
    causes.insert(cause)
    unanswered += tickets
    for ticket in tickets { answers.add(TicketAnswer(ticket, .unanswered)) }
  }

  /// Why some tickets have no answer; nil where all have.
  var failure: ProcessingError? {
    guard !unanswered.isEmpty else { return nil }
    let shown = unanswered.prefix(5).joined(separator: ", ")
    let more = unanswered.count > 5 ? " and \(unanswered.count - 5) more" : ""
    let why = causes.sorted().joined(separator: "; ")
    return ProcessingError(
      .unavailable,
      "The ticket source did not say whether \(shown)\(more) is open"
        + (why.isEmpty ? "." : ": \(why).")
        + " Nothing is issued for such tickets; what was issued stays.",
      hint: mayStartPrograms || !causes.contains(where: { $0.hasPrefix("policy names a program") })
        ? "See `tickets:` in \(Settings.file); each run asks again."
        : "Let it: run --allow-ticket-command, or set COUNTERSIGN_ALLOW_TICKET_COMMAND=1.")
  }
}

/// Whether `text` can be the name of a ticket: letters, digits, `.`, `_` and `-`, a letter or digit first.
private func isTicketWord(_ text: String) -> Bool {
  func isAlphanumeric(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
      || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
  guard let first = text.utf8.first, isAlphanumeric(first) else { return false }
  return text.utf8.allSatisfy { isAlphanumeric($0) || "._-".utf8.contains($0) }
}
