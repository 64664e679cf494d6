package import Model

/// What a certificate says of one of its keys at one time.
package enum OpenPGPKeyState: Sendable, Hashable {
  /// It may sign, until the instant given if there is one.
  case usable(until: Instant?)
  /// It, or the primary key above it, has expired; when, if that can be told.
  case expired(since: Instant)
  /// It, or the primary key above it, is revoked.
  case revoked(OpenPGPRevocation)
  /// It is too weak, or tied to its owner too weakly.
  case weak(OpenPGPWeakness)
  /// It is in the certificate and may not sign.
  case unusable(OpenPGPKeyFault)
}

/// What a revocation says of the signatures made before it (RFC 9580 section 5.2.3.31).
package enum OpenPGPRevocation: String, Sendable, Hashable {
  /// Somebody else has the key; so it is also read where no reason or an unknown one is given.
  case compromised
  /// The key is no longer used, or another took its place.
  case retired
}

/// Why a key of a certificate may not sign.
package enum OpenPGPKeyFault: String, Sendable, Hashable {
  case notCertified = "no valid signature of the certificate's owner binds it to the certificate"
  case notForSigning = "it is not marked as one that signs"
  case notYet = "it is dated in the future"
  case encryption = "it is a key for encryption"
  case unsupported = "its algorithm or curve is not supported"
  case unreadable = "the certificate has more signatures than are read, or librnp cannot read it"
}
