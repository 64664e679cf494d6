import Crypto
import CryptoExtras

/// How a request for a certificate is signed: the hash, and RSA's padding, that its algorithm names.
enum SignatureKind {
  case sha256, sha384, sha512
  /// Ed25519, which hashes by itself.
  case pure

  /// Takes the AlgorithmIdentifier `bytes` in the one encoding that it has for keys of type `key`.
  ///
  /// RFC 5758 section 3.2, RFC 4055 section 5, RFC 8410 section 3. Any of the hashes goes with any curve.
  init?(algorithm bytes: ArraySlice<UInt8>, key: SSHPublicKey.Algorithm) {
    func isECDSA(_ last: UInt8) -> Bool {
      bytes.elementsEqual([
        0x30, 0x0A, 0x06, 0x08, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x03, last,
      ])
    }
    func isRSA(_ last: UInt8) -> Bool {
      bytes.elementsEqual([
        0x30, 0x0D, 0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, last, 0x05, 0x00,
      ])
    }
    switch key {
    case .ecdsaP256, .ecdsaP384, .ecdsaP521:
      guard
        let kind = [(2, Self.sha256), (3, .sha384), (4, .sha512)].first(where: { isECDSA($0.0) })
      else { return nil }
      self = kind.1
    case .rsa:
      guard
        let kind = [(11, Self.sha256), (12, .sha384), (13, .sha512)].first(where: { isRSA($0.0) })
      else { return nil }
      self = kind.1
    case .ed25519:
      guard bytes.elementsEqual([0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70]) else { return nil }
      self = .pure
    case .skEd25519, .skECDSA:
      return nil
    }
  }

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
