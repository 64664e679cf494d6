internal import Git
internal import Model
internal import Signatures

/// The one identity that policy ties to a verified signature.
struct Signer {
  let identity: IdentityID
  /// The key's name: `SHA256:…` for SSH, the fingerprint for OpenPGP.
  let fingerprint: String
  let format: SignatureFormat
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
  let openPGP: OpenPGPSigners
  /// What a signed commit must have come from; absent where nobody has given an anchor.
  let origin: AnchoredHistory?

  /// Whose own key signed `id`, if it can still count today.
  ///
  /// A forge's key is nobody's own: it shows at most who pressed a button (`approver(of:isLanding:)`).
  func signer(of id: ObjectID) throws(GitError) -> SignerVerdict {
    switch try key(behind: id) {
    case .failure(let flaw): return .nobody(flaw.reason)
    case .success(let key):
      if overlay.compromised.contains(key.name) { return .nobody(compromised(key)) }
      guard case .identity(let identity) = key.owned.owner else {
        return .nobody(
          Reason(
            .assuranceTooLow,
            "Commit \(id.short) is signed by \(key.owned.owner), which proves nothing of who made it."
          ))
      }
      return .signer(signer(identity, key))
    }
  }

  /// The key of the policy that signed `id`, if it can still count today.
  ///
  /// `retired` is held against the processor's clock, since a commit that it sees only now can be
  /// dated as its maker likes (DESIGN section 4).
  func key(behind id: ObjectID) throws(GitError) -> Result<VerifiedKey, SignatureFlaw> {
    let found: Result<VerifiedKey, SignatureFlaw>
    switch try verifier.signature(of: id) {
    case .unusable(let reason): return .failure(SignatureFlaw(reason))
    case .openPGP(let armored, let commit): found = openPGP.key(behind: armored, on: commit)
    case .verified(let verified, let commit):
      let name = verified.key.fingerprint
      guard let owned = policy.owner(ofSSHKey: verified.key.blob) else {
        return .failure(SignatureFlaw.unknownKey(id.short, name))
      }
      found = .success(
        VerifiedKey(
          owned: owned, name: name, format: .ssh,
          isHardware: verified.showsTouch, commit: commit))
    }
    guard case .success(let key) = found else { return found }
    if let flaw = mark(of: key) { return .failure(flaw) }
    if let origin, try !origin.holdsAnchor(id) { return .failure(.madeElsewhere(key)) }
    return .success(key)
  }

  private func compromised(_ key: VerifiedKey) -> Reason {
    Reason(
      .compromisedKey,
      "Commit \(key.commit.id.short) is signed with \(key.name) of \(key.owned.owner), which is marked compromised."
    )
  }

  /// Why the policy's own marks keep `key` from counting.
  ///
  /// A brake on it is asked about where an approval is held against what it is for: what a braked key approved counts
  /// again after its release (DESIGN section 6).
  private func mark(of key: VerifiedKey) -> SignatureFlaw? {
    let name = key.commit.id.short
    if key.owned.key.compromised != nil { return SignatureFlaw(compromised(key)) }
    if let retired = key.owned.key.retired, retired <= now {
      return SignatureFlaw(
        Reason(
          .retiredKey,
          "Commit \(name) is signed with \(key.name) of \(key.owned.owner), retired since \(retired)."
        ))
    }
    return nil
  }

  func signer(_ identity: IdentityID, _ key: VerifiedKey, isForge: Bool = false) -> Signer {
    Signer(
      identity: identity, fingerprint: key.name, format: key.format,
      assurance: isForge ? .forge : key.isHardware ? .hardware : .personal, commit: key.commit)
  }
}

extension Policy {
  /// Whose SSH key this is, an identity's or a forge's.
  func owner(ofSSHKey wireFormat: [UInt8]) -> OwnedKey? {
    if let holder = holder(ofSSHKey: wireFormat) {
      let file = people[holder.identity]?.file ?? workloads[holder.identity]?.file
      return OwnedKey(
        owner: .identity(holder.identity), file: file ?? Settings.file, key: holder.key)
    }
    for forge in forges {
      for key in forge.keys where key.material == .ssh(wireFormat: wireFormat) {
        return OwnedKey(owner: .forge(forge.id), file: forge.file, key: key)
      }
    }
    return nil
  }
}
