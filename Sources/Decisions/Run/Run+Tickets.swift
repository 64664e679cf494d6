package import Model

extension Run {
  /// What a ticket means for the access that names it.
  enum TicketVerdict {
    case open
    /// It is closed, or there is none: nothing is issued for it, and what was is revoked.
    case closed(Reason)
    /// Nobody could say: nothing new is issued, and what was stays.
    case unanswered(Reason)
  }

  /// What the ticket source said of `ticket`, for what stands at `path` (DESIGN section 8).
  ///
  /// Messages hold nothing that changes while the answer stays the same: a request that waits would else
  /// make an event a run.
  func verdict(
    on ticket: String?, at path: RepositoryPath, isLive: Bool = false
  ) -> TicketVerdict {
    guard let ticket, let answer = snapshot.tickets[ticket] else { return .open }
    let place = SourceLocation(file: path.description)
    switch answer.state {
    case .open: return .open
    case .closed:
      let said = answer.said.map { ": its source says `\($0)`" } ?? ""
      return .closed(
        Reason(
          .ticketClosed, "The ticket `\(ticket)` is not open\(said).", at: place,
          hint: "Open a ticket for the work that is left, and file a new request that names it."))
    case .doubtful where isLive: return .open
    case .unknown, .doubtful:
      return .closed(
        Reason(
          .ticketClosed, "The ticket source knows no ticket `\(ticket)`.", at: place,
          hint: "File a new request that names a ticket as its source writes it."))
    case .unanswered:
      return .unanswered(
        Reason(
          .ticketClosed, "Nobody could say whether the ticket `\(ticket)` is open.", at: place,
          hint:
            "Each run asks again; see that the ticket source can be reached from where runs are."
        ))
    }
  }

  /// Why the ticket of a live grant takes it away.
  func ticketReasons(_ grant: Grant) -> [Reason] {
    let verdict = verdict(on: grant.ticket, at: grant.request.path, isLive: true)
    guard case .closed(let reason) = verdict else { return [] }
    return [reason]
  }

  /// Whether something waits because nobody could say whether its ticket is open.
  var waitsForTickets: Bool {
    waiting.records.contains { $0.reasons.contains { $0.code == .ticketClosed } }
  }
}

extension Judgement {
  /// The tickets that carry access once this judgement holds: of what it issues, and of `live` grants that
  /// it leaves.
  package func tickets(besides live: [Grant]) -> Set<String> {
    var tickets: [GrantID: String] = [:]
    for grant in live { tickets[grant.id] = grant.ticket }
    for decision in decisions {
      switch decision {
      case .issue(let grant, _), .activate(let grant): tickets[grant.id] = grant.ticket
      case .expire(let grant), .revoke(let grant): tickets[grant.id] = nil
      default: break
      }
    }
    return Set(tickets.values)
  }
}
