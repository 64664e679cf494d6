import Model

enum IssuerKeys: String, CaseIterable {
  case issuer, keys, jwks, algorithms
  case mustPin = "must_pin"
  case ended, status
}

enum EndedKeyKeys: String, CaseIterable {
  case retired, compromised
}

func readIssuer(_ bytes: [UInt8], id: IssuerID, _ findings: inout Findings) -> Issuer? {
  readFields(bytes, of: "an issuer", keys: IssuerKeys.self, &findings) { fields, findings in
    let nameField = fields.required(
      .issuer, example: "https://token.actions.githubusercontent.com", &findings)
    let name = nameField?.word(
      expected: "the `iss` of its tokens, such as `https://gitlab.example.com`",
      limit: Limits.location, &findings)
    let keys = fields.required(.keys, example: "keys/<name>.jwks.json", &findings)?
      .tokenKeysPath(&findings)
    let published = fields.optional(.jwks, &findings)?.httpsAddress(&findings)
    let algorithms = fields.required(.algorithms, example: "[RS256]", &findings)?
      .choices(TokenAlgorithm.self, &findings)
    let mustPin = fields.optional(.mustPin, &findings).map { field in
      distinct(field.list(mayBeEmpty: true, &findings), &findings) {
        $0.line(limit: Limits.name, &$1)
      }
    }
    let ended = fields.optional(.ended, &findings)?.endedKeys(&findings)
    let statusField = fields.required(.status, example: "active", &findings)
    let status = statusField?.choice(IdentityStatus.self, &findings)
    guard let nameField, let name, let keys, let algorithms, let statusField, let status else {
      return nil
    }
    return Issuer(
      id: id, name: Marked(name, nameField.mark), keys: keys, published: published,
      algorithms: algorithms, mustPin: mustPin ?? [], ended: ended ?? [], status: status,
      statusMark: statusField.mark)
  }
}

extension Field {
  /// The path of an issuer's keys below `policies/`.
  fileprivate func tokenKeysPath(_ findings: inout Findings) -> String? {
    let expected = "a path such as `keys/github-actions.jwks.json`"
    guard let (text, _) = scalar(expected: expected, &findings) else { return nil }
    let path = RepositoryPath(text)
    guard path.isPlain, path.segments.count == 2, path.isInside("keys"),
      text.hasSuffix(".jwks.json"), text.utf8.count <= 2 * Limits.identifier
    else { return refuse(expected: expected, &findings) }
    findings.refer(.tokenKeys, text, at: mark)
    return text
  }

  fileprivate func httpsAddress(_ findings: inout Findings) -> String? {
    let expected = "an address that begins with `https://`"
    guard let text = word(expected: expected, limit: Limits.location, &findings) else {
      return nil
    }
    let host = text.utf8.dropFirst("https://".utf8.count).prefix { $0 != UInt8(ascii: "/") }
    guard text.hasPrefix("https://"), !host.isEmpty, !host.contains(UInt8(ascii: "@")) else {
      return refuse(
        expected: expected, hint: "keys that came over anything else could be anybody's", &findings)
    }
    return text
  }

  /// `<kid>: {retired: <instant>}` or `<kid>: {compromised: <instant>}`.
  fileprivate func endedKeys(_ findings: inout Findings) -> [EndedTokenKey] {
    guard case .mapping(let entries) = element.content else {
      return refuse(
        expected: "a mapping of keys' names to their ends", hint: "write `ended: {}`", &findings)
        ?? []
    }
    return entries.compactMap { entry in
      guard
        let fields = Fields<EndedKeyKeys>(
          entry.value, of: "the end of a key", &findings)
      else { return nil }
      let retired = fields.optional(.retired, &findings)?.instant(&findings)
      let compromised = fields.optional(.compromised, &findings)?.instant(&findings)
      guard fields.has(.retired) || fields.has(.compromised) else {
        findings.fault(
          "the end of the key \(shown(entry.key)) says nothing", at: entry.keyMark,
          hint: "write `{retired: 2026-11-21T09:00:00Z}` or `{compromised: 2026-11-21T09:00:00Z}`")
        return nil
      }
      return EndedTokenKey(
        kid: entry.key, retired: retired, compromised: compromised, mark: entry.keyMark)
    }
  }
}
