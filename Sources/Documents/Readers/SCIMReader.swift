import Model

extension Fields<ConnectorKeys> {
  /// The rest of a connector of type `scim`.
  ///
  /// - Parameter entitlements: The names of what the system gives, for each of which it must say how.
  func service(for entitlements: [String], _ findings: inout Findings) -> SCIMConnector? {
    let address = required(.uri, example: "https://<host>/scim/v2", &findings)?
      .scimAddress(&findings)
    let user = required(.user, example: "$subject@example.net", &findings)?
      .subjectPattern(&findings)
    let groups = required(.groups, example: "{read-only: <group>}", &findings)?
      .values(of: entitlements, such: "<group>", &findings) { $0.groupName(&$1) }
    guard let address, let user, let groups else { return nil }
    return SCIMConnector(address: address, user: user, groups: groups)
  }
}

extension Field {
  fileprivate func scimAddress(_ findings: inout Findings) -> SCIMAddress? {
    let expected = "an address such as `https://acme.example.net/scim/v2`"
    guard let text = word(expected: expected, limit: Limits.location, &findings) else { return nil }
    guard WebAddress(text)?.hasUser != true else {
      // The text is not shown, since a message travels further than the file.
      findings.fault(
        "`\(name)` holds a user or a password", at: mark,
        hint: "remove it: the runner has its own")
      return nil
    }
    return SCIMAddress(text)
      ?? refuse(
        expected: expected,
        hint: "without a slash at its end; `http://` is for servers on this machine", &findings)
  }

  /// What people call a group.
  fileprivate func groupName(_ findings: inout Findings) -> String? {
    guard let text = line(limit: Limits.name, &findings) else { return nil }
    guard text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
      return refuse(expected: "the name of a group, without control characters", &findings)
    }
    return text
  }
}
