package import Model

extension TicketAnswer {
  /// What the ticket program's output `bytes` says of each of `tickets`; nil where it is no JSON object.
  ///
  /// It is `{"OPS-1":{"state":"open"},"OPS-2":{"state":"closed","said":"Done"}}`; a ticket of which it says
  /// nothing that can be understood is unanswered.
  package static func read(_ bytes: [UInt8], about tickets: [String]) -> [TicketAnswer]? {
    guard case .object(let members) = JSONTree(parsing: bytes) else { return nil }
    return tickets.map { ticket in
      guard case .object(let parts) = members[ticket], let word = parts["state"]?.word,
        let state = State(rawValue: word), state != .unanswered
      else { return TicketAnswer(ticket, .unanswered) }
      return TicketAnswer(ticket, state, said: parts["said"]?.word.map(shortened))
    }
  }

  /// What the page `bytes` of a tracker says of `ticket`, or why it says nothing.
  package static func read(
    _ bytes: [UInt8], of ticket: String, on page: TicketPage
  ) -> Result<TicketAnswer, TicketPageFault> {
    guard let tree = JSONTree(parsing: bytes) else { return .failure(.noJSON) }
    switch tree.value(at: page.path) {
    case .beyondEnd: return .success(TicketAnswer(ticket, .unknown))
    case .missing: return .failure(.nothing(at: page.path.text))
    case .value(let value):
      guard let word = value.word else { return .failure(.noText(at: page.path.text)) }
      let isOpen = page.open.contains { $0.utf8.elementsEqual(word.utf8) }
      if !isOpen, let category = tree.category(besides: page.path), category != "done" {
        return .failure(.renamed(word, category: category))
      }
      return .success(TicketAnswer(ticket, isOpen ? .open : .closed, said: shortened(word)))
    }
  }

  /// What a source says, cut to what a reason can show.
  private static func shortened(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.prefix(100)))
  }
}

/// Why a tracker's page does not say whether its ticket is open.
package enum TicketPageFault: Error, Hashable, Sendable {
  case noJSON
  case nothing(at: String)
  case noText(at: String)
  /// The tracker says itself that the state it calls so is none of those that are over.
  case renamed(String, category: String)
}

extension TicketPageFault: CustomStringConvertible {
  package var description: String {
    switch self {
    case .noJSON: "the server answered with something that is no JSON"
    case .nothing(let path): "the answer has nothing at \(path)"
    case .noText(let path): "the answer has no text at \(path)"
    case .renamed(let word, let category):
      "it calls a state `\(word.prefix(60))` that the settings do not list and that is of its category "
        + "`\(category.prefix(30))`, so not over: ask for $.fields.status.statusCategory.key, which nobody renames"
    }
  }
}

extension JSONTree {
  /// The category of the status whose name is at `path`, where the tracker is one that keeps both (Jira).
  fileprivate func category(besides path: ValuePath) -> String? {
    let (name, key) = (".status.name", ".status.statusCategory.key")
    guard path.text.hasSuffix(name), let place = ValuePath(path.text.dropLast(name.count) + key),
      case .value(let value) = self.value(at: place)
    else { return nil }
    return value.word
  }
}
