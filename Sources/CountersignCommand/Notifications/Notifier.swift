internal import Model
internal import Processing
internal import Reports

/// Tells the channels of the policy in force what a run has done, once its ledger commits stand.
///
/// Each channel gets one message a run, at most once: a run that dies in between tells nobody, and the
/// next does not tell it again. The ledger is the record; this is a courtesy, which never fails a run.
struct Notifier {
  let webhooks: [Webhook]
  let isDrill: Bool
  let now: Instant

  /// How often one channel is tried.
  private static let attempts = 3

  /// Tells every channel what it wants to hear of `decisions`, all at the same time.
  ///
  /// - Returns: A warning for each channel that was not reached, in the order of the policy.
  func tell(_ decisions: ToldDecisions) async -> [Phrase] {
    await withTaskGroup(of: (Int, Phrase?).self) { group in
      for (place, webhook) in webhooks.enumerated() {
        guard
          let message = Notification(of: decisions, to: webhook, isDrill: isDrill, at: now)
        else { continue }
        group.addTask { (place, await post(message, to: webhook)) }
      }
      var warnings: [(Int, Phrase)] = []
      for await (place, warning) in group {
        if let warning { warnings.append((place, warning)) }
      }
      return warnings.sorted { $0.0 < $1.0 }.map(\.1)
    }
  }

  /// Posts `message`; answers with what kept it from being taken.
  private func post(_ message: Notification, to webhook: Webhook) async -> Phrase? {
    switch webhook.place {
    case .variable(let name): await post(message, to: webhook, at: name)
    case .mailboxes(let boxes): await mail(message, to: webhook, boxes)
    }
  }

  private func mail(
    _ message: Notification, to webhook: Webhook, _ boxes: [String]
  ) async -> Phrase? {
    do throws(MailExchange.Trouble) {
      let exchange = try MailExchange(message, to: boxes, at: now)
      for attempt in 1...Notifier.attempts {
        guard case .failure(let trouble) = await exchange.send() else { return nil }
        guard trouble.wasNeverSent, attempt < Notifier.attempts else { throw trouble }
        await Pause.beforeRetry(attempt)
      }
      return nil
    } catch {
      return warning(webhook, error.why)
    }
  }

  private func post(
    _ message: Notification, to webhook: Webhook, at variable: String
  ) async -> Phrase? {
    guard let url = Surroundings.variable(variable) else {
      return warning(webhook, "the environment variable \(variable) is not set")
    }
    guard isSafe(url) else {
      return warning(webhook, "\(variable) holds no address that begins with https://")
    }
    var exchange = WebExchange(
      url: url, headers: [("Content-Type", "application/json")], body: message.body)
    if webhook.target == .signed {
      let variable = variable + Webhook.secretSuffix
      guard
        let signature = MessageSignature.headers(
          of: message.body, by: Surroundings.variable(variable), at: now)
      else {
        return warning(
          webhook, "\(variable) does not hold `whsec_` and the key in base64 that signs messages")
      }
      exchange.headers += signature
    }
    exchange.timeLimit = .seconds(5)
    var trouble = ""
    for attempt in 1...Notifier.attempts {
      switch await exchange.send() {
      case .success(let answer) where (200..<300).contains(answer.status): return nil
      case .success(let answer):
        trouble = "the server answered with status \(answer.status)"
        guard answer.status == 429 || answer.status >= 500 else { return warning(webhook, trouble) }
      case .failure(let found):
        trouble = "\(found)"
        guard found.wasNeverSent else { return warning(webhook, trouble) }
      }
      if attempt < Notifier.attempts { await Pause.beforeRetry(attempt) }
    }
    return warning(webhook, "\(trouble), \(Notifier.attempts) times")
  }

  /// Never with the address: who knows it can write to the channel.
  private func warning(_ webhook: Webhook, _ why: String) -> Phrase {
    "warning: the webhook \(webhook.name) was not told: \(why)\n"
  }

  private func isSafe(_ url: String) -> Bool {
    ["https://", "http://127.0.0.1:", "http://localhost:", "http://[::1]:"]
      .contains { url.hasPrefix($0) }
  }
}

extension WebExchange.Trouble {
  /// Whether the message surely did not arrive, so that sending it again tells nobody twice.
  fileprivate var wasNeverSent: Bool {
    switch self {
    // No name, no connection, no TLS.
    case .failed(let status): [5, 6, 7, 35, 60].contains(status)
    case .unusable, .curl: false
    }
  }
}
