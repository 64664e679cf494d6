/// Why bytes are not a key or signature that this room works with.
///
/// The messages contain nothing of a private key, and of what the bytes hold only escaped text, so
/// they can be shown anywhere.
package enum SSHError: Error, Sendable, Hashable {
  /// The bytes do not follow the format.
  case malformed(SSHFormatFault)
  /// The bytes follow the format but use a part of it that is refused on purpose.
  case unsupported(SSHUnsupported)
  /// The cryptographic library could not make a signature.
  case signingFailed
}

extension SSHError: CustomStringConvertible {
  /// One sentence for people, without a period at its end.
  package var description: String {
    switch self {
    case .malformed(let fault): fault.rawValue
    case .unsupported(let what): what.description
    case .signingFailed: "the cryptographic library could not make a signature"
    }
  }
}
