import Crypto
import Model

extension SSHPrivateKey {
  /// Reads an unencrypted private key as `ssh-keygen -t ed25519 -N ''` writes it.
  ///
  /// The format is OpenSSH's PROTOCOL.key. Ed25519 and ECDSA keys on the NIST curves are taken. CR
  /// LF line ends are too: secrets pasted into a CI's settings often get them.
  /// - Throws: `SSHError`, saying how to mend it where that is possible: encrypted keys, RSA and
  ///   security keys, PEM and PKCS #8 files.
  package init(openSSH pem: [UInt8]) throws(SSHError) {
    let carriageReturn = UInt8(ascii: "\r")
    let text = pem.filter { $0 != carriageReturn }
    try Self.refuseOtherForms(text)
    var reader = SSHWireReader(try SSHArmor.privateKey.decode(text))
    let magic = Array("openssh-key-v1\0".utf8)
    guard try reader.bytes(magic.count).elementsEqual(magic) else { throw .malformed(.wrongMagic) }
    let cipher = try reader.string()
    let derivation = try reader.string()
    let options = try reader.string()
    guard cipher.elementsEqual("none".utf8), derivation.elementsEqual("none".utf8) else {
      throw .unsupported(.encryptedPrivateKey(cipher: shortlyEscaped(cipher)))
    }
    guard options.isEmpty else { throw .malformed(.trailingBytes) }
    guard try reader.uint32() == 1 else { throw .malformed(.notOneKey) }
    let publicBlob = Array(try reader.string())
    let section = try reader.string()
    try reader.end()
    (secret, publicKey) = try Self.readSection(section)
    guard publicKey.blob == publicBlob else { throw .malformed(.privateKeyMismatch) }
  }

  /// Other forms of private keys by their first line, so that the message can say what to do.
  private static func refuseOtherForms(_ text: [UInt8]) throws(SSHError) {
    guard !text.starts(with: "-----BEGIN OPENSSH PRIVATE KEY-----".utf8) else { return }
    let first = text.prefix { $0 != UInt8(ascii: "\n") }
    let isPrivateKey =
      first.starts(with: "-----BEGIN ".utf8)
      && first.suffix(16).elementsEqual("PRIVATE KEY-----".utf8)
    throw isPrivateKey ? .unsupported(.privateKeyForm) : .malformed(.notAPrivateKey)
  }

  /// Reads the part that a passphrase would protect.
  private static func readSection(
    _ section: ArraySlice<UInt8>
  ) throws(SSHError) -> (Secret, SSHPublicKey) {
    // The block size of the cipher "none" is 8 (PROTOCOL.key section 3).
    guard section.count.isMultiple(of: 8) else { throw .malformed(.wrongPadding) }
    var reader = SSHWireReader(section)
    guard try reader.uint32() == reader.uint32() else { throw .malformed(.checkIntegersDiffer) }
    let name = try reader.string()
    let result = try readKey(SSHPublicKey.Algorithm(named: name), from: &reader)
    _ = try reader.string()  // the comment
    let padding = reader.remaining
    guard padding.count < 8, padding.elementsEqual((1...8).prefix(padding.count)) else {
      throw .malformed(.wrongPadding)
    }
    return result
  }

  private static func readKey(
    _ algorithm: SSHPublicKey.Algorithm, from reader: inout SSHWireReader
  ) throws(SSHError) -> (Secret, SSHPublicKey) {
    switch algorithm {
    case .ed25519:
      return try readEd25519(&reader)
    case .ecdsaP256:
      return try readECDSA(algorithm, &reader) { scalar in
        let key = try P256.Signing.PrivateKey(rawRepresentation: scalar)
        return (.ecdsaP256(key), Array(key.publicKey.x963Representation))
      }
    case .ecdsaP384:
      return try readECDSA(algorithm, &reader) { scalar in
        let key = try P384.Signing.PrivateKey(rawRepresentation: scalar)
        return (.ecdsaP384(key), Array(key.publicKey.x963Representation))
      }
    case .ecdsaP521:
      return try readECDSA(algorithm, &reader) { scalar in
        let key = try P521.Signing.PrivateKey(rawRepresentation: scalar)
        return (.ecdsaP521(key), Array(key.publicKey.x963Representation))
      }
    case .rsa, .skEd25519, .skECDSA:
      throw .unsupported(.privateKeyType(algorithm.rawValue))
    }
  }

  /// The public key, then the seed and the public key once more.
  private static func readEd25519(
    _ reader: inout SSHWireReader
  ) throws(SSHError) -> (Secret, SSHPublicKey) {
    let point = try reader.string()
    let pair = try reader.string()
    guard point.count == 32, pair.count == 64 else { throw .malformed(.wrongKeyLength) }
    let key: Curve25519.Signing.PrivateKey
    do {
      key = try Curve25519.Signing.PrivateKey(rawRepresentation: pair.prefix(32))
    } catch {
      throw .malformed(.wrongKeyLength)
    }
    let derived = Array(key.publicKey.rawRepresentation)
    guard derived.elementsEqual(point), pair.suffix(32).elementsEqual(point) else {
      throw .malformed(.privateKeyMismatch)
    }
    var writer = SSHWireWriter()
    writer.string(SSHPublicKey.Algorithm.ed25519.rawValue.utf8)
    writer.string(derived)
    return (.ed25519(key), try SSHPublicKey(wireFormat: writer.bytes))
  }

  /// The curve's name, the public point, the private integer.
  private static func readECDSA(
    _ algorithm: SSHPublicKey.Algorithm, _ reader: inout SSHWireReader,
    load: ([UInt8]) throws -> (Secret, point: [UInt8])
  ) throws(SSHError) -> (Secret, SSHPublicKey) {
    let curve = try reader.string()
    let point = try reader.string()
    let scalar = try reader.positiveInteger()
    let size = algorithm.curve?.coordinateLength ?? 0
    guard scalar.count <= size else { throw .malformed(.privateKeyMismatch) }
    let padded = [UInt8](repeating: 0, count: size - scalar.count) + scalar
    let loaded: (secret: Secret, point: [UInt8])
    do {
      loaded = try load(padded)
    } catch {
      throw .malformed(.privateKeyMismatch)
    }
    guard loaded.point.elementsEqual(point) else { throw .malformed(.privateKeyMismatch) }
    var writer = SSHWireWriter()
    writer.string(algorithm.rawValue.utf8)
    writer.string(curve)
    writer.string(point)
    return (loaded.secret, try SSHPublicKey(wireFormat: writer.bytes))
  }
}
