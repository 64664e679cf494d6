internal import Documents
internal import Model
internal import Signatures

/// A ticket source that has a page for each ticket, as Jira and ServiceNow do.
struct TicketWebClient {
  /// What the environment gave for the token that the settings name.
  private enum Token {
    case value(String)
    case missing(variable: String)
  }

  let page: TicketPage
  let sources: TicketSources

  /// Pages that are asked for at a time.
  private static let width = 4
  /// For all pages of a run together.
  private static let timeLimit = Duration.seconds(60)

  /// The `Authorization` header, where the settings name a token.
  private var token: Token? {
    guard let token = page.token else { return nil }
    guard let secret = sources.secret(token.variable) else {
      return .missing(variable: token.variable)
    }
    switch token.scheme {
    case .bearer: return .value("Bearer \(secret)")
    case .basic: return .value("Basic \(base64(Array(secret.utf8)))")
    }
  }

  /// What the server says of each of `tickets`, and why it said nothing of some.
  func answers(about tickets: [String]) async -> (answers: [TicketAnswer], troubles: Set<String>) {
    let token = token
    if case .missing(let variable) = token {
      return (
        tickets.map { TicketAnswer($0, .unanswered) },
        ["the environment variable \(variable) with its token is not set"]
      )
    }
    let end = ContinuousClock.now.advanced(by: TicketWebClient.timeLimit)
    return await withTaskGroup(of: (TicketAnswer, String?).self) { group in
      var rest = tickets[...]
      func addNext(_ group: inout TaskGroup<(TicketAnswer, String?)>) {
        guard let ticket = rest.popFirst() else { return }
        group.addTask {
          guard ContinuousClock.now < end else {
            return (TicketAnswer(ticket, .unanswered), "there was no time left to ask")
          }
          return await answer(about: ticket, token)
        }
      }
      for _ in 0..<TicketWebClient.width { addNext(&group) }
      var answers: [TicketAnswer] = []
      var troubles: Set<String> = []
      while let (answer, trouble) = await group.next() {
        answers.append(answer)
        if let trouble { troubles.insert(trouble) }
        addNext(&group)
      }
      return (answers, troubles)
    }
  }

  private func answer(
    about ticket: String, _ token: Token?
  ) async -> (TicketAnswer, String?) {
    var headers = [("Accept", "application/json")]
    if case .value(let value) = token { headers.append(("Authorization", value)) }
    switch await sources.get(page.address(of: ticket), headers) {
    case .failure(let trouble):
      return (TicketAnswer(ticket, .unanswered), "the server \(trouble.message)")
    case .success(let answer): return judged(ticket, answer)
    }
  }

  private func judged(_ ticket: String, _ answer: TicketSources.Page) -> (TicketAnswer, String?) {
    let unanswered = TicketAnswer(ticket, .unanswered)
    switch answer.status {
    case 200: break
    case 404, 410: return (TicketAnswer(ticket, .unknown), nil)
    case 401, 403: return (unanswered, "the server does not take the token (\(answer.status))")
    default: return (unanswered, "the server answered with status \(answer.status)")
    }
    switch TicketAnswer.read(answer.body, of: ticket, on: page) {
    case .failure(let fault): return (unanswered, "\(fault)")
    case .success(let found): return (found, nil)
    }
  }
}
