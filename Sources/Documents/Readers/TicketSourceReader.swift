import Model

enum TicketKeys: String, CaseIterable {
  case type, command, url, token, open, exists
}

enum TokenKeys: String, CaseIterable {
  case variable, scheme
}

enum OpenKeys: String, CaseIterable {
  case path
  case values = "in"
}

enum TicketSourceType: String, CaseIterable {
  case command, http
}

extension Field {
  /// `{type: command, command: […]}` or `{type: http, url: …, open: …}`.
  func ticketSource(_ findings: inout Findings) -> TicketSource? {
    guard let fields = Fields<TicketKeys>(element, of: "`tickets`", &findings) else { return nil }
    let type = fields.required(.type, example: "http", &findings)?
      .choice(TicketSourceType.self, &findings)
    switch type {
    case .command:
      refuse([.url, .token, .open, .exists], of: fields, besides: "command", &findings)
      return fields.required(.command, example: "[/usr/local/bin/ticket-state]", &findings)?
        .program(&findings).map { .command($0) }
    case .http:
      refuse([.command], of: fields, besides: "http", &findings)
      let url = fields.required(
        .url, example: "https://jira.example.net/rest/api/2/issue/{ticket}", &findings)?
        .ticketAddress(&findings)
      let tokenField = fields.optional(.token, &findings)
      let token = tokenField?.token(&findings)
      let open = fields.required(
        .open, example: "{path: $.fields.status.name, in: [In Progress]}", &findings)?
        .openStates(&findings)
      let existsField = fields.optional(.exists, &findings)
      let exists = existsField?.word(
        expected: "the name of a ticket that is always open", limit: Limits.ticket, &findings)
      guard let url, let open, (token == nil) == (tokenField == nil),
        (exists == nil) == (existsField == nil)
      else { return nil }
      return .http(
        TicketPage(
          url: url, token: token, path: open.path, open: open.values, exists: exists))
    case nil: return nil
    }
  }

  private func refuse(
    _ keys: [TicketKeys], of fields: Fields<TicketKeys>, besides type: String,
    _ findings: inout Findings
  ) {
    for key in keys {
      guard let mark = fields.keyMark(key) else { continue }
      findings.fault(
        "a ticket source of type `\(type)` has no `\(key.rawValue)`", at: mark,
        hint: "remove `\(key.rawValue)`")
    }
  }

  /// A program by its name or absolute path, and its arguments.
  ///
  /// A relative path would name a file of whatever is checked out, which nobody has approved.
  func program(_ findings: inout Findings) -> [String]? {
    let words = list(mayBeEmpty: false, &findings)
    let texts = words.compactMap { $0.line(limit: Limits.location, &findings) }
    guard texts.count == words.count, let program = texts.first, let first = words.first else {
      return nil
    }
    let slash = UInt8(ascii: "/")
    guard program.utf8.first == slash || !program.utf8.contains(slash),
      program.utf8.first != UInt8(ascii: "-")
    else {
      return first.refuse(
        expected: "a program's name or absolute path",
        hint: "install it where runs are, and write its whole path", &findings)
    }
    return texts
  }

  /// An address with `{ticket}` once, behind the host; `http` only to this machine.
  private func ticketAddress(_ findings: inout Findings) -> String? {
    let expected = "an address such as `https://jira.example.net/rest/api/2/issue/{ticket}`"
    guard let text = word(expected: expected, limit: Limits.location, &findings) else {
      return nil
    }
    guard let address = WebAddress(text) else { return refuse(expected: expected, &findings) }
    guard !address.hasUser else {
      // The text is not shown, since a message travels further than the file.
      findings.fault(
        "`\(name)` holds a user or a password", at: mark,
        hint: "remove it, and name the variable that has it under `token:`")
      return nil
    }
    guard address.isSafe else {
      return refuse(
        expected: "an address that begins with `https://`",
        hint: "`http://` is for servers on this machine (127.0.0.1, localhost)", &findings)
    }
    let count = address.rest.split(
      separator: TicketPage.placeholder, omittingEmptySubsequences: false
    ).count
    guard count == 2, !address.host.contains("{") else {
      return refuse(
        expected: "an address with `{ticket}` once behind the host",
        hint: "write `{ticket}` where the ticket's name belongs", &findings)
    }
    return text
  }

  private func token(_ findings: inout Findings) -> TicketToken? {
    guard let fields = Fields<TokenKeys>(element, of: "`token`", &findings) else { return nil }
    let variable = fields.required(
      .variable, example: TicketToken.prefix + "TOKEN", &findings)?
      .variable(prefix: TicketToken.prefix, &findings)
    let schemeField = fields.optional(.scheme, &findings)
    let scheme = schemeField?.choice(TicketToken.Scheme.self, &findings)
    guard let variable, (scheme == nil) == (schemeField == nil) else { return nil }
    return TicketToken(variable: variable, scheme: scheme ?? .bearer)
  }

  private func openStates(
    _ findings: inout Findings
  ) -> (path: ValuePath, values: [String])? {
    guard let fields = Fields<OpenKeys>(element, of: "`open`", &findings) else { return nil }
    let path = fields.required(.path, example: "$.fields.status.name", &findings)
      .flatMap { field -> ValuePath? in
        let expected = "a path such as `$.fields.status.name` or `$.result[0].state`"
        guard let text = field.word(expected: expected, limit: Limits.location, &findings) else {
          return nil
        }
        return ValuePath(text) ?? field.refuse(expected: expected, &findings)
      }
    let values = fields.required(.values, example: "[In Progress]", &findings).map { field in
      distinct(field.list(mayBeEmpty: false, &findings), &findings) {
        $0.line(limit: Limits.name, &$1)
      }
    }
    guard let path, let values, !values.isEmpty else { return nil }
    return (path, values)
  }

  /// The name of an environment variable that begins with `prefix`.
  func variable(prefix: String, _ findings: inout Findings) -> String? {
    let expected = "the name of an environment variable that begins with `\(prefix)`"
    guard let text = word(expected: expected, limit: Limits.identifier, &findings) else {
      return nil
    }
    let isName = text.utf8.allSatisfy {
      (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0)
        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || $0 == UInt8(ascii: "_")
    }
    guard isName, text.hasPrefix(prefix), text.utf8.count > prefix.utf8.count else {
      return refuse(
        expected: expected,
        hint: "other variables of the runner are none of the policy's business", &findings)
    }
    return text
  }
}
