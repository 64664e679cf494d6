import Model

/// What a signature that verified proves: this key signed exactly this payload.
///
/// Only the verifier makes these values; a key that was merely read from a signature is a
/// `SSHSignature.claimedKey`. Whose key it is, and whether that person may sign, is not known here.
package struct SSHVerified: Sendable, Hashable {
  /// The key that signed.
  package let key: SSHPublicKey
  /// Whether a security key vouches that somebody touched it (flag 0x01 of PROTOCOL.u2f).
  ///
  /// A signature without it is good all the same, as it is for `ssh-keygen -Y verify`, which does
  /// not look at the flags; whether it is enough is for the policy to say.
  package let userPresent: Bool
  /// Whether a security key vouches that it checked who touched it, by PIN or finger (flag 0x04).
  package let userVerified: Bool

  /// Whether the private key lives in a security key (`sk-` types).
  package var isHardware: Bool { key.algorithm.isHardware }

  /// Whether the signature shows that somebody touched a security key: assurance `hardware` (DESIGN section 4).
  package var showsTouch: Bool { isHardware && userPresent }

  init(key: SSHPublicKey, flags: UInt8) {
    self.key = key
    userPresent = flags & 0x01 != 0
    userVerified = flags & 0x04 != 0
  }
}
