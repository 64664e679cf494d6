/// What a grant's certificates say, as the ledger records it with the grant.
///
/// With the grant's id and window this is all that stands in them but the nonce and the signature, so an
/// audit can hold a certificate against the grant.
package struct CertificateTerms: Hashable, Sendable {
  /// What they let the holder do or be.
  package enum Content: Hashable, Sendable {
    /// On hosts, by OpenSSH certificates.
    case login(SSHLogin)
    /// On servers, by an X.509 certificate.
    case profile(X509Profile)
  }

  /// In base64: an SSH authority's public key in OpenSSH's wire form, an X.509 authority's certificate in DER.
  package let authority: String
  /// The subject's keys, in base64 of OpenSSH's wire form, in the order of their file; never empty.
  package let keys: [String]
  package let content: Content

  /// The certificates of `keys`, in OpenSSH's wire form, by `authority`.
  package init(authority: [UInt8], keys: [[UInt8]], content: Content) {
    self.authority = base64(authority)
    self.keys = keys.map(base64)
    self.content = content
  }

  /// What SSH certificates let their holder do; nil where they are none.
  package var login: SSHLogin? { if case .login(let login) = content { login } else { nil } }
  /// What an X.509 certificate says of its holder; nil where it is none.
  package var profile: X509Profile? {
    if case .profile(let profile) = content { profile } else { nil }
  }
}

extension CertificateTerms: Codable {
  private enum CodingKeys: String, CodingKey {
    case authority, keys, login, profile
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    authority = try container.decode(String.self, forKey: .authority)
    keys = try container.decode([String].self, forKey: .keys)
    guard container.contains(.login) != container.contains(.profile) else {
      throw DecodingError.dataCorruptedError(
        forKey: .login, in: container, debugDescription: "neither login nor profile, or both")
    }
    content =
      container.contains(.login)
      ? .login(try container.decode(SSHLogin.self, forKey: .login))
      : .profile(try container.decode(X509Profile.self, forKey: .profile))
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(authority, forKey: .authority)
    try container.encode(keys, forKey: .keys)
    switch content {
    case .login(let login): try container.encode(login, forKey: .login)
    case .profile(let profile): try container.encode(profile, forKey: .profile)
    }
  }
}
