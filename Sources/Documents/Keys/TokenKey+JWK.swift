package import Model

extension TokenKey {
  /// The sizes of RSA keys that count, in bits (DESIGN section 4).
  package static let rsaSizes = 2048...8192
  /// The most bytes that a key's name may have.
  package static let longestName = 256

  /// Reads one JSON Web Key (RFC 7517 section 4, RFC 7518 section 6, RFC 8037).
  package init(jwk: JSONTree) throws(JWKFault) {
    guard case .object = jwk else { throw .notAnObject }
    let type = try Self.text(jwk, "kty")
    guard !type.utf8.elementsEqual("oct".utf8) else { throw .symmetric }
    for name in ["d", "p", "q", "dp", "dq", "qi", "oth", "k"] where jwk.member(name) != nil {
      throw .privateKey(name)
    }
    let (material, natural) = try Self.material(jwk, type: type)
    let kid = try Self.optionalText(jwk, "kid")
    if let kid {
      guard (1...Self.longestName).contains(kid.utf8.count) else { throw .wrongMember("kid") }
    }
    // What a key is made for it may be used for, and for nothing else.
    let algorithm = try Self.optionalText(jwk, "alg")
    let use = try Self.optionalText(jwk, "use")
    let verifies = try Self.verifies(jwk)
    let algorithms =
      (use.map { $0.utf8.elementsEqual("sig".utf8) } ?? true) && verifies
      ? natural.filter { natural in
        algorithm.map { $0.utf8.elementsEqual(natural.rawValue.utf8) } ?? true
      } : []
    self.init(kid: kid, material: material, algorithms: algorithms)
  }

  private static func material(
    _ jwk: JSONTree, type: String
  ) throws(JWKFault) -> (Material, [TokenAlgorithm]) {
    switch type {
    case "RSA":
      let modulus = try bytes(jwk, "n")
      let exponent = try bytes(jwk, "e")
      let bits = bitWidth(modulus)
      guard rsaSizes.contains(bits) else { throw .rsaSize(bits: bits) }
      guard modulus.first != 0, isOdd(modulus) else { throw .wrongMember("n") }
      guard exponent.first != 0, isOdd(exponent), (2...33).contains(bitWidth(exponent)) else {
        throw .wrongMember("e")
      }
      return (.rsa(modulus: modulus, exponent: exponent), [.rs256, .ps256])
    case "EC":
      switch try text(jwk, "crv") {
      case "P-256":
        let (x, y) = try point(jwk, length: 32)
        return (.p256(x: x, y: y), [.es256])
      case "P-384":
        let (x, y) = try point(jwk, length: 48)
        return (.p384(x: x, y: y), [.es384])
      default: return (.other, [])
      }
    case "OKP":
      guard try text(jwk, "crv") == "Ed25519" else { return (.other, []) }
      let key = try bytes(jwk, "x")
      guard key.count == 32 else { throw .wrongMember("x") }
      return (.ed25519(key), [.edDSA])
    default: return (.other, [])
    }
  }

  private static func point(
    _ jwk: JSONTree, length: Int
  ) throws(JWKFault) -> (x: [UInt8], y: [UInt8]) {
    let x = try bytes(jwk, "x")
    guard x.count == length else { throw .wrongMember("x") }
    let y = try bytes(jwk, "y")
    guard y.count == length else { throw .wrongMember("y") }
    return (x, y)
  }

  private static func verifies(_ jwk: JSONTree) throws(JWKFault) -> Bool {
    guard let member = jwk.member("key_ops") else { return true }
    guard case .array(let operations) = member else { throw .wrongMember("key_ops") }
    return operations.contains { $0.text.map { $0.utf8.elementsEqual("verify".utf8) } ?? false }
  }

  private static func text(_ jwk: JSONTree, _ name: String) throws(JWKFault) -> String {
    guard let text = try optionalText(jwk, name) else { throw .missingMember(name) }
    return text
  }

  private static func optionalText(
    _ jwk: JSONTree, _ name: String
  ) throws(JWKFault) -> String? {
    guard let member = jwk.member(name) else { return nil }
    guard let text = member.text else { throw .wrongMember(name) }
    return text
  }

  private static func bytes(_ jwk: JSONTree, _ name: String) throws(JWKFault) -> [UInt8] {
    guard let bytes = Base64.decodeURL(Array(try text(jwk, name).utf8)[...]), !bytes.isEmpty else {
      throw .wrongMember(name)
    }
    return bytes
  }

  private static func isOdd(_ number: [UInt8]) -> Bool { number.last.map { $0 & 1 == 1 } ?? false }

  private static func bitWidth(_ number: [UInt8]) -> Int {
    let digits = number.drop { $0 == 0 }
    return digits.count * 8 - (digits.first?.leadingZeroBitCount ?? 0)
  }
}
