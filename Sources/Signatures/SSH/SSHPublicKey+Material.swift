import Crypto
import CryptoExtras
import Model

extension SSHPublicKey {
  /// The largest RSA modulus in bits that the cryptographic library takes (BoringSSL's limit).
  static let largestModulus = 8192
  /// The smallest RSA modulus in bits whose signatures count (DESIGN section 4).
  static let smallestModulus = 2048

  /// What a signature is checked with.
  enum Material: Sendable {
    case ed25519(Curve25519.Signing.PublicKey)
    case ecdsaP256(P256.Signing.PublicKey)
    case ecdsaP384(P384.Signing.PublicKey)
    case ecdsaP521(P521.Signing.PublicKey)
    case rsa(_RSA.Signing.PublicKey, modulusLength: Int)
    case skEd25519(Curve25519.Signing.PublicKey, application: SHA256.Digest)
    case skECDSA(P256.Signing.PublicKey, application: SHA256.Digest)
    /// An RSA key that the library would not even load.
    case tooWeak
  }

  static func read(
    _ algorithm: Algorithm, from reader: inout SSHWireReader
  ) throws(SSHError) -> (Material, SSHWeakness?) {
    switch algorithm {
    case .ed25519:
      let (key, weakness) = try ed25519(&reader)
      return (.ed25519(key), weakness)
    case .skEd25519:
      let (key, weakness) = try ed25519(&reader)
      return (.skEd25519(key, application: try application(&reader)), weakness)
    case .ecdsaP256:
      return (.ecdsaP256(try p256(algorithm, &reader)), nil)
    case .skECDSA:
      let key = try p256(algorithm, &reader)
      return (.skECDSA(key, application: try application(&reader)), nil)
    case .ecdsaP384:
      let point = try point(&reader, of: algorithm)
      return (.ecdsaP384(try onCurve { try .init(x963Representation: point) }), nil)
    case .ecdsaP521:
      let point = try point(&reader, of: algorithm)
      return (.ecdsaP521(try onCurve { try .init(x963Representation: point) }), nil)
    case .rsa:
      return try rsa(&reader)
    }
  }

  private static func ed25519(
    _ reader: inout SSHWireReader
  ) throws(SSHError) -> (Curve25519.Signing.PublicKey, SSHWeakness?) {
    let bytes = try reader.string()
    guard bytes.count == 32 else { throw .malformed(.wrongKeyLength) }
    let key: Curve25519.Signing.PublicKey = try onCurve { try .init(rawRepresentation: bytes) }
    return (key, Ed25519SmallOrder.contains(bytes) ? .smallOrder : nil)
  }

  private static func p256(
    _ algorithm: Algorithm, _ reader: inout SSHWireReader
  ) throws(SSHError) -> P256.Signing.PublicKey {
    let point = try point(&reader, of: algorithm)
    return try onCurve { try .init(x963Representation: point) }
  }

  /// The curve's name and an uncompressed point (RFC 5656 section 3.1).
  private static func point(
    _ reader: inout SSHWireReader, of algorithm: Algorithm
  ) throws(SSHError) -> ArraySlice<UInt8> {
    guard let curve = algorithm.curve, try reader.string().elementsEqual(curve.name.utf8) else {
      throw .malformed(.wrongCurve)
    }
    let point = try reader.string()
    guard curve.hasForm(point) else { throw .malformed(.invalidPoint) }
    return point
  }

  /// The hash of the application that a security key mixes into what it signs.
  ///
  /// OpenSSH hashes up to the first NUL; refusing one leaves no room for two readings.
  private static func application(_ reader: inout SSHWireReader) throws(SSHError) -> SHA256.Digest {
    let application = try reader.string()
    guard !application.contains(0) else { throw .malformed(.invalidApplication) }
    return SHA256.hash(data: application)
  }

  private static func rsa(
    _ reader: inout SSHWireReader
  ) throws(SSHError) -> (Material, SSHWeakness?) {
    let exponent = try reader.positiveInteger()
    let modulus = try reader.positiveInteger()
    let bits = bitWidth(modulus)
    guard isOdd(exponent), isOdd(modulus), (2...33).contains(bitWidth(exponent)) else {
      throw .malformed(.invalidRSA)
    }
    guard bits <= largestModulus else { throw .unsupported(.rsaSize(bits: bits)) }
    guard bits >= smallestModulus else { return (.tooWeak, .rsaTooShort(bits: bits)) }
    do {
      let key = try _RSA.Signing.PublicKey(n: modulus, e: exponent)
      return (.rsa(key, modulusLength: modulus.count), nil)
    } catch {
      throw .malformed(.invalidRSA)
    }
  }

  private static func isOdd(_ magnitude: ArraySlice<UInt8>) -> Bool {
    magnitude.last.map { $0 & 1 == 1 } ?? false
  }

  private static func bitWidth(_ magnitude: ArraySlice<UInt8>) -> Int {
    magnitude.count * 8 - (magnitude.first?.leadingZeroBitCount ?? 0)
  }

  /// The key that `load` makes; whatever the library objects to is a point it does not know.
  private static func onCurve<Key>(_ load: () throws -> Key) throws(SSHError) -> Key {
    do { return try load() } catch { throw .malformed(.invalidPoint) }
  }
}
