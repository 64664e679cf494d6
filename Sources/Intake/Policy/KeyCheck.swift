internal import Model
internal import Signatures

/// Looks at the keys that a policy brings: a key that can never verify is a fault, not a surprise later.
struct KeyCheck {
  let store: CertificateStore
  let now: Instant

  /// The keys of `policy` that are malformed, too weak or no use, and are not in `known` already.
  func faults(of policy: Policy, notIn known: Policy?) -> [Reason] {
    var reasons: [Reason] = []
    for owned in policy.ownedKeys {
      switch owned.key.material {
      case .ssh(let wire):
        guard known?.owner(ofSSHKey: wire) == nil, let fault = Self.fault(in: wire) else {
          continue
        }
        reasons.append(
          Reason(
            .weakKey, "This key cannot sign approvals: \(fault).", at: owned.location,
            hint: "Make another: ssh-keygen -t ed25519."))
      case .openPGP(let path):
        guard known?.certificates[path] != policy.certificates[path] else { continue }
        reasons += certificateFaults(owned, policy, known: fingerprints(at: path, in: known))
      }
    }
    for key in policy.settings.processorKeys {
      guard let fault = Self.fault(in: key.value) else { continue }
      reasons.append(
        Reason(
          .weakKey, "This key cannot sign the ledger: \(fault).",
          at: SourceLocation(file: Settings.file, mark: key.mark),
          hint: "Make another: ssh-keygen -t ed25519."))
    }
    return reasons.sorted { ($0.file ?? "", $0.line ?? 0) < ($1.file ?? "", $1.line ?? 0) }
  }

  /// The certificates that a key brings and no signature can count by.
  ///
  /// One that was there before may have expired or be revoked: that is how such news comes in.
  private func certificateFaults(
    _ owned: OwnedKey, _ policy: Policy, known: Set<String>
  ) -> [Reason] {
    guard owned.key.isUsable(at: now) else { return [] }
    return store.certificates(of: owned.key, in: policy).compactMap { certificate in
      let states = certificate.keyStates(at: now)
      let isOld = known.contains(certificate.fingerprint)
      let isUseful = states.values.contains { state in
        switch state {
        case .usable: true
        case .expired, .revoked: isOld
        case .weak, .unusable: false
        }
      }
      guard !isUseful else { return nil }
      let name = certificate.fingerprint
      // What the primary key says first is what is to be mended first.
      let told = states[name].flatMap { why($0) } ?? states.values.compactMap(why).first
      return Reason(
        told?.code ?? .invalidDocument,
        "The certificate \(name) has no key that can sign approvals: "
          + (told?.text ?? "none of its keys is for signing") + ".",
        at: owned.location,
        hint: "Export one that is in force: gpg --armor --export <fingerprint>.")
    }
  }

  private func why(_ state: OpenPGPKeyState) -> (code: ReasonCode, text: String)? {
    switch state {
    case .usable, .unusable(.encryption): nil
    case .expired(let since): (.expiredKey, "it has expired (\(since))")
    case .revoked(.compromised): (.compromisedKey, "it is revoked")
    case .revoked(.retired): (.retiredKey, "it is revoked as superseded or retired")
    case .weak(let weakness): (.weakKey, weakness.description)
    case .unusable(let fault): (.invalidDocument, fault.rawValue)
    }
  }

  private func fingerprints(at path: String, in known: Policy?) -> Set<String> {
    guard let known else { return [] }
    return Set(store.certificates(at: path, in: known).map(\.fingerprint))
  }

  /// The fingerprint of a key in wire form; nil where it is no key.
  static func fingerprint(of wireFormat: [UInt8]) -> String? {
    do throws(SSHError) {
      return try SSHPublicKey(wireFormat: wireFormat).fingerprint
    } catch {
      return nil
    }
  }

  /// Why nobody may sign by a key in wire form; nil for a sound one.
  static func fault(in wireFormat: [UInt8]) -> String? {
    do throws(SSHError) {
      return try SSHPublicKey(wireFormat: wireFormat).weakness?.description
    } catch {
      return error.description
    }
  }
}
