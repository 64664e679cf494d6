import Model

enum NotificationKeys: String, CaseIterable {
  case webhooks
}

enum WebhookKeys: String, CaseIterable {
  case name
  case variable = "url_from"
  case target, to, events
}

/// Reads `policies/notifications.yaml`.
func readNotifications(_ bytes: [UInt8], _ findings: inout Findings) -> [Webhook]? {
  readFields(bytes, of: "the notifications", keys: NotificationKeys.self, &findings) {
    fields, findings in
    let list = fields.required(
      .webhooks, example: "[{name: access, url_from: COUNTERSIGN_WEBHOOK_ACCESS, …}]", &findings)
    guard let list else { return nil }
    var names: Set<String> = []
    return list.list(mayBeEmpty: false, &findings).compactMap { field in
      let webhook = field.webhook(&findings)
      if let webhook, !names.insert(webhook.name).inserted {
        findings.fault(
          "a webhook `\(webhook.name)` is there already", at: field.mark, hint: "rename one")
      }
      return webhook
    }
  }
}

extension Field {
  fileprivate func webhook(_ findings: inout Findings) -> Webhook? {
    guard let fields = Fields<WebhookKeys>(element, of: "a webhook", &findings) else { return nil }
    let name = fields.required(.name, example: "<channel>", &findings)?.plainName(&findings)
    let target = fields.required(.target, example: "slack", &findings)?
      .choice(Webhook.Target.self, &findings)
    let place = target.flatMap { $0 == .mail ? fields.mailboxes(&findings) : fields.url(&findings) }
    let events = fields.required(.events, example: "[issued, revoked]", &findings)?
      .choices(NotifiedEvent.self, &findings)
    guard let name, let place, let target, let events else { return nil }
    return Webhook(name: name, place: place, target: target, events: events)
  }
}

extension Fields<WebhookKeys> {
  /// Where a channel of a server is.
  fileprivate func url(_ findings: inout Findings) -> Webhook.Place? {
    refuse(.to, "only `target: mail` has", &findings)
    return required(.variable, example: Webhook.prefix + "ACCESS", &findings)?
      .variable(prefix: Webhook.prefix, &findings).map { .variable($0) }
  }

  /// To whom a channel goes that is mail.
  fileprivate func mailboxes(_ findings: inout Findings) -> Webhook.Place? {
    refuse(.variable, "`target: mail` has no", &findings)
    guard let field = required(.to, example: "[<address>]", &findings) else { return nil }
    let boxes = distinct(field.list(mayBeEmpty: false, &findings), &findings) { field, findings in
      let expected = "an e-mail address of plain letters, such as `access@example.net`"
      guard let text = field.word(expected: expected, limit: Limits.email, &findings) else {
        return nil as String?
      }
      return Webhook.isMailbox(text) ? text : field.refuse(expected: expected, &findings)
    }
    return boxes.isEmpty ? nil : .mailboxes(boxes)
  }

  private func refuse(_ key: WebhookKeys, _ why: String, _ findings: inout Findings) {
    guard let mark = keyMark(key) else { return }
    findings.fault(
      "\(why) `\(key.rawValue)`", at: mark, hint: "remove `\(key.rawValue)`")
  }
}
