internal import Git
internal import Model

/// A key of the policy that signed a commit, as its signature proves.
struct VerifiedKey {
  let owned: OwnedKey
  /// `SHA256:…` for SSH, the fingerprint of the signing key for OpenPGP.
  let name: String
  let format: SignatureFormat
  /// Whether the signature shows that somebody touched a security key.
  let isHardware: Bool
  let commit: Commit
}

/// Why a signature proves nothing.
struct SignatureFlaw: Error {
  let reason: Reason

  init(_ reason: Reason) { self.reason = reason }

  /// The commit was signed for another repository, or before there was this one.
  static func madeElsewhere(_ key: VerifiedKey) -> SignatureFlaw {
    SignatureFlaw(
      Reason(
        .noAnchor,
        "Commit \(key.commit.id.short) is signed with \(key.name) of \(key.owned.owner), but the anchor is not in its "
          + "history, so it was not signed for this repository.",
        hint:
          "Make the change again on a branch that begins on the mainline at or after the anchor, and sign it there."
      ))
  }

  /// The commit `name` is signed by a key that the policy does not know.
  static func unknownKey(_ name: String, _ key: String) -> SignatureFlaw {
    SignatureFlaw(
      Reason(
        .unknownKey, "Commit \(name) is signed with \(key), which no identity has.",
        hint:
          "Sign with a key that stands in the signer's file under policies/people/, or have this one added there."
      ))
  }
}
