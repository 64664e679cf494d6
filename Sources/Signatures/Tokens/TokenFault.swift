import Model

/// Why something is no token that could be verified.
package enum TokenFault: Error, Sendable, Hashable {
  case tooLarge(bytes: Int)
  /// It has not three parts with a period between them, none of them empty.
  case notThreeParts
  /// A part is no canonical base64url.
  case notBase64(Part)
  /// A part is no single JSON object, or one that two readers could understand in two ways.
  case notAnObject(Part)
  /// The header asks for something that must be understood (RFC 7515 section 4.1.11).
  case critical
  /// The header names no algorithm as text.
  case noAlgorithm
  /// The header names one that is not taken; escaped for display.
  case algorithm(String)
  /// The header's `kid` is no text.
  case wrongKeyName

  /// A part of a token.
  package enum Part: String, Sendable, Hashable {
    case header
    case claims
    case signature
  }
}

extension TokenFault: CustomStringConvertible {
  /// One sentence for people, without a period at its end.
  package var description: String {
    switch self {
    case .tooLarge(let bytes):
      "it has \(bytes) bytes, more than the \(SignedToken.largest) that a token may have"
    case .notThreeParts: "it is no compact JSON Web Signature: three parts with periods between"
    case .notBase64(let part): "its \(part.rawValue) is no base64url as RFC 7515 has it"
    case .notAnObject(let part):
      "its \(part.rawValue) is no single JSON object with each name once"
    case .critical: "its header has `crit` or `b64`, which nothing here understands"
    case .noAlgorithm: "its header has no `alg`"
    case .algorithm(let name):
      "it is signed by \(name), where "
        + TokenAlgorithm.allCases.map(\.rawValue).joined(separator: ", ") + " are taken"
    case .wrongKeyName: "its header's `kid` is no text"
    }
  }
}
