import Crypto
import CryptoExtras
package import Model

/// An issuer of tokens with one key, which signs whatever a test wants.
package struct TokenIssuer: Sendable {
  package let algorithm: TokenAlgorithm
  package let kid: String
  private let key: Key

  private enum Key: Sendable {
    case rsa(_RSA.Signing.PrivateKey)
    case p256(P256.Signing.PrivateKey)
    case p384(P384.Signing.PrivateKey)
    case ed25519(Curve25519.Signing.PrivateKey)
  }

  package init(_ algorithm: TokenAlgorithm = .es256, kid: String = "k1") throws {
    self.algorithm = algorithm
    self.kid = kid
    key =
      switch algorithm {
      case .rs256, .ps256: .rsa(try _RSA.Signing.PrivateKey(keySize: .bits2048))
      case .es256: .p256(P256.Signing.PrivateKey())
      case .es384: .p384(P384.Signing.PrivateKey())
      case .edDSA: .ed25519(Curve25519.Signing.PrivateKey())
      }
  }

  /// The public key as one JSON Web Key; `extra` members stand behind its own.
  package func jwk(extra: String = "") throws -> String {
    let members: String
    switch key {
    case .rsa(let key):
      let numbers = try key.publicKey.getKeyPrimitives()
      members =
        #""kty":"RSA","n":"\#(url(Array(numbers.modulus)))","e":"\#(url(Array(numbers.publicExponent)))""#
    case .p256(let key): members = curve("P-256", Array(key.publicKey.rawRepresentation))
    case .p384(let key): members = curve("P-384", Array(key.publicKey.rawRepresentation))
    case .ed25519(let key):
      members =
        #""kty":"OKP","crv":"Ed25519","x":"\#(url(Array(key.publicKey.rawRepresentation)))""#
    }
    return #"{"kid":"\#(kid)",\#(members)\#(extra)}"#
  }

  /// The file of keys that policy pins.
  package func jwks() throws -> String { #"{"keys":[\#(try jwk())]}"# + "\n" }

  /// A token with `claims`, a JSON object; `header` takes the place of the usual one.
  package func mint(_ claims: String, header: String? = nil) throws -> [UInt8] {
    let header = header ?? #"{"typ":"JWT","alg":"\#(algorithm.rawValue)","kid":"\#(kid)"}"#
    let signed = Array((url(Array(header.utf8)) + "." + url(Array(claims.utf8))).utf8)
    return signed + [UInt8(ascii: ".")] + Base64.encodeURL(try signature(over: signed))
  }

  private func signature(over signed: [UInt8]) throws -> [UInt8] {
    switch (key, algorithm) {
    case (.rsa(let key), .ps256):
      Array(
        try key.signature(for: SHA256.hash(data: signed), padding: .PSS).rawRepresentation)
    case (.rsa(let key), _):
      Array(
        try key.signature(for: SHA256.hash(data: signed), padding: .insecurePKCS1v1_5)
          .rawRepresentation)
    case (.p256(let key), _):
      Array(try key.signature(for: SHA256.hash(data: signed)).rawRepresentation)
    case (.p384(let key), _):
      Array(try key.signature(for: SHA384.hash(data: signed)).rawRepresentation)
    case (.ed25519(let key), _): Array(try key.signature(for: signed))
    }
  }

  private func curve(_ name: String, _ point: [UInt8]) -> String {
    let half = point.count / 2
    return
      #""kty":"EC","crv":"\#(name)","x":"\#(url(Array(point[..<half])))","y":"\#(url(Array(point[half...])))""#
  }

  private func url(_ bytes: [UInt8]) -> String {
    String(decoding: Base64.encodeURL(bytes), as: UTF8.self)
  }
}
