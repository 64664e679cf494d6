package import Model

/// What one channel is told of one run, in the words that its server takes.
package struct Notification: Sendable {
  /// What is sent: JSON to post, or the text of a mail.
  package let body: String
  /// What a mail is about, in words of our own alone.
  package let subject: String

  /// The events that a message lists; the ledger has them all.
  static let mostListed = 30

  /// Takes of `decisions` what `webhook` wants to hear of; nil where there is nothing.
  ///
  /// What stands in requests and reasons is a stranger's text. It goes between backquotes, where nothing
  /// is a mention, a link or a markup to any of the three, and has no backquotes of its own.
  package init?(of decisions: ToldDecisions, to webhook: Webhook, isDrill: Bool, at now: Instant) {
    func isWanted(_ kind: LedgerEvent) -> Bool {
      NotifiedEvent(kind).map(webhook.events.contains) ?? false
    }
    let wanted = decisions.all.filter { isWanted(LedgerEvent($0)) }
    let waiting = decisions.waiting.filter { isWanted($0.event) }
    guard !wanted.isEmpty || !waiting.isEmpty else { return nil }
    let count = decisions.counts.filter { isWanted($0.key) }.values.reduce(0, +)
    let urgent = wanted.contains(where: \.isEmergency) ? "EMERGENCY: " : ""
    subject =
      "\(urgent)Countersign\(isDrill ? " drill" : ""): \(counted(count + waiting.count, "event"))"
    switch webhook.target {
    case .mail:
      let lines = Notification.lines(wanted, waiting, of: count, isDrill: isDrill, at: now) {
        Notification.plain($0)
      }
      body = lines.joined(separator: "\n") + "\n"
    case .teams:
      body = Notification.card(wanted, waiting, of: count, isDrill: isDrill, at: now).rendered(
        .line)
    case .signed:
      body = Notification.data(wanted, waiting, of: count, isDrill: isDrill, at: now).rendered(
        .line)
    case .slack, .mattermost:
      let text = Notification.lines(wanted, waiting, of: count, isDrill: isDrill, at: now) {
        code($0, webhook.target)
      }
      body = JSONValue.object(["text": .string(text.joined(separator: "\n"))]).rendered(.line)
    }
  }

  /// What is said of `decisions`, the first of `count`, with strangers' text as `quoted` has it.
  private static func lines(
    _ decisions: [Decision], _ waiting: [WaitingNews], of count: Int, isDrill: Bool,
    at now: Instant,
    quoted: (String) -> String
  ) -> [String] {
    let style = Style(isColored: false, width: nil, now: now)
    var lines = isDrill ? ["This is a drill."] : []
    for decision in decisions.prefix(mostListed) {
      let what = decision.phrase(style).rendered(style)
      let mark = decision.isEmergency ? "EMERGENCY: " : ""
      lines.append("\(mark)\(LedgerEvent(decision).done) \(quoted(what))")
      for reason in decision.reasons {
        lines.append("– \(quoted("\(reason.code.rawValue): \(reason.message)"))")
      }
    }
    for news in waiting {
      lines.append("waits \(quoted("\(news.reason.code.rawValue): \(news.reason.message)"))")
      lines += news.details.prefix(mostListed).map { "– \(quoted($0))" }
    }
    if count > mostListed { lines.append("and \(count - mostListed) more; see the ledger") }
    return lines
  }

  /// An Adaptive Card in a message, as the Workflows of Teams take it.
  ///
  /// Text stands in runs, where nothing is a mention, a link or a markup.
  private static func card(
    _ decisions: [Decision], _ waiting: [WaitingNews], of count: Int, isDrill: Bool, at now: Instant
  ) -> JSONValue {
    let lines = lines(decisions, waiting, of: count, isDrill: isDrill, at: now) {
      Notification.plain($0)
    }
    return [
      "type": "message",
      "attachments": [
        [
          "contentType": "application/vnd.microsoft.card.adaptive",
          "content": [
            "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
            "type": "AdaptiveCard", "version": "1.4",
            "body": JSONValue(lines) { line in
              [
                "type": "RichTextBlock",
                "inlines": [["type": "TextRun", "text": .string(line)]],
              ]
            },
          ],
        ]
      ],
    ]
  }

  /// The decisions as programs read them.
  private static func data(
    _ decisions: [Decision], _ waiting: [WaitingNews], of count: Int, isDrill: Bool, at now: Instant
  ) -> JSONValue {
    [
      "type": "countersign.run", "timestamp": JSONValue(text: now),
      "data": .object([
        "drill": .bool(isDrill),
        "decisions": JSONValue(Array(decisions.prefix(mostListed))) { JSONValue($0) },
        "further": .integer(max(0, count - mostListed)),
        "waiting": JSONValue(waiting.map(\.reason)),
      ]),
    ]
  }

  private static func plain(_ text: String) -> String {
    String(
      String.UnicodeScalarView(
        shownText(text).unicodeScalars.map { $0 == "\n" || $0 == "\r" ? " " : $0 }))
  }
}

extension Decision {
  /// Whether it is about access that was given in an emergency.
  fileprivate var isEmergency: Bool {
    switch self {
    case .issue(let grant, _), .certify(let grant), .activate(let grant), .expire(let grant),
      .revoke(let grant), .confirm(let grant), .identify(let grant):
      grant.emergency != nil
    case .settle(_, let request): request?.isEmergency ?? false
    case .mandate, .accept, .freeze, .thaw, .brake, .release, .pass, .find, .signOff, .schedule,
      .findOverdue,
      .remind,
      .offboard, .fail, .recover, .discover:
      false
    }
  }
}

/// `text` as code, which no server reads anything into.
private func code(_ text: String, _ target: Webhook.Target) -> String {
  var plain = ""
  for scalar in shownText(text).unicodeScalars {
    switch scalar {
    case "`": plain += "'"
    case "\n", "\r": plain += " "
    // Slack and Teams undo these within code as well, and act on what is left unescaped.
    case "&" where target != .mattermost: plain += "&amp;"
    case "<" where target != .mattermost: plain += "&lt;"
    case ">" where target != .mattermost: plain += "&gt;"
    default: plain.unicodeScalars.append(scalar)
    }
  }
  return "`\(plain)`"
}
