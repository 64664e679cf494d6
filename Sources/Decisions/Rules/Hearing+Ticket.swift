import Model

extension Hearing {
  /// Why the ticket does not do: each rule's pattern must match the whole of it.
  func ticketReasons(_ terms: Terms, _ tickets: inout TicketPatterns) -> [Reason] {
    var reasons: [Reason] = []
    for rule in terms.rules {
      guard let pattern = rule.require?.ticket else { continue }
      if let ticket = request.ticket, tickets.match(pattern.value, ticket) { continue }
      let location = SourceLocation(file: rule.file, mark: pattern.mark)
      if let ticket = request.ticket {
        reasons.append(
          Reason(
            .ticketMissing,
            "the ticket `\(ticket)` does not match `\(pattern.value)`, which rule `\(rule.id)` asks for",
            at: location))
      } else {
        reasons.append(
          Reason(
            .ticketMissing,
            "rule `\(rule.id)` asks for a ticket that matches `\(pattern.value)`, and there is none",
            at: location, hint: "add `ticket:` to the request"))
      }
    }
    return reasons
  }
}
