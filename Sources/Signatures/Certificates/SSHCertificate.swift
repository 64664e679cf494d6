/// An OpenSSH certificate (PROTOCOL.certkeys) whose authority's signature was checked.
///
/// Which authority to believe, for whom and when is another question. Critical options and extensions
/// are about logging in; `ssh-keygen -Y verify` does not look at them, and neither is done here.
package struct SSHCertificate: Sendable, Hashable {
  /// The whole certificate as it is encoded.
  package let blob: [UInt8]
  /// The key that it certifies.
  package let publicKey: SSHPublicKey
  /// The key of the authority that signed it.
  package let authority: SSHPublicKey
  /// The authority's number for it; zero where it gives none.
  package let serial: UInt64
  /// The authority's name for it.
  package let keyID: [UInt8]
  /// Whom it is for; those with a comma or a control character in their name are left out, because
  /// git could not tell where they end.
  package let principals: [[UInt8]]
  /// Whether it is for a person, not for a host.
  package let isForUser: Bool
  /// Seconds since 1970 from which it is valid.
  package let validAfter: UInt64
  /// Seconds since 1970 from which it is valid no more.
  package let validBefore: UInt64
  /// Why the authority's signature proves nothing; whether it verifies was not looked at then.
  package let weakness: SSHWeakness?
  /// The type's name at the beginning of `blob`.
  let type: [UInt8]

  /// Whether it is a person's and valid at `time`, in seconds since 1970.
  func isValid(at time: Int64) -> Bool {
    guard isForUser, time >= 0 else { return false }
    return (validAfter..<max(validAfter, validBefore)).contains(UInt64(time))
  }
}

extension SSHCertificate {
  /// Hashes the encoding, of which all else follows.
  package func hash(into hasher: inout Hasher) { hasher.combine(blob) }

  /// Certificates are the same if their encodings are.
  package static func == (left: SSHCertificate, right: SSHCertificate) -> Bool {
    left.blob == right.blob
  }
}
