import Crypto
import CryptoExtras
package import Model

/// The pinned keys of an issuer, ready to verify its tokens.
package struct TokenVerifier: Sendable {
  private let keys: [(key: TokenKey, material: Material?)]
  private let allowed: [TokenAlgorithm]

  /// A key as the cryptographic library has it.
  private enum Material: Sendable {
    case rsa(_RSA.Signing.PublicKey)
    case p256(P256.Signing.PublicKey)
    case p384(P384.Signing.PublicKey)
    case ed25519(Curve25519.Signing.PublicKey)
  }

  /// Takes the keys, and the algorithms that the issuer's file names.
  ///
  /// - Throws: The first key whose numbers are no key, by its place.
  package init(
    keys: [TokenKey], allowing allowed: [TokenAlgorithm]
  ) throws(TokenKeySetFault) {
    var loaded: [(key: TokenKey, material: Material?)] = []
    for (place, key) in keys.enumerated() {
      do throws(JWKFault) {
        loaded.append((key, try Self.load(key)))
      } catch {
        throw .keys([TokenKeySetFault.Key(number: place + 1, fault: error)])
      }
    }
    self.keys = loaded
    self.allowed = allowed
  }

  /// What is to be said about `token`; who says it, whom it is about and when is not looked at.
  ///
  /// A token that names its key is that key's alone; of one that names none, exactly one key must have made it
  /// (DESIGN section 4).
  package func verify(_ token: SignedToken) -> TokenVerdict {
    guard allowed.contains(token.algorithm) else { return .algorithmNotAllowed(token.algorithm) }
    guard let kid = token.kid else {
      let makers = keys.filter { accepts(token, $0.key, $0.material) }
      guard let maker = makers.first else { return .bad }
      return makers.count == 1 ? .good(VerifiedToken(token, by: maker.key)) : .ambiguousKey
    }
    let called = keys.filter { $0.key.isCalled(kid) }
    guard let named = called.first, called.count == 1 else {
      return .unknownKey(shortlyEscaped(kid.utf8))
    }
    guard named.key.algorithms.contains(token.algorithm) else {
      return .algorithmNotOfKey(token.algorithm)
    }
    return accepts(token, named.key, named.material)
      ? .good(VerifiedToken(token, by: named.key)) : .bad
  }

  private func accepts(_ token: SignedToken, _ key: TokenKey, _ material: Material?) -> Bool {
    guard key.algorithms.contains(token.algorithm), let material else { return false }
    let (signed, signature) = (token.signed, token.signature)
    do {
      switch (token.algorithm, material) {
      case (.rs256, .rsa(let key)):
        return key.isValidSignature(
          _RSA.Signing.RSASignature(rawRepresentation: signature),
          for: SHA256.hash(data: signed), padding: .insecurePKCS1v1_5)
      case (.ps256, .rsa(let key)):
        return key.isValidSignature(
          _RSA.Signing.RSASignature(rawRepresentation: signature),
          for: SHA256.hash(data: signed), padding: .PSS)
      case (.es256, .p256(let key)):
        return key.isValidSignature(
          try P256.Signing.ECDSASignature(rawRepresentation: signature),
          for: SHA256.hash(data: signed))
      case (.es384, .p384(let key)):
        return key.isValidSignature(
          try P384.Signing.ECDSASignature(rawRepresentation: signature),
          for: SHA384.hash(data: signed))
      case (.edDSA, .ed25519(let key)):
        return key.isValidSignature(signature, for: signed)
      default: return false
      }
    } catch {
      // A value that cannot be loaded is no signature.
      return false
    }
  }

  private static func load(_ key: TokenKey) throws(JWKFault) -> Material? {
    do {
      switch key.material {
      case .rsa(let modulus, let exponent):
        return .rsa(try _RSA.Signing.PublicKey(n: modulus, e: exponent))
      case .p256(let x, let y): return .p256(try .init(x963Representation: [0x04] + x + y))
      case .p384(let x, let y): return .p384(try .init(x963Representation: [0x04] + x + y))
      case .ed25519(let bytes):
        guard !Ed25519SmallOrder.contains(bytes[...]) else { throw JWKFault.invalidPoint }
        return .ed25519(try .init(rawRepresentation: bytes))
      case .other: return nil
      }
    } catch {
      throw .invalidPoint
    }
  }
}
