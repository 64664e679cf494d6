import Model

extension Fields<ConnectorKeys> {
  /// The rest of a connector of type `postgresql`.
  ///
  /// - Parameter entitlements: The names of what the system gives, for each of which it must say how.
  func postgres(for entitlements: [String], _ findings: inout Findings) -> PostgresConnector? {
    let service = required(.service, example: "<name in pg_service.conf>", &findings)?
      .plainName(&findings)
    let roles = required(.roles, example: each(of: entitlements, "<role>"), &findings)?
      .values(of: entitlements, such: "<role>", &findings) { $0.postgresRole(&$1) }
    let loginField = optional(.login, &findings)
    let login = loginField?.loginPattern(&findings)
    let makesField = optional(.makeLogins, &findings)
    let makes = makesField?.boolean(&findings)
    guard let service, let roles, has(.login) == (login != nil), has(.makeLogins) == (makes != nil)
    else { return nil }
    return PostgresConnector(
      service: service, roles: roles, login: login ?? .id, makesLogins: makes ?? false)
  }
}

extension Field {
  /// The name of a role that somebody made.
  fileprivate func postgresRole(_ findings: inout Findings) -> String? {
    guard let text = line(limit: Limits.name, &findings) else { return nil }
    guard PostgresConnector.isRoleName(text) else {
      return refuse(
        expected: "the name of a role of yours, of at most 63 bytes and not beginning with `pg_`",
        &findings)
    }
    return text
  }

  /// What login roles are called.
  fileprivate func loginPattern(_ findings: inout Findings) -> SubjectPattern? {
    guard let pattern = subjectPattern(&findings) else { return nil }
    guard PostgresConnector.isLoginPattern(pattern) else {
      return refuse(expected: "what can be the name of a role, of at most 63 bytes", &findings)
    }
    return pattern
  }

  /// What a target calls subjects.
  func subjectPattern(_ findings: inout Findings) -> SubjectPattern? {
    guard let text = line(limit: Limits.location, &findings) else { return nil }
    guard let pattern = SubjectPattern(text) else {
      return refuse(
        expected: "a text with `\(SubjectPattern.placeholder)` once, and no other `$`", &findings)
    }
    return pattern
  }
}
