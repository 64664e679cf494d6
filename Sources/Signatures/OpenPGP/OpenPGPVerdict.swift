package import Model

/// What is to be said about one OpenPGP signature over one payload, at one time.
///
/// All but `good` mean that nothing is proved; they differ in what to tell people.
package enum OpenPGPVerdict: Sendable, Hashable {
  /// The signature verifies, by a key that may sign now.
  case good(OpenPGPVerified)
  /// The block is no well-formed signature, or holds more than one.
  case malformed(OpenPGPFormatFault)
  /// The block uses something that is refused on purpose.
  case unsupported(OpenPGPUnsupported)
  /// No certificate has the key that the signature names; its name is in upper-case hexadecimal.
  case unknownKey(String)
  /// The hash or the key is too weak; whether the signature verifies was not always looked at.
  case weakKey(OpenPGPWeakness)
  /// The signature is well-formed and was not made by its key over this payload.
  case bad
  /// The signature verifies, and says of its own time what cannot be.
  case untimely(OpenPGPTimeFault, key: String)
  /// The signature verifies, by a key that has expired by now.
  case expiredKey(String, since: Instant)
  /// The signature verifies, by a key that is revoked.
  case revokedKey(String, OpenPGPRevocation)
  /// The signature verifies, by a key that is in a certificate and may not sign.
  case unusableKey(String, OpenPGPKeyFault)
}

/// What cannot be about the time of a signature.
///
/// A signature's own time proves nothing (THREATS row 11); it only ever refuses.
package enum OpenPGPTimeFault: String, Sendable, Hashable {
  case beforeKey = "is dated before its key was made"
  case inFuture = "is dated in the future"
  case expired = "has expired by its own words"
}

extension OpenPGPVerdict: CustomStringConvertible {
  /// One sentence for people, without a period at its end.
  package var description: String {
    switch self {
    case .good(let verified): "good signature by \(verified.fingerprint)"
    case .malformed(let fault): "malformed signature: \(fault.rawValue)"
    case .unsupported(let what): "unsupported signature: \(what)"
    case .unknownKey(let name): "no certificate has the key \(name)"
    case .weakKey(let weakness): weakness.description
    case .bad: "the signature does not match the content and the key it names"
    case .untimely(let fault, let key): "the signature by \(key) \(fault.rawValue)"
    case .expiredKey(let key, let since): "the key \(key) has expired (\(since))"
    case .revokedKey(let key, let revocation): "the key \(key) is revoked as \(revocation.rawValue)"
    case .unusableKey(let key, let fault): "the key \(key) cannot sign: \(fault.rawValue)"
    }
  }
}
