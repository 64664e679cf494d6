package import Model

/// A compact JSON Web Signature (RFC 7515) whose claims nobody has verified yet.
///
/// Read so that no other reader can find something else in it: one encoding, one object a part, each name
/// once. Of the header only `alg` and `kid` mean anything; keys that a token brings along (`jwk`, `jku`, `x5c`)
/// are what a forger would bring.
package struct SignedToken: Sendable, Hashable {
  /// The most bytes that a token may have, its line end aside.
  package static let largest = 16 * 1024

  package let algorithm: TokenAlgorithm
  /// What it calls the key that signed it.
  package let kid: String?
  /// The members of the object that is signed: whatever whoever made it wrote.
  package let claimed: JSONTree
  /// Header and claims as they are signed.
  let signed: [UInt8]
  let signature: [UInt8]

  /// Reads `file`, at whose end one line feed may stand.
  package init(_ file: [UInt8]) throws(TokenFault) {
    let text = file.last == UInt8(ascii: "\n") ? file.dropLast() : file[...]
    guard text.count <= Self.largest else { throw .tooLarge(bytes: text.count) }
    let parts = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard parts.count == 3, !parts.contains(where: \.isEmpty) else { throw .notThreeParts }
    let header = try Self.object(parts[0], .header)
    claimed = try Self.object(parts[1], .claims)
    guard let signature = Base64.decodeURL(parts[2]) else { throw .notBase64(.signature) }
    self.signature = signature
    signed = Array(text[..<parts[1].endIndex])
    // Who takes `b64: false` (RFC 7797) reads other claims than who does not.
    guard header.member("crit") == nil, header.member("b64") == nil else { throw .critical }
    guard let name = header.member("alg")?.text else { throw .noAlgorithm }
    guard let algorithm = TokenAlgorithm(written: name) else {
      throw .algorithm(shortlyEscaped(name.utf8))
    }
    self.algorithm = algorithm
    switch header.member("kid") {
    case nil: kid = nil
    case .string(let name): kid = name
    default: throw .wrongKeyName
    }
  }

  private static func object(
    _ text: ArraySlice<UInt8>, _ part: TokenFault.Part
  ) throws(TokenFault) -> JSONTree {
    guard let bytes = Base64.decodeURL(text) else { throw .notBase64(part) }
    guard let tree = JSONTree(parsing: bytes), case .object = tree else {
      throw .notAnObject(part)
    }
    return tree
  }
}
