import Model

extension Fields<ConnectorKeys> {
  /// The rest of a connector of type `ldap`.
  ///
  /// - Parameter entitlements: The names of what the system gives, for each of which it must say how.
  func directory(for entitlements: [String], _ findings: inout Findings) -> LDAPConnector? {
    let address = required(.uri, example: "ldaps://<host>", &findings)?.ldapAddress(&findings)
    let userField = required(.user, example: "uid=$subject,ou=people,dc=<…>", &findings)
    let pattern = userField?.subjectPattern(&findings)
    let group = "\"cn=<group>,dc=<…>\""
    let groups = required(.groups, example: each(of: entitlements, group), &findings)?
      .values(of: entitlements, such: group, &findings) { $0.entryName(&$1) }
    let attributeField = optional(.attribute, &findings)
    let attribute = attributeField?.choice(LDAPConnector.Attribute.self, &findings)
    guard has(.attribute) == (attribute != nil) else { return nil }
    let kept = attribute ?? .member
    guard let pattern, let userField else { return nil }
    guard LDAPConnector.fits(pattern, kept) else {
      return userField.refuse(
        expected: kept.holdsNames
          ? "the name of an entry, such as `uid=$subject,ou=people,dc=example,dc=net`"
          : "the name of an account, such as `$subject`",
        hint: "`\(kept.rawValue)` holds nothing else", &findings)
    }
    guard let address, let groups else { return nil }
    return LDAPConnector(address: address, user: pattern, groups: groups, attribute: kept)
  }
}

extension Field {
  fileprivate func ldapAddress(_ findings: inout Findings) -> LDAPAddress? {
    let expected = "an address such as `ldaps://ldap1.example.net`"
    guard let text = word(expected: expected, limit: Limits.location, &findings) else { return nil }
    guard !text.utf8.contains(UInt8(ascii: "@")) else {
      // The text is not shown, since a message travels further than the file.
      findings.fault(
        "`\(name)` holds a user or a password", at: mark,
        hint: "remove it: the runner has its own")
      return nil
    }
    return LDAPAddress(text) ?? refuse(expected: expected, &findings)
  }

  /// The name of an entry of a directory.
  fileprivate func entryName(_ findings: inout Findings) -> String? {
    guard let text = line(limit: Limits.location, &findings) else { return nil }
    guard DistinguishedName(text) != nil else {
      return refuse(
        expected: "the name of an entry, such as `cn=readers,ou=groups,dc=example,dc=net`",
        &findings)
    }
    return text
  }
}
