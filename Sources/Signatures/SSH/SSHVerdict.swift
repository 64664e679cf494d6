/// What is to be said about one signature over one payload.
///
/// All but `good` mean that nothing is proved; they differ in what to tell people. A signature that
/// cannot be read is `malformed` or `unsupported`, whichever comes up first; of the rest, the case
/// that is listed first wins.
package enum SSHVerdict: Sendable, Hashable {
  /// The signature verifies.
  case good(SSHVerified)
  /// The block is no well-formed SSHSIG signature.
  case malformed(SSHFormatFault)
  /// The block uses something that is refused on purpose.
  case unsupported(SSHUnsupported)
  /// The signature was made for another purpose; `found` is escaped for display.
  case wrongNamespace(found: String)
  /// The key or its algorithm is too weak; whether the signature verifies was not looked at.
  case weakKey(SSHWeakness)
  /// The signature is well-formed and was not made by its key over this payload.
  case bad
}

extension SSHVerdict: CustomStringConvertible {
  /// One sentence for people, without a period at its end.
  package var description: String {
    switch self {
    case .good(let verified): "good signature by \(verified.key.fingerprint)"
    case .malformed(let fault): "malformed signature: \(fault.rawValue)"
    case .unsupported(let what): "unsupported signature: \(what)"
    case .wrongNamespace(let found): "the signature was made for the namespace \(found)"
    case .weakKey(let weakness): weakness.description
    case .bad: "the signature does not match the content and the key it names"
    }
  }
}
