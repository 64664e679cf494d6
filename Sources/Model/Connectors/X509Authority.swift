/// The X.509 certificate authority of a system, and what its certificates say of their holders.
package struct X509Authority: Hashable, Sendable {
  /// Its own certificate, in DER.
  package let certificate: [UInt8]
  /// What each entitlement of the system comes to, by its name.
  package let profiles: [String: X509Profile]

  package init(certificate: [UInt8], profiles: [String: X509Profile]) {
    self.certificate = certificate
    self.profiles = profiles
  }
}

/// What the certificates of one entitlement say beside key and window (RFC 5280).
package struct X509Profile: Hashable, Sendable, Codable {
  /// The common name, which is all of the certificate's subject.
  package let commonName: String
  /// Subject alternative names, each list sorted.
  package let dnsNames: [String]
  package let emails: [String]
  package let uris: [String]
  /// What the key may be used for, sorted; never empty, since no such extension would mean anything.
  package let extendedKeyUsage: [X509KeyUsage]

  /// Sorts each list, and names each entry once: what is the same is recorded the same.
  package init(
    commonName: String, dnsNames: [String] = [], emails: [String] = [], uris: [String] = [],
    extendedKeyUsage: [X509KeyUsage] = [.clientAuth]
  ) {
    self.commonName = commonName
    self.dnsNames = Set(dnsNames).sorted()
    self.emails = Set(emails).sorted()
    self.uris = Set(uris).sorted()
    self.extendedKeyUsage = Set(extendedKeyUsage).sorted { $0.rawValue < $1.rawValue }
  }

  /// Stands in a system's file for the subject's own id, also inside of a name.
  package static let subject = "$subject"

  /// The same for `subject`.
  package func naming(_ subject: IdentityID) -> X509Profile {
    func named(_ text: String) -> String {
      text.split(separator: Self.subject, omittingEmptySubsequences: false)
        .joined(separator: subject.text)
    }
    return X509Profile(
      commonName: named(commonName), dnsNames: dnsNames.map(named), emails: emails.map(named),
      uris: uris.map(named), extendedKeyUsage: extendedKeyUsage)
  }

  /// Whether `other` says nothing of its holder that this does not.
  package func covers(_ other: X509Profile) -> Bool {
    other.commonName == commonName && Set(other.dnsNames).isSubset(of: dnsNames)
      && Set(other.emails).isSubset(of: emails) && Set(other.uris).isSubset(of: uris)
      && Set(other.extendedKeyUsage).isSubset(of: extendedKeyUsage)
  }

  private enum CodingKeys: String, CodingKey {
    case dns, emails, uris
    case commonName = "common_name"
    case extendedKeyUsage = "extended_key_usage"
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      commonName: try container.decode(String.self, forKey: .commonName),
      dnsNames: try container.decode([String].self, forKey: .dns),
      emails: try container.decode([String].self, forKey: .emails),
      uris: try container.decode([String].self, forKey: .uris),
      extendedKeyUsage: try container.decode([X509KeyUsage].self, forKey: .extendedKeyUsage))
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(commonName, forKey: .commonName)
    try container.encode(dnsNames, forKey: .dns)
    try container.encode(emails, forKey: .emails)
    try container.encode(uris, forKey: .uris)
    try container.encode(extendedKeyUsage, forKey: .extendedKeyUsage)
  }
}

/// What a certified key may be used for (RFC 5280 section 4.2.1.12).
package enum X509KeyUsage: String, Hashable, Sendable, Codable, CaseIterable {
  case clientAuth = "client_auth"
  case codeSigning = "code_signing"
  case emailProtection = "email_protection"
  case serverAuth = "server_auth"
}
