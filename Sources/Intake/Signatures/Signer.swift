internal import Git
internal import Model
internal import Signatures

/// The one identity that policy ties to the key of a verified signature.
struct Signer {
  let identity: IdentityID
  let key: PolicyKey
  let fingerprint: String
  let assurance: Assurance
  let commit: Commit
}

/// What becomes of the question who signed.
enum SignerVerdict {
  case signer(Signer)
  case nobody(Reason)
}

/// Ties verified signatures to identities under one policy, at one time.
struct SignerTable {
  let verifier: CommitVerifier
  let policy: Policy
  let overlay: TipOverlay
  let now: Instant

  /// Who signed `id`, if the key can still count today.
  ///
  /// `retired` is held against the processor's clock, since a commit that it sees only now can be
  /// dated as its maker likes (DESIGN section 4).
  func signer(of id: OID) throws(GitError) -> SignerVerdict {
    let name = ObjectID(id).short
    switch try verifier.signature(of: id) {
    case .unusable(let reason): return .nobody(reason)
    case .verified(let verified, let commit):
      let fingerprint = verified.key.fingerprint
      guard let holder = policy.holder(ofSSHKey: verified.key.blob) else {
        return .nobody(
          Reason(
            .unknownKey, "Commit \(name) is signed with \(fingerprint), which no identity has.",
            hint: "The key belongs into its owner's file under policies/people/."))
      }
      if holder.key.compromised != nil || overlay.compromised.contains(fingerprint) {
        return .nobody(
          Reason(
            .compromisedKey,
            "Commit \(name) is signed with \(fingerprint) of \(holder.identity), which is marked compromised."
          ))
      }
      if let retired = holder.key.retired, retired <= now {
        return .nobody(
          Reason(
            .retiredKey,
            "Commit \(name) is signed with \(fingerprint) of \(holder.identity), retired since \(retired)."
          ))
      }
      let assurance: Assurance =
        verified.isHardware && verified.userPresent ? .hardware : .personal
      return .signer(
        Signer(
          identity: holder.identity, key: holder.key, fingerprint: fingerprint,
          assurance: assurance, commit: commit))
    }
  }
}
