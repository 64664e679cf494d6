import Model

enum ConnectorKeys: String, CaseIterable {
  case type, authority, logins, certificates, command, targets, service, roles, login, uri, user,
    groups, attribute, repository, branch, folder, bindings, status
  case runbook, assignees
  case makeLogins = "make_logins"
  case remindEvery = "remind_every"

  /// What connectors of `kind` must have beside `type`.
  static func required(of kind: ConnectorKind) -> [ConnectorKeys] {
    switch kind {
    case .ledger: []
    case .sshCertificate: [.authority, .logins]
    case .x509Certificate: [.authority, .certificates]
    case .exec: [.command, .targets]
    case .postgresql: [.service, .roles]
    case .ldap, .scim: [.uri, .user, .groups]
    case .kubernetes: [.repository, .branch, .folder, .user, .bindings]
    case .manual: [.runbook, .assignees]
    }
  }

  /// What they may have.
  static func optional(of kind: ConnectorKind) -> [ConnectorKeys] {
    switch kind {
    case .ledger, .sshCertificate, .x509Certificate, .exec, .scim: []
    case .kubernetes: [.status]
    case .postgresql: [.login, .makeLogins]
    case .ldap: [.attribute]
    case .manual: [.remindEvery]
    }
  }

  /// What they may not have.
  static func foreign(to kind: ConnectorKind) -> [ConnectorKeys] {
    let own = [.type] + required(of: kind) + optional(of: kind)
    return allCases.filter { !own.contains($0) }
  }
}

enum RunbookKeys: String, CaseIterable {
  case give, take
}

enum LoginKeys: String, CaseIterable {
  case principals
  case sourceAddress = "source_address"
  case forceCommand = "force_command"
  case extensions
}

extension Field {
  /// A connector of this version: a grant that nothing enforces or takes away must not be issued.
  ///
  /// - Parameter entitlements: The names of what the system gives, for each of which it must say how.
  func connector(for entitlements: [String], _ findings: inout Findings) -> Connector? {
    guard let fields = Fields<ConnectorKeys>(element, of: "a connector", &findings) else {
      return nil
    }
    let kind = fields.required(.type, example: "ledger", &findings)?
      .choice(ConnectorKind.self, &findings)
    guard let kind else { return nil }
    for key in ConnectorKeys.foreign(to: kind) {
      guard let mark = fields.keyMark(key) else { continue }
      findings.fault(
        "a connector of type `\(kind.rawValue)` has no `\(key.rawValue)`", at: mark,
        hint: "remove `\(key.rawValue)`")
    }
    switch kind {
    case .ledger: return .ledger
    case .sshCertificate:
      let authority = fields.required(.authority, example: "ssh-ed25519 AAAA…", &findings)?
        .sshKey(&findings)
      let logins = fields.required(
        .logins, example: each(of: entitlements, "{principals: [<account>]}"), &findings)?
        .logins(for: entitlements, &findings)
      guard let authority, let logins else { return nil }
      return .sshCertificate(SSHAuthority(key: authority, logins: logins))
    case .x509Certificate:
      let authority = fields.required(
        .authority, example: "<PEM of the certificate>", &findings)?
        .pem(label: "CERTIFICATE", &findings)
      let profiles = fields.required(
        .certificates, example: each(of: entitlements, "{common_name: $subject}"), &findings)?
        .profiles(for: entitlements, &findings)
      guard let authority, let profiles else { return nil }
      return .x509Certificate(X509Authority(certificate: authority, profiles: profiles))
    case .exec:
      let command = fields.required(
        .command, example: "[/usr/local/bin/<connector>]", &findings)?.program(&findings)
      let targets = fields.required(
        .targets, example: each(of: entitlements, "<name>"), &findings)?
        .targets(for: entitlements, &findings)
      guard let command, let targets else { return nil }
      return .exec(ExecConnector(command: command, targets: targets))
    case .postgresql: return fields.postgres(for: entitlements, &findings).map { .postgresql($0) }
    case .ldap: return fields.directory(for: entitlements, &findings).map { .ldap($0) }
    case .scim: return fields.service(for: entitlements, &findings).map { .scim($0) }
    case .kubernetes:
      return fields.kubernetes(for: entitlements, &findings).map { .kubernetes($0) }
    case .manual: return manual(fields, &findings).map { .manual($0) }
    }
  }

  private func manual(
    _ fields: Fields<ConnectorKeys>, _ findings: inout Findings
  ) -> ManualConnector? {
    let runbook = fields.required(.runbook, example: "{give: …, take: …}", &findings)?
      .runbook(&findings)
    let assignees = fields.required(.assignees, example: "[group:<id>]", &findings).map { field in
      distinct(field.list(mayBeEmpty: false, &findings), &findings) { $0.owner(&$1) }
    }
    let remindEvery = fields.optional(.remindEvery, &findings)?.duration(&findings)
    guard let runbook, let assignees else { return nil }
    return ManualConnector(
      runbook: runbook, assignees: assignees,
      remindEvery: remindEvery ?? ManualConnector.usualReminder)
  }

