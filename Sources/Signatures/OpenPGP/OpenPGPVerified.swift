package import Model

/// What an OpenPGP signature that verified proves: this key, which may sign now, signed exactly this payload.
///
/// Only the verifier makes these values. Whose key it is, and whether that person may sign, is not known
/// here; a certificate's user ids are what its owner wrote.
package struct OpenPGPVerified: Sendable, Hashable {
  /// The key or subkey that signed, in upper-case hexadecimal.
  package let fingerprint: String
  /// The primary key of its certificate.
  package let primaryFingerprint: String
  /// The certificate's own name for its owner, which proves nothing and may hold anything.
  package let userID: String?
  /// When the signature says it was made, which proves nothing.
  package let created: Instant

  init(key: OpenPGPPublicKey, of certificate: OpenPGPCertificate, created: Instant) {
    fingerprint = key.name
    primaryFingerprint = certificate.fingerprint
    userID = certificate.userIDs.first
    self.created = created
  }
}
