package import Model
internal import Signatures

extension Policy {
  /// The OpenPGP certificates whose signatures can count at `now`, as one armored block that gpg imports.
  ///
  /// Those of active people and workloads and of forges, less what is retired or compromised. Empty where the
  /// policy has none.
  package func armoredKeyring(at now: Instant) -> [UInt8] {
    let store = CertificateStore()
    let certificates = ownedKeys.filter { $0.key.isUsable(at: now) && isActive($0.owner) }
      .flatMap { store.certificates(of: $0.key, in: self) }
    return OpenPGPCertificate.armored(certificates)
  }

  private func isActive(_ owner: KeyOwner) -> Bool {
    switch owner {
    case .identity(let id): (people[id]?.status ?? workloads[id]?.status) == .active
    case .forge: true
    }
  }
}
