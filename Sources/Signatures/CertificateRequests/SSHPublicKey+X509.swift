import Crypto
import CryptoExtras

extension SSHPublicKey {
  /// The key as X.509 has it, SubjectPublicKeyInfo in DER; nil for keys in security keys, which TLS has no use
  /// for, and for those that are too weak.
  package var subjectPublicKeyInfo: [UInt8]? {
    guard weakness == nil else { return nil }
    switch material {
    case .ed25519(let key):
      // RFC 8410 section 4: the identifier, then the key as a bit string.
      return [0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00]
        + key.rawRepresentation
    case .ecdsaP256(let key): return Array(key.derRepresentation)
    case .ecdsaP384(let key): return Array(key.derRepresentation)
    case .ecdsaP521(let key): return Array(key.derRepresentation)
    case .rsa(let key, _): return Array(key.derRepresentation)
    case .skEd25519, .skECDSA, .tooWeak: return nil
    }
  }
}
