internal import Model

/// Asks the ticket source of the policy in force, each ticket once a run.
struct TicketDesk {
  /// Whether the runner's owner lets policy name a program to start (`--allow-ticket-command`).
  let mayStartPrograms: Bool
  private let sources: TicketSources
  private(set) var answers = TicketAnswers()
  private var causes: Set<String> = []
  private var unanswered: [String] = []
  /// What the source says of the ticket that the settings say is always open, once it was asked.
  private var reference: TicketAnswer.State?
  /// Whether the source knew some ticket in this run.
  private var knowsSome = false

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
      let asked = Set(words).union(reference == nil ? [page.exists].compactMap(\.self) : [])
      let (found, troubles) = await TicketWebClient(page: page, sources: sources).answers(
        about: asked.sorted())
      causes.formUnion(troubles)
      if let exists = page.exists, reference == nil {
        reference = found.first { $0.ticket == exists }?.state
      }
      heard = found.filter { words.contains($0.ticket) }
    }
    take(heard, of: source)
  }

  /// Takes what was heard as far as it can be believed.
  ///
  /// A source to which the runner has become a stranger lists nothing, or knows no ticket (THREATS row 74): what it
  /// does not know counts as gone only where it knows another at the same time. Where the settings name a
  /// ticket that is always open, all that it says rests on that one.
  private mutating func take(_ heard: [TicketAnswer], of source: TicketSource) {
    var exists: String?
    if case .http(let page) = source { exists = page.exists }
    if let exists, reference != .open {
      causes.insert(
        "it does not call \(exists) open, which the settings say always is: its token may have lapsed, or its "
          + "words have changed")
      for answer in heard where answer.state != .open {
        answers.add(TicketAnswer(answer.ticket, answer.state == .unknown ? .doubtful : .unanswered))
        unanswered.append(answer.ticket)
      }
      for answer in heard where answer.state == .open { answers.add(answer) }
      return
    }
    if heard.contains(where: { $0.state == .open || $0.state == .closed }) || exists != nil {
      knowsSome = true
    }
    for answer in heard { answers.add(knowsSome ? answer : answer.doubted) }
    unanswered += heard.filter { $0.state == .unanswered }.map(\.ticket)
    if !knowsSome {
      let doubtful = heard.filter { $0.state == .unknown }.map(\.ticket)
      unanswered += doubtful
      if !doubtful.isEmpty {
        causes.insert("it knows none of the tickets it was asked about: its token may have lapsed")
      }
    }
  }

  private mutating func note(_ tickets: [String], _ cause: String) {
    causes.insert(cause)
    unanswered += tickets
    for ticket in tickets { answers.add(TicketAnswer(ticket, .unanswered)) }
  }

  /// Why some tickets have no answer; nil where all have.
  var failure: ProcessingError? {
    guard !unanswered.isEmpty else { return nil }
    // Answers come in any order.
    let shown = unanswered.sorted().prefix(5).joined(separator: ", ")
    let more = unanswered.count > 5 ? " and \(unanswered.count - 5) more" : ""
    let why = causes.sorted().joined(separator: "; ")
    return ProcessingError(
      .unavailable,
      "The ticket source did not say whether \(shown)\(more) is open"
        + (why.isEmpty ? "." : ": \(why).")
        + " Nothing is issued for such tickets; what was issued stays.",
      hint: mayStartPrograms || !causes.contains(where: { $0.hasPrefix("policy names a program") })
        ? "See `tickets:` in \(Settings.file); each run asks again."
        : "Let it: run \(OptionName.allowTicketCommand), or set COUNTERSIGN_ALLOW_TICKET_COMMAND=1."
    )
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
