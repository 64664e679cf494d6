import Model

enum ProfileKeys: String, CaseIterable {
  case commonName = "common_name"
  case dns, emails, uris
  case extendedKeyUsage = "extended_key_usage"
}

extension Field {
  /// What the certificates of each of `entitlements` say.
  func profiles(
    for entitlements: [String], _ findings: inout Findings
  ) -> [String: X509Profile]? {
    values(of: entitlements, such: "{common_name: \(X509Profile.subject)}", &findings) {
      $0.profile(&$1)
    }
  }

  private func profile(_ findings: inout Findings) -> X509Profile? {
    guard let fields = Fields<ProfileKeys>(element, of: "a certificate", &findings) else {
      return nil
    }
    let commonName = fields.required(.commonName, example: X509Profile.subject, &findings)?
      .certifiedName(
        "a name in visible ASCII such as `\(X509Profile.subject)`", limit: Limits.commonName,
        &findings)
    let dns = fields.optional(.dns, &findings)?.dnsNames(&findings)
    let emails = fields.optional(.emails, &findings)?.certifiedEmails(&findings)
    let uris = fields.optional(.uris, &findings)?.certifiedURIs(&findings)
    let usages = fields.optional(.extendedKeyUsage, &findings)?
      .choices(X509KeyUsage.self, &findings)
    // What cannot be read must not become what stands where nothing is said.
    guard let commonName, usages?.isEmpty != true else { return nil }
    return X509Profile(
      commonName: commonName, dnsNames: dns ?? [], emails: emails ?? [], uris: uris ?? [],
      extendedKeyUsage: usages ?? [.clientAuth])
  }

  /// Visible ASCII in which `$` only begins `$subject`.
  private func certifiedName(
    _ expected: String, limit: Int, _ findings: inout Findings
  ) -> String? {
    guard let text = word(expected: expected, limit: limit, &findings) else { return nil }
    let rest = text.split(separator: X509Profile.subject, omittingEmptySubsequences: false).joined()
    guard !rest.utf8.contains(UInt8(ascii: "$")) else {
      return refuse(
        expected: expected, hint: "`\(X509Profile.subject)` stands for the holder's id",
        &findings)
    }
    return text
  }

  private func dnsNames(_ findings: inout Findings) -> [String] {
    certifiedNames("a name such as `\(X509Profile.subject).example.org`", &findings) { text in
      // The holder's id is a plain name, in which `_` may stand; where it must not, policy says another.
      text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy {
        label in
        (1...63).contains(label.count) && label.first != UInt8(ascii: "-")
          && label.last != UInt8(ascii: "-")
          && label.allSatisfy { isPlainName(CollectionOfOne($0)) || $0 == UInt8(ascii: "-") }
      }
    }
  }

  private func certifiedEmails(_ findings: inout Findings) -> [String] {
    certifiedNames("an address such as `\(X509Profile.subject)@example.org`", &findings) { text in
      let parts = text.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
      return parts.count == 2 && parts.allSatisfy { !$0.isEmpty }
        && !text.contains { $0 == UInt8(ascii: "<") || $0 == UInt8(ascii: ">") }
    }
  }

  private func certifiedURIs(_ findings: inout Findings) -> [String] {
    certifiedNames("a URI such as `spiffe://example.org/\(X509Profile.subject)`", &findings) {
      text in
      guard let colon = text.firstIndex(of: UInt8(ascii: ":")),
        text.index(after: colon) < text.endIndex
      else { return false }
      let scheme = text[..<colon]
      return scheme.first.map { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0 | 0x20) }
        ?? false
        && scheme.allSatisfy {
          isPlainName(CollectionOfOne($0 | 0x20)) || "+.-".utf8.contains($0)
        }
    }
  }

  /// Names of one form, each once; `isOne` is asked with an id in the place of `$subject`.
  private func certifiedNames(
    _ expected: String, _ findings: inout Findings, where isOne: ([UInt8]) -> Bool
  ) -> [String] {
    distinct(list(mayBeEmpty: false, &findings), &findings) { field, findings in
      guard
        let text = field.certifiedName(expected, limit: Limits.email, &findings)
      else { return nil }
      let named = text.split(separator: X509Profile.subject, omittingEmptySubsequences: false)
        .joined(separator: "a")
      guard isOne(Array(named.utf8)) else {
        return field.refuse(expected: expected, &findings)
      }
      return text
    }
  }
}
