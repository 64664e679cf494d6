package import Model

/// What one channel is told of one run, in the words that its server takes.
package struct Notification: Sendable {
  /// The JSON to post.
  package let body: String

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
    guard !wanted.isEmpty else { return nil }
    let style = Style(isColored: false, width: nil, now: now)
    var lines: [String] = []
    for decision in wanted.prefix(Notification.mostListed) {
      let what = decision.phrase(style).rendered(style)
      lines.append("\(LedgerEvent(decision).done) \(code(what, webhook.target))")
      for reason in decision.reasons {
        lines.append("– \(code("\(reason.code.rawValue): \(reason.message)", webhook.target))")
      }
    }
    let all = decisions.counts.filter { isWanted($0.key) }.values.reduce(0, +)
    if all > Notification.mostListed {
      lines.append("and \(all - Notification.mostListed) more; see the ledger")
    }
    if isDrill { lines.insert("This is a drill.", at: 0) }
    let text: JSONValue = ["text": .string(lines.joined(separator: "\n"))]
    body = text.rendered(.line)
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
