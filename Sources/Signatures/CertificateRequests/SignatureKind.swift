import Crypto
import CryptoExtras
import Model
import SwiftASN1

/// How a request for a certificate is signed: the hash, and RSA's padding, that its algorithm names.
enum SignatureKind {
  case sha256, sha384, sha512
  /// Ed25519, which hashes by itself.
  case pure

  /// Takes the identifier that signatures by keys of type `key` have.
  ///
  /// RFC 5758 section 3.2, RFC 4055 section 5, RFC 8410 section 3. Any of the hashes goes with any curve.
  init?(algorithm: AlgorithmIdentifier, key: SSHPublicKey.Algorithm) {
    let known: [AlgorithmIdentifier: Self] =
      switch key {
      case .ecdsaP256, .ecdsaP384, .ecdsaP521: Self.ofECDSA
      case .rsa: Self.ofRSA
      case .ed25519: [.ed25519: .pure]
      case .skEd25519, .skECDSA: [:]
      }
    guard let kind = known[algorithm] else { return nil }
    self = kind
  }

  private static let ofECDSA: [AlgorithmIdentifier: Self] = [
    AlgorithmIdentifier([1, 2, 840, 10045, 4, 3, 2]): .sha256,
    AlgorithmIdentifier([1, 2, 840, 10045, 4, 3, 3]): .sha384,
    AlgorithmIdentifier([1, 2, 840, 10045, 4, 3, 4]): .sha512,
  ]
  private static let ofRSA: [AlgorithmIdentifier: Self] = [
    AlgorithmIdentifier(withNull: [1, 2, 840, 113549, 1, 1, 11]): .sha256,
    AlgorithmIdentifier(withNull: [1, 2, 840, 113549, 1, 1, 12]): .sha384,
    AlgorithmIdentifier(withNull: [1, 2, 840, 113549, 1, 1, 13]): .sha512,
  ]

  /// Whether `signature` is that of `key` over `message`.
  func accepts(
    _ signature: ArraySlice<UInt8>, by key: SSHPublicKey, over message: ArraySlice<UInt8>
  ) -> Bool {
    switch self {
    case .sha256: isValid(signature, by: key, for: SHA256.hash(data: message))
    case .sha384: isValid(signature, by: key, for: SHA384.hash(data: message))
    case .sha512: isValid(signature, by: key, for: SHA512.hash(data: message))
    case .pure:
      if case .ed25519(let key) = key.material {
        key.isValidSignature(signature, for: message)
      } else {
        false
      }
    }
  }

  private func isValid(
    _ signature: ArraySlice<UInt8>, by key: SSHPublicKey, for digest: some Digest
  ) -> Bool {
    do {
      switch key.material {
      case .ecdsaP256(let key):
        return key.isValidSignature(
          try P256.Signing.ECDSASignature(derRepresentation: signature), for: digest)
      case .ecdsaP384(let key):
        return key.isValidSignature(
          try P384.Signing.ECDSASignature(derRepresentation: signature), for: digest)
      case .ecdsaP521(let key):
        return key.isValidSignature(
          try P521.Signing.ECDSASignature(derRepresentation: signature), for: digest)
      case .rsa(let key, _):
        return key.isValidSignature(
          _RSA.Signing.RSASignature(rawRepresentation: signature), for: digest,
          padding: .insecurePKCS1v1_5)
      case .ed25519, .skEd25519, .skECDSA, .tooWeak:
        return false
      }
    } catch {
      // A value that cannot be loaded is no signature.
      return false
    }
  }
}
