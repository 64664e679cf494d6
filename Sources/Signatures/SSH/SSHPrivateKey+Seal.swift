import Crypto

/// What the holder of one private key can tell their own bytes by: made by them, and not changed since.
///
/// The key behind it is derived from the private key and a purpose (HKDF with SHA-256, RFC 5869), so that
/// it reveals nothing of it and seals for one purpose are none for another.
package struct Seal: Sendable {
  /// The length of a tag in bytes.
  package static let tagLength = SHA256.byteCount

  private let key: SymmetricKey

  fileprivate init(_ secret: [UInt8], purpose: String) {
    key = HKDF<SHA256>.deriveKey(
      inputKeyMaterial: SymmetricKey(data: secret), info: Array(purpose.utf8),
      outputByteCount: SHA256.byteCount)
  }

  /// The tag of `bytes` (HMAC with SHA-256).
  package func tag(of bytes: [UInt8]) -> [UInt8] {
    Array(HMAC<SHA256>.authenticationCode(for: bytes, using: key))
  }

  /// Whether `tag` is that of `bytes`; takes the same time whatever is wrong.
  package func isTag(_ tag: ArraySlice<UInt8>, of bytes: ArraySlice<UInt8>) -> Bool {
    HMAC<SHA256>.isValidAuthenticationCode(tag, authenticating: bytes, using: key)
  }
}

extension SSHPrivateKey {
  /// The seal of this key for `purpose`, a text that nothing else is sealed under.
  package func seal(for purpose: String) -> Seal {
    switch secret {
    case .ed25519(let key): Seal(Array(key.rawRepresentation), purpose: purpose)
    case .ecdsaP256(let key): Seal(Array(key.rawRepresentation), purpose: purpose)
    case .ecdsaP384(let key): Seal(Array(key.rawRepresentation), purpose: purpose)
    case .ecdsaP521(let key): Seal(Array(key.rawRepresentation), purpose: purpose)
    }
  }
}
