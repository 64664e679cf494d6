/// What the ticket source said of one ticket.
package struct TicketAnswer: Hashable, Sendable, Codable {
  package enum State: String, Hashable, Sendable, Codable, CaseIterable {
    case open, closed
    /// The source has no such ticket, and knew another at the same time.
    case unknown
    /// The source has no such ticket, and knew no other: whoever asks may be a stranger to it.
    case doubtful
    /// The source could not be asked, or said nothing that can be understood.
    case unanswered
  }

  package let ticket: String
  package let state: State
  /// What the source calls the state, such as `Done`; absent where it has no word for it.
  package let said: String?

  package init(_ ticket: String, _ state: State, said: String? = nil) {
    self.ticket = ticket
    self.state = state
    self.said = said
  }

  /// Whether access that names the ticket ends.
  package var takesAway: Bool { state == .closed || state == .unknown }

  /// The same where the source knew no ticket at all in a run.
  package var doubted: TicketAnswer {
    state == .unknown ? TicketAnswer(ticket, .doubtful, said: said) : self
  }
}

/// What a run heard of tickets: facts from outside, which only ever keep or take access away.
///
/// A ticket that is not in here was not asked about and counts as open; a run asks about each ticket that
/// carries a live grant or one it is about to issue before it decides for good.
package struct TicketAnswers: Hashable, Sendable {
  private var answers: [String: TicketAnswer] = [:]

  /// Takes the answers of a run, the last one about each ticket.
  package init(_ answers: some Sequence<TicketAnswer> = []) {
    for answer in answers { add(answer) }
  }

  package mutating func add(_ answer: TicketAnswer) { answers[answer.ticket] = answer }

  package subscript(ticket: String) -> TicketAnswer? { answers[ticket] }

  /// The answers that decide something, sorted by ticket: what the ledger keeps of a run.
  package var notOpen: [TicketAnswer] {
    answers.values.filter { $0.state != .open }.sorted { $0.ticket < $1.ticket }
  }
}
