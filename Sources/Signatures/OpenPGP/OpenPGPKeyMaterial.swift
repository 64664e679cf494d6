import Crypto
import CryptoExtras
import Model

/// What a signature is checked with.
enum OpenPGPKeyMaterial: Sendable {
  case rsa(_RSA.Signing.PublicKey, modulusLength: Int)
  case ed25519(Curve25519.Signing.PublicKey)
  case p256(P256.Signing.PublicKey)
  case p384(P384.Signing.PublicKey)
  case p521(P521.Signing.PublicKey)
  /// A DSA key or one on a brainpool curve, which swift-crypto does not know; librnp checks its signatures.
  case librnp(groupBits: Int)
  /// A key that the library would not even load.
  case tooWeak
  /// A key for encryption, which is of no interest here.
  case encryption
  /// A key that may sign and is not taken.
  case other(OpenPGPUnsupported)

  /// Which key it is; nil for one that this program cannot check signatures with.
  var identity: KeyIdentity? {
    switch self {
    case .rsa(let key, _):
      do {
        return KeyIdentity(rsaModulus: try key.getKeyPrimitives().modulus)
      } catch {
        return nil
      }
    case .ed25519(let key): return KeyIdentity(ed25519: key.rawRepresentation)
    case .p256(let key): return KeyIdentity(point: key.x963Representation)
    case .p384(let key): return KeyIdentity(point: key.x963Representation)
    case .p521(let key): return KeyIdentity(point: key.x963Representation)
    case .librnp, .tooWeak, .encryption, .other: return nil
    }
  }

  /// Reads the rest of a key packet (RFC 9580 section 5.5.5).
  static func read(
    _ algorithm: UInt8, from reader: inout OpenPGPReader
  ) throws(OpenPGPError) -> (OpenPGPKeyMaterial, OpenPGPWeakness?) {
    switch algorithm {
    case 1, 3: return try rsa(&reader)
    case 17: return try dsa(&reader)
    case 19: return try ecdsa(&reader)
    case 22: return try edDSA(&reader)
    case 2, 16, 18: return (.encryption, nil)
    default: return (.other(.algorithm(algorithm)), nil)
    }
  }

  private static func rsa(
    _ reader: inout OpenPGPReader
  ) throws(OpenPGPError) -> (OpenPGPKeyMaterial, OpenPGPWeakness?) {
    let modulus = try reader.integer()
    let exponent = try reader.integer()
    try reader.end()
    let bits = bitWidth(modulus)
    guard isOdd(modulus), isOdd(exponent), (2...33).contains(bitWidth(exponent)) else {
      throw .malformed(.invalidKey)
    }
    guard bits <= SSHPublicKey.largestModulus else { return (.other(.rsaSize(bits: bits)), nil) }
    guard bits >= SSHPublicKey.smallestModulus else { return (.tooWeak, .rsaTooShort(bits: bits)) }
    return (
      .rsa(
        try load { try _RSA.Signing.PublicKey(n: modulus, e: exponent) },
        modulusLength: modulus.count), nil
    )
  }

  private static func dsa(
    _ reader: inout OpenPGPReader
  ) throws(OpenPGPError) -> (OpenPGPKeyMaterial, OpenPGPWeakness?) {
    let modulus = bitWidth(try reader.integer())
    let subgroup = bitWidth(try reader.integer())
    _ = try reader.integer()
    _ = try reader.integer()
    try reader.end()
    guard modulus >= 2048, subgroup >= 224 else {
      return (.tooWeak, .dsaTooShort(modulus: modulus, subgroup: subgroup))
    }
    return (.librnp(groupBits: subgroup), nil)
  }

  private static func ecdsa(
    _ reader: inout OpenPGPReader
  ) throws(OpenPGPError) -> (OpenPGPKeyMaterial, OpenPGPWeakness?) {
    let curve = try reader.bytes(Int(reader.byte()))
    let point = try reader.integer()
    try reader.end()
    if curve.elementsEqual([0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x03, 0x01, 0x07]) {
      return (.p256(try load { try .init(x963Representation: point) }), nil)
    }
    if curve.elementsEqual([0x2B, 0x81, 0x04, 0x00, 0x22]) {
      return (.p384(try load { try .init(x963Representation: point) }), nil)
    }
    if curve.elementsEqual([0x2B, 0x81, 0x04, 0x00, 0x23]) {
      return (.p521(try load { try .init(x963Representation: point) }), nil)
    }
    if let bits = brainpoolBits(curve) { return (.librnp(groupBits: bits), nil) }
    return (.other(.curve(upperCaseHexadecimal(curve.prefix(32)))), nil)
  }

  /// The size of the brainpool curve (RFC 5639) that the object identifier `curve` names; nil for any other.
  private static func brainpoolBits(_ curve: ArraySlice<UInt8>) -> Int? {
    guard curve.dropLast().elementsEqual([0x2B, 0x24, 0x03, 0x03, 0x02, 0x08, 0x01, 0x01]) else {
      return nil
    }
    return switch curve.last {
    case 0x07: 256
    case 0x0B: 384
    case 0x0D: 512
    default: nil
    }
  }

  private static func edDSA(
    _ reader: inout OpenPGPReader
  ) throws(OpenPGPError) -> (OpenPGPKeyMaterial, OpenPGPWeakness?) {
    let curve = try reader.bytes(Int(reader.byte()))
    let point = try reader.integer()
    try reader.end()
    guard curve.elementsEqual([0x2B, 0x06, 0x01, 0x04, 0x01, 0xDA, 0x47, 0x0F, 0x01]) else {
      return (.other(.curve(upperCaseHexadecimal(curve.prefix(32)))), nil)
    }
    // 0x40 marks a point in the curve's native form (RFC 9580 section 11.2).
    guard point.count == 33, point.first == 0x40 else { throw .malformed(.invalidKey) }
    let bytes = point.dropFirst()
    let key = try load { try Curve25519.Signing.PublicKey(rawRepresentation: bytes) }
    return (.ed25519(key), Ed25519SmallOrder.contains(bytes) ? .smallOrder : nil)
  }

  private static func isOdd(_ magnitude: ArraySlice<UInt8>) -> Bool {
    magnitude.last.map { $0 & 1 == 1 } ?? false
  }

  private static func bitWidth(_ magnitude: ArraySlice<UInt8>) -> Int {
    magnitude.count * 8 - (magnitude.first?.leadingZeroBitCount ?? 0)
  }

  /// The key that `make` loads; whatever the library objects to is no key of its algorithm.
  private static func load<Key>(_ make: () throws -> Key) throws(OpenPGPError) -> Key {
    do { return try make() } catch { throw .malformed(.invalidKey) }
  }
}
