import Crypto

/// Keys and certificates that nobody may use any more, as git's `gpg.ssh.revocationFile` names them.
package struct RevokedKeys: Sendable {
  /// Certificates of one authority, or of any.
  struct Certificates: Sendable {
    var serials: [ClosedRange<UInt64>] = []
    var keyIDs: Set<[UInt8]> = []

    func contain(_ certificate: SSHCertificate) -> Bool {
      if keyIDs.contains(certificate.keyID) { return true }
      // Zero is what an authority without numbers writes into every certificate.
      return certificate.serial != 0 && serials.contains { $0.contains(certificate.serial) }
    }
  }

  /// Encodings of plain keys.
  var keys: Set<[UInt8]> = []
  var sha1Digests: Set<[UInt8]> = []
  var sha256Digests: Set<[UInt8]> = []
  /// By the encoding of the authority's key; an empty one stands for every authority.
  var certificates: [[UInt8]: Certificates] = [:]

  /// Nothing is revoked.
  package init() {}

  /// Whether `key`, the certificate that it came in, or that one's authority is revoked.
  package func contains(_ key: SSHPublicKey, certificate: SSHCertificate?) -> Bool {
    if contains(key) { return true }
    guard let certificate else { return false }
    return contains(certificate.authority)
      || [certificate.authority.blob, []].contains {
        certificates[$0]?.contain(certificate) ?? false
      }
  }

  private func contains(_ key: SSHPublicKey) -> Bool {
    if keys.contains(key.blob) { return true }
    if !sha256Digests.isEmpty, sha256Digests.contains(sha256(key.blob)) { return true }
    return !sha1Digests.isEmpty
      && sha1Digests.contains(Array(Insecure.SHA1.hash(data: key.blob)))
  }
}
