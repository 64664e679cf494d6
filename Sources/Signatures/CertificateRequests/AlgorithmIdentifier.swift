import SwiftASN1

/// What a key or a signature is of: an algorithm with its parameters (RFC 5280 section 4.1.1.2).
struct AlgorithmIdentifier: Hashable, DERParseable {
  /// What is said besides the algorithm.
  private enum Parameters: Hashable {
    case none
    /// None that an algorithm has that is known here.
    case other
    case null
    case identifier(ASN1ObjectIdentifier)
  }

  private let algorithm: ASN1ObjectIdentifier
  private let parameters: Parameters

  /// Reads one.
  init(derEncoded node: ASN1Node) throws {
    (algorithm, parameters) = try DER.sequence(node, identifier: .sequence) { fields in
      let algorithm = try ASN1ObjectIdentifier(derEncoded: &fields)
      guard let rest = fields.next() else { return (algorithm, .none) }
      switch rest.identifier {
      case .null:
        _ = try ASN1Null(derEncoded: rest)
        return (algorithm, .null)
      case .objectIdentifier:
        return (algorithm, .identifier(try ASN1ObjectIdentifier(derEncoded: rest)))
      default: return (algorithm, .other)
      }
    }
  }

  /// An algorithm alone.
  init(_ algorithm: ASN1ObjectIdentifier) { (self.algorithm, parameters) = (algorithm, .none) }

  /// An algorithm for something that has an identifier of its own, such as a curve.
  init(_ algorithm: ASN1ObjectIdentifier, _ parameter: ASN1ObjectIdentifier) {
    (self.algorithm, parameters) = (algorithm, .identifier(parameter))
  }

  /// An algorithm with the null behind it that RSA's have (RFC 3279 section 2.3.1, RFC 4055 section 5).
  init(withNull algorithm: ASN1ObjectIdentifier) {
    (self.algorithm, parameters) = (algorithm, .null)
  }

  /// Ed25519, of keys and signatures alike (RFC 8410 section 3).
  static let ed25519 = AlgorithmIdentifier([1, 3, 101, 112])
}
