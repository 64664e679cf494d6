import Model

extension Hearing {
  /// Why the ticket does not do: each rule's pattern must match the whole of it.
  func ticketReasons(_ terms: Terms, _ tickets: inout TicketPatterns) -> [Reason] {
    var reasons: [Reason] = []
    for asked in terms.tickets {
      guard let ticket = request.ticket else {
        reasons.append(
          Reason(
            .ticketMissing,
            "Rule `\(asked.rule)` asks for a ticket that matches `\(asked.pattern)`, and there is none.",
            at: asked.location, hint: "Add `ticket:` to the request."))
        continue
      }
      if tickets.match(asked.pattern, ticket) { continue }
      reasons.append(
        Reason(
          .ticketMissing,
          "The ticket `\(ticket)` does not match `\(asked.pattern)`, which rule `\(asked.rule)` asks for.",
          at: asked.location))
    }
    return reasons
  }
}
