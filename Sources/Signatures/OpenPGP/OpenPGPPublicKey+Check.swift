import Crypto
import CryptoExtras
import Model

extension OpenPGPPublicKey {
  /// Why `hash` is too weak for this key.
  ///
  /// FIPS 186-4 section 4.2 asks for a hash as long as the group; GnuPG refuses shorter ones, too.
  func weakness(of hash: OpenPGPHash) -> OpenPGPWeakness? {
    let needed =
      switch material {
      case .p256: 256
      case .p384: 384
      case .p521: 512
      case .librnp(let groupBits): groupBits
      case .rsa, .ed25519, .tooWeak, .encryption, .other: 0
      }
    let bits = hash.bits
    return bits < needed ? .hashTooShort(bits: bits, needed: needed) : nil
  }

  /// Whether `signature` is this key's over `payload`.
  func accepts(
    _ signature: OpenPGPSignature, over payload: [UInt8]
  ) throws(OpenPGPError) -> Bool {
    switch signature.hash {
    case .sha256: try accepts(signature.proof, SHA256(), of: payload)
    case .sha384: try accepts(signature.proof, SHA384(), of: payload)
    case .sha512: try accepts(signature.proof, SHA512(), of: payload)
    case .md5, .sha1, .ripemd160: false
    }
  }

  /// Whether `proof` is this key's over `content`, by a hash that is told apart from a forgery or by SHA-1.
  ///
  /// - Returns: Nil where that cannot be told here: another hash, or a key that librnp checks.
  func accepts(
    _ proof: OpenPGPProof, hash: OpenPGPHash?, over content: [UInt8]
  ) throws(OpenPGPError) -> Bool? {
    switch (material, hash) {
    case (.librnp, _), (.tooWeak, _), (.encryption, _), (.other, _): nil
    case (_, .sha256): try accepts(proof, SHA256(), of: content)
    case (_, .sha384): try accepts(proof, SHA384(), of: content)
    case (_, .sha512): try accepts(proof, SHA512(), of: content)
    case (_, .sha1): try accepts(proof, Insecure.SHA1(), of: content)
    case (_, .md5), (_, .ripemd160), (_, nil): nil
    }
  }

  /// Checks the digest that the key signs (RFC 9580 section 5.2.4).
  private func accepts<Hash: HashFunction>(
    _ proof: OpenPGPProof, _ hash: Hash, of content: [UInt8]
  ) throws(OpenPGPError) -> Bool {
    var hash = hash
    hash.update(data: content)
    hash.update(data: proof.trailer)
    let digest = hash.finalize()
    // RSA has a second number, for keys that only sign (RFC 9580 section 9.1).
    let isRSA = [1, 3].contains(proof.algorithm) && [1, 3].contains(algorithm)
    guard isRSA || proof.algorithm == algorithm else { throw .malformed(.wrongAlgorithm) }
    let value = try value(of: proof)
    switch material {
    case .rsa(let key, _):
      return key.isValidSignature(
        _RSA.Signing.RSASignature(rawRepresentation: value), for: digest,
        padding: .insecurePKCS1v1_5)
    case .ed25519(let key): return key.isValidSignature(value, for: Array(digest))
    case .p256(let key):
      return accepts { key.isValidSignature(try .init(rawRepresentation: value), for: digest) }
    case .p384(let key):
      return accepts { key.isValidSignature(try .init(rawRepresentation: value), for: digest) }
    case .p521(let key):
      return accepts { key.isValidSignature(try .init(rawRepresentation: value), for: digest) }
    case .librnp, .tooWeak, .encryption, .other: return false
    }
  }

  /// The signature's integers as swift-crypto takes them: each at its full length, one after the other.
  ///
  /// They may begin with zeros: GitHub writes all of its integers as if they had the key's full length.
  private func value(of proof: OpenPGPProof) throws(OpenPGPError) -> [UInt8] {
    var reader = OpenPGPReader(proof.value)
    let value: [UInt8]
    switch material {
    case .rsa(_, let length): value = try padded(reader.octets(), to: length)
    case .ed25519: value = try padded(reader.octets(), to: 32) + padded(reader.octets(), to: 32)
    case .p256: value = try padded(reader.octets(), to: 32) + padded(reader.octets(), to: 32)
    case .p384: value = try padded(reader.octets(), to: 48) + padded(reader.octets(), to: 48)
    case .p521: value = try padded(reader.octets(), to: 66) + padded(reader.octets(), to: 66)
    case .librnp, .tooWeak, .encryption, .other: return []
    }
    try reader.end()
    return value
  }

  private func padded(
    _ integer: ArraySlice<UInt8>, to length: Int
  ) throws(OpenPGPError) -> [UInt8] {
    guard integer.count <= length else { throw .malformed(.wrongSignatureLength) }
    return [UInt8](repeating: 0, count: length - integer.count) + integer
  }

  /// What `check` says; a value that cannot be loaded is no signature.
  private func accepts(_ check: () throws -> Bool) -> Bool {
    do { return try check() } catch { return false }
  }
}