  private func runbook(_ findings: inout Findings) -> Runbook? {
    guard let fields = Fields<RunbookKeys>(element, of: "a runbook", &findings) else { return nil }
    let give = fields.required(.give, example: "<how to give it>", &findings)?
      .prose(limit: Limits.prose, &findings)
    let take = fields.required(.take, example: "<how to take it away>", &findings)?
      .prose(limit: Limits.prose, &findings)
    guard let give, let take else { return nil }
    return Runbook(give: give, take: take)
  }

  /// What each of `entitlements` comes to on hosts.
  private func logins(
    for entitlements: [String], _ findings: inout Findings
  ) -> [String: SSHLogin]? {
    values(of: entitlements, such: "{principals: [<account>]}", &findings) { $0.login(&$1) }
  }

  /// What each of `entitlements` is called on the target.
  private func targets(
    for entitlements: [String], _ findings: inout Findings
  ) -> [String: String]? {
    values(of: entitlements, such: "<name>", &findings) { $0.line(limit: Limits.name, &$1) }
  }

  /// A mapping of `entitlements` to what `read` reads, all of them and nothing else.
  func values<Value>(
    of entitlements: [String], such example: String, _ findings: inout Findings,
    read: (Field, inout Findings) -> Value?
  ) -> [String: Value]? {
    guard case .mapping(let entries) = element.content else {
      return refuse(
        expected: "a mapping of the system's entitlements",
        hint: "write `\(entitlements.first ?? "<entitlement>"): \(example)`", &findings)
    }
    var values: [String: Value] = [:]
    for entry in entries {
      guard entitlements.contains(entry.key) else {
        findings.fault(
          "the system has no entitlement \(shown(entry.key))", at: entry.keyMark,
          hint: suggestion(for: entry.key, among: entitlements))
        continue
      }
      values[entry.key] = read(
        Field(name: entry.key, keyMark: entry.keyMark, element: entry.value), &findings)
    }
    for name in entitlements where !entries.contains(where: { $0.key == name }) {
      findings.fault(
        "`\(self.name)` does not say what `\(name)` comes to", at: mark,
        hint: "add `\(name): \(example)`")
    }
    return values.count == entitlements.count ? values : nil
  }

  private func login(_ findings: inout Findings) -> SSHLogin? {
    guard let fields = Fields<LoginKeys>(element, of: "a login", &findings) else { return nil }
    let principals = fields.required(.principals, example: "[<account>]", &findings)?
      .principals(&findings)
    let addresses = fields.optional(.sourceAddress, &findings)?.networks(&findings)
    let command = fields.optional(.forceCommand, &findings)?.forceCommand(&findings)
    let extensions = fields.optional(.extensions, &findings)?
      .choices(SSHExtension.self, &findings)
    // A restriction that cannot be read must not become none.
    guard let principals, !principals.isEmpty,
      (addresses == nil) == !fields.has(.sourceAddress), addresses?.isEmpty != true,
      (command == nil) == !fields.has(.forceCommand)
    else { return nil }
    return SSHLogin(
      principals: principals, sourceAddresses: addresses ?? [], forceCommand: command,
      extensions: extensions ?? [])
  }

  /// Names that hosts know the holder by, or `$subject` for the subject's own id.
  private func principals(_ findings: inout Findings) -> [String] {
    let items = list(mayBeEmpty: false, &findings)
    if items.count > Limits.principals {
      findings.fault(
        "`\(name)` has \(items.count) entries, more than the \(Limits.principals) that OpenSSH reads",
        at: mark)
    }
    let expected = "an account or a role without commas, or `\(SSHLogin.subject)`"
    return distinct(items, &findings) { field, findings in
      guard let text = field.word(expected: expected, limit: Limits.identifier, &findings) else {
        return nil
      }
      let isTaken = text == SSHLogin.subject || !text.utf8.contains(UInt8(ascii: "$"))
      guard isTaken, !text.utf8.contains(UInt8(ascii: ",")) else {
        return field.refuse(expected: expected, &findings)
      }
      return text
    }
  }

  private func networks(_ findings: inout Findings) -> [String] {
    distinct(list(mayBeEmpty: false, &findings), &findings) { field, findings in
      let expected = "an address or a network such as `192.0.2.0/24` or `2001:db8::/32`"
      guard let text = field.word(expected: expected, limit: Limits.identifier, &findings) else {
        return nil
      }
      guard let network = Network(text) else {
        return field.refuse(expected: expected, &findings)
      }
      guard network.hasNoHostBits else {
        return field.refuse(
          expected: "a network whose bits behind the prefix are zero",
          hint: "OpenSSH takes no other, and the certificate would open nothing", &findings)
      }
      return text
    }
  }

  private func forceCommand(_ findings: inout Findings) -> String? {
    guard let text = line(limit: Limits.location, &findings) else { return nil }
    guard text.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) else {
      return refuse(expected: "a command in visible ASCII", &findings)
    }
    return text
  }
}

/// A mapping that says `example` of each of `entitlements`: what a fault shows is what the system needs.
func each(of entitlements: [String], _ example: String) -> String {
  let names = entitlements.isEmpty ? ["<entitlement>"] : entitlements
  return "{" + names.map { "\($0): \(example)" }.joined(separator: ", ") + "}"
}
