/// Why a file of revoked keys cannot be read.
///
/// Unlike a line of allowed_signers nothing is skipped: what is not understood might revoke a key.
package enum RevocationFault: Error, Sendable, Hashable {
  /// A line of a list, counted from 1; the text says what is wrong with it.
  case line(Int, String)
  /// A binary list (KRL); the text says what is wrong with it.
  case binary(String)
}

extension RevocationFault: CustomStringConvertible {
  /// One sentence for people, without a period at its end.
  package var description: String {
    switch self {
    case .line(let number, let text): "line \(number): \(text)"
    case .binary(let text): "key revocation list: \(text)"
    }
  }
}
