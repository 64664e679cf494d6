internal import Git
internal import Model
internal import Signatures

/// Judges OpenPGP signatures by the certificates of one policy, at one time.
///
/// A class because the keyring is made when the first such signature turns up, and verdicts are kept: several
/// rules ask about one commit.
final class OpenPGPSigners {
  private let policy: Policy
  private let store: CertificateStore
  private let now: Instant
  private var table: Table?
  private var verdicts: [ObjectID: OpenPGPVerdict] = [:]

  private struct Table {
    let keyring: OpenPGPKeyring
    /// By the fingerprint of each key of each certificate.
    let owners: [String: OwnedKey]
  }

  /// - Throws: `.openPGP` where the policy has certificates and nothing here can judge them.
  init(_ policy: Policy, _ store: CertificateStore, at now: Instant) throws(IntakeError) {
    try store.requireLibrary(for: policy)
    self.policy = policy
    self.store = store
    self.now = now
  }

  /// The key that made the signature `armored` on `commit`, or why it proves nothing.
  func key(behind armored: [UInt8], on commit: Commit) -> Result<VerifiedKey, SignatureFlaw> {
    let table = loaded()
    let verdict =
      verdicts[commit.id] ?? table.keyring.verify(armored, over: commit.payload, at: now)
    verdicts[commit.id] = verdict
    guard case .good(let verified) = verdict else {
      return .failure(SignatureFlaw(reason(for: verdict, on: commit, table)))
    }
    guard let owned = table.owners[verified.fingerprint] else {
      return .failure(
        SignatureFlaw.unknownKey(commit.id.short, verified.fingerprint))
    }
    return .success(
      VerifiedKey(
        owned: owned, name: verified.fingerprint, format: .openpgp, isHardware: false,
        commit: commit))
  }

  private func loaded() -> Table {
    if let table { return table }
    var certificates: [OpenPGPCertificate] = []
    var owners: [String: OwnedKey] = [:]
    for owned in policy.ownedKeys {
      for certificate in store.certificates(of: owned.key, in: policy) {
        certificates.append(certificate)
        for fingerprint in certificate.fingerprints { owners[fingerprint] = owned }
      }
    }
    let made = Table(keyring: OpenPGPKeyring(certificates), owners: owners)
    table = made
    return made
  }

  private func reason(
    for verdict: OpenPGPVerdict, on commit: Commit, _ table: Table
  ) -> Reason {
    let name = commit.id.short
    func owner(_ key: String) -> String {
      table.owners[key].map { " of \($0.owner)" } ?? ""
    }
    switch verdict {
    case .good, .bad:
      return Reason(.badSignature, "The signature of commit \(name) does not fit its content.")
    case .malformed(let fault):
      return Reason(
        .badSignature, "The signature of commit \(name) is malformed: \(fault.rawValue).")
    case .unsupported(let what):
      return Reason(
        .badSignature, "The signature of commit \(name) is not supported: \(what).",
        hint:
          "Sign with an Ed25519, RSA, NIST or brainpool key over a binary document, as git does.")
    case .unknownKey(let key): return SignatureFlaw.unknownKey(name, key).reason
    case .weakKey(let weakness):
      return Reason(.weakKey, "The signature of commit \(name) is too weak: \(weakness).")
    case .untimely(let fault, let key):
      return Reason(
        .badSignature,
        "The signature of commit \(name) by \(key)\(owner(key)) \(fault.rawValue).")
    case .expiredKey(let key, let since):
      return Reason(
        .expiredKey,
        "Commit \(name) is signed with \(key)\(owner(key)), which has expired (\(since)); "
          + "when the commit is dated proves nothing.",
        hint:
          "Extend the key: gpg --quick-set-expire \(key) 1y (of a subkey: gpg --quick-set-expire <primary key> 1y "
          + "\(key)). Then put what gpg --armor --export \(key) prints into its file under policies/keys/ and have that "
          + "approved; or sign with another key.")
    case .revokedKey(let key, .compromised):
      return Reason(
        .compromisedKey,
        "Commit \(name) is signed with \(key)\(owner(key)), which its certificate revokes as compromised or without a reason."
      )
    case .revokedKey(let key, .retired):
      return Reason(
        .retiredKey,
        "Commit \(name) is signed with \(key)\(owner(key)), which its certificate revokes as superseded or retired."
      )
    case .unusableKey(let key, let fault):
      return Reason(
        .unknownKey,
        "Commit \(name) is signed with \(key)\(owner(key)), which cannot sign: \(fault.rawValue)."
      )
    }
  }
}
