/// What a grant's certificates say, as the ledger records it with the grant.
///
/// With the grant's id and window this is all that stands in them but the nonce and the signature, so an
/// audit can hold a certificate against the grant.
package struct CertificateTerms: Hashable, Sendable, Codable {
  /// The authority's public key, in base64 of OpenSSH's wire form.
  package let authority: String
  /// The subject's keys, likewise, in the order of their file; never empty.
  package let keys: [String]
  /// What they let the holder do.
  package let login: SSHLogin

  /// The certificates of `keys`, in OpenSSH's wire form, by the authority with the key `authority`.
  package init(authority: [UInt8], keys: [[UInt8]], login: SSHLogin) {
    self.authority = base64(authority)
    self.keys = keys.map(base64)
    self.login = login
  }
}
