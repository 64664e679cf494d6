import Model

enum NotificationKeys: String, CaseIterable {
  case webhooks
}

enum WebhookKeys: String, CaseIterable {
  case name
  case variable = "url_from"
  case target, events
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
    let variable = fields.required(
      .variable, example: Webhook.prefix + "ACCESS", &findings)?
      .variable(prefix: Webhook.prefix, &findings)
    let target = fields.required(.target, example: "slack", &findings)?
      .choice(Webhook.Target.self, &findings)
    let events = fields.required(.events, example: "[issued, revoked]", &findings)?
      .choices(NotifiedEvent.self, &findings)
    guard let name, let variable, let target, let events else { return nil }
    return Webhook(name: name, variable: variable, target: target, events: events)
  }
}
