import Crypto
import Model

/// The innermost part of a signature: what the key's own algorithm made.
struct SSHProof: Sendable {
  /// Which algorithm made it.
  enum SignatureType: Sendable {
    /// The one that is named like the key.
    case ofKey
    case rsaSHA1, rsaSHA256, rsaSHA512
  }

  let type: SignatureType
  /// The signature itself, at a fixed length for each type of key.
  ///
  /// Ed25519: 64 bytes. ECDSA: r and s, each as long as a coordinate. RSA: as long as the modulus.
  let value: [UInt8]
  /// What a security key says about the moment of signing; zero for other keys.
  let flags: UInt8
  /// How often a security key has signed; zero for other keys.
  let counter: UInt32

  /// Reads a signature by `key` from its encoding (RFC 4253 section 6.6, PROTOCOL.u2f).
  init(_ blob: ArraySlice<UInt8>, by key: SSHPublicKey) throws(SSHError) {
    var reader = SSHWireReader(blob)
    type = try Self.signatureType(named: reader.string(), key.algorithm)
    let body = try reader.string()
    switch key.material {
    case .ed25519, .skEd25519:
      guard body.count == 64 else { throw .malformed(.wrongSignatureLength) }
      value = Array(body)
    case .ecdsaP256, .skECDSA: value = try Self.ecdsa(body, coordinateLength: 32)
    case .ecdsaP384: value = try Self.ecdsa(body, coordinateLength: 48)
    case .ecdsaP521: value = try Self.ecdsa(body, coordinateLength: 66)
    case .rsa(_, let length): value = try Self.padded(body, to: length)
    case .tooWeak: value = []
    }
    if key.algorithm.isHardware {
      flags = try reader.byte()
      counter = try reader.uint32()
    } else {
      (flags, counter) = (0, 0)
    }
    try reader.end()
  }

  /// What a security key signs for `message` (PROTOCOL.u2f, "SSH U2F Signatures").
  func hardwareMessage(application: SHA256.Digest, _ message: [UInt8]) -> [UInt8] {
    var writer = SSHWireWriter()
    writer.raw(application)
    writer.raw([flags])
    writer.uint32(counter)
    writer.raw(SHA256.hash(data: message))
    return writer.bytes
  }

  private static func signatureType(
    named name: ArraySlice<UInt8>, _ algorithm: SSHPublicKey.Algorithm
  ) throws(SSHError) -> SignatureType {
    if algorithm == .rsa {
      if name.elementsEqual("rsa-sha2-512".utf8) { return .rsaSHA512 }
      if name.elementsEqual("rsa-sha2-256".utf8) { return .rsaSHA256 }
      if name.elementsEqual("ssh-rsa".utf8) { return .rsaSHA1 }
    } else if name.elementsEqual(algorithm.rawValue.utf8) {
      return .ofKey
    } else if algorithm == .skECDSA,
      name.elementsEqual("webauthn-sk-ecdsa-sha2-nistp256@openssh.com".utf8)
    {
      // OpenSSH takes what a browser's security key signs; no version of git makes such signatures.
      throw .unsupported(.signatureType(shortlyEscaped(name)))
    }
    throw .malformed(.wrongSignatureType)
  }

  /// The two integers of RFC 5656 section 3.1.2, side by side.
  private static func ecdsa(
    _ body: ArraySlice<UInt8>, coordinateLength: Int
  ) throws(SSHError) -> [UInt8] {
    var reader = SSHWireReader(body)
    let r = try padded(reader.positiveInteger(), to: coordinateLength)
    let s = try padded(reader.positiveInteger(), to: coordinateLength)
    try reader.end()
    return r + s
  }

  /// `magnitude` with zeros in front up to `length`.
  ///
  /// RSA signatures may come without their leading zeros; OpenSSH fills them up, and so do we.
  private static func padded(
    _ magnitude: ArraySlice<UInt8>, to length: Int
  ) throws(SSHError) -> [UInt8] {
    guard magnitude.count <= length else { throw .malformed(.wrongSignatureLength) }
    return [UInt8](repeating: 0, count: length - magnitude.count) + magnitude
  }
}
