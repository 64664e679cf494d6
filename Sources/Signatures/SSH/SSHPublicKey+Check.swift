import Crypto
import CryptoExtras

extension SSHPublicKey {
  /// Whether `proof` is this key's signature over `message`.
  ///
  /// The hash of each ECDSA curve is that of RFC 5656 section 6.2.1; RSA is PKCS #1 v1.5 with the
  /// hash that the signature names (RFC 8332).
  func accepts(_ proof: SSHProof, over message: [UInt8]) -> Bool {
    guard weakness == nil else { return false }
    switch material {
    case .ed25519(let key):
      return key.isValidSignature(proof.value, for: message)
    case .ecdsaP256(let key):
      return accepts(proof, P256.Signing.ECDSASignature.init(rawRepresentation:)) {
        key.isValidSignature($0, for: SHA256.hash(data: message))
      }
    case .ecdsaP384(let key):
      return accepts(proof, P384.Signing.ECDSASignature.init(rawRepresentation:)) {
        key.isValidSignature($0, for: SHA384.hash(data: message))
      }
    case .ecdsaP521(let key):
      return accepts(proof, P521.Signing.ECDSASignature.init(rawRepresentation:)) {
        key.isValidSignature($0, for: SHA512.hash(data: message))
      }
    case .rsa(let key, _):
      let signature = _RSA.Signing.RSASignature(rawRepresentation: proof.value)
      switch proof.type {
      case .rsaSHA256:
        return key.isValidSignature(
          signature, for: SHA256.hash(data: message), padding: .insecurePKCS1v1_5)
      case .rsaSHA512:
        return key.isValidSignature(
          signature, for: SHA512.hash(data: message), padding: .insecurePKCS1v1_5)
      case .rsaSHA1, .ofKey:
        return false
      }
    case .skEd25519(let key, let application):
      return key.isValidSignature(
        proof.value, for: proof.hardwareMessage(application: application, message))
    case .skECDSA(let key, let application):
      let signed = proof.hardwareMessage(application: application, message)
      return accepts(proof, P256.Signing.ECDSASignature.init(rawRepresentation:)) {
        key.isValidSignature($0, for: SHA256.hash(data: signed))
      }
    case .tooWeak:
      return false
    }
  }

  /// Loads the value of `proof` and checks it; a value that cannot be loaded is no signature.
  private func accepts<Signature>(
    _ proof: SSHProof, _ load: ([UInt8]) throws -> Signature, check: (Signature) -> Bool
  ) -> Bool {
    do { return check(try load(proof.value)) } catch { return false }
  }
}
