import Documents
import Model
import Signatures

/// What proves a workload, and the keys that it is proved by.
extension FuzzTarget {
  /// The bytes as a token, as header and claims of one that nobody signed, and as an issuer's keys.
  static func token(_ bytes: [UInt8]) {
    accepted { try checkToken(SignedToken(bytes)) }
    // Base64 hides JSON from a fuzzer: a line each of header and claims.
    let parts = bytes.split(separator: 0x0A, maxSplits: 1, omittingEmptySubsequences: false)
    if parts.count == 2 {
      let joined = parts.map { Base64.encodeURL(Array($0)) }.joined(separator: [0x2E])
      accepted { try checkToken(SignedToken(Array(joined) + Array(".AAAA".utf8))) }
    }
    accepted {
      let set = try TokenKeySet(parsing: bytes)
      precondition(!set.keys.isEmpty, "a set has keys")
      for key in set.keys {
        let named = set.keys.filter { other in key.kid.map { other.isCalled($0) } ?? false }
        precondition(named.count < 2, "a name is one key's")
      }
      _ = try TokenVerifier(keys: set.keys, allowing: TokenAlgorithm.allCases)
    }
    if let decoded = Base64.decodeURL(bytes[...]) {
      precondition(Base64.encodeURL(decoded) == bytes, "bytes have one encoding")
    }
  }

  private static func checkToken(_ token: SignedToken) throws {
    guard case .object = token.claimed else { preconditionFailure("claims are an object") }
    let nobody = try TokenVerifier(keys: [], allowing: TokenAlgorithm.allCases)
    if case .good = nobody.verify(token) { preconditionFailure("nobody signed") }
  }
}
