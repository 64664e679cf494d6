internal import Documents
internal import Model
internal import Signatures

/// Holds the certificates of a policy against each other and against who refers to them.
struct CertificateCheck {
  let store: CertificateStore

  /// The fault of a file of certificates that cannot be read at all.
  func fault(of file: [UInt8], at path: RepositoryPath) -> Reason? {
    guard case .failure(let error) = store.read(file) else { return nil }
    return Reason(
      .invalidDocument, "the certificate cannot be used: \(error)",
      at: SourceLocation(file: "\(path)"), hint: hint(for: error))
  }

  /// The faults of `policy`: files with more than a person's one certificate, and keys in two places.
  func faults(of policy: Policy) -> [Reason] {
    guard !policy.certificates.isEmpty else { return [] }
    var reasons: [Reason] = []
    var first: [String: OwnedKey] = [:]
    var holders = sshHolders(in: policy)
    for owned in policy.ownedKeys {
      let certificates = store.certificates(of: owned.key, in: policy)
      if case .identity(let id) = owned.owner, certificates.count > 1 {
        reasons.append(
          Reason(
            .invalidDocument,
            "the file holds \(certificates.count) certificates, where \(id) has one",
            at: owned.location, hint: "export that one alone: gpg --armor --export <fingerprint>"))
      }
      for fingerprint in certificates.flatMap(\.fingerprints) {
        guard let other = first.updateValue(owned, forKey: fingerprint) else { continue }
        first[fingerprint] = other
        reasons.append(
          Reason(
            .invalidDocument,
            "the OpenPGP key \(fingerprint) also belongs to \(other.owner) "
              + "(\(other.file):\(other.key.mark.line))",
            at: owned.location, hint: "a key names one identity: remove it from one place"))
      }
      for key in Set(certificates.flatMap(\.keyIdentities)) {
        guard
          let other = holders.updateValue((owned.owner.description, owned.location), forKey: key)
        else { continue }
        holders[key] = other
        let place = "\(other.place.file):\(other.place.mark?.line ?? 1)"
        // Two certificates with one fingerprint have been told of above.
        if certificates.flatMap(\.fingerprints).contains(where: {
          first[$0]?.location == other.place
        }) {
          continue
        }
        reasons.append(
          Reason(
            .invalidDocument,
            "a key of the certificate is, in another encoding, that of \(other.name) (\(place))",
            at: owned.location, hint: "a key names one identity: make another"))
      }
    }
    return reasons
  }

  /// Who has which SSH key.
  private func sshHolders(
    in policy: Policy
  ) -> [KeyIdentity: (name: String, place: SourceLocation)] {
    var holders: [KeyIdentity: (name: String, place: SourceLocation)] = [:]
    for key in policy.settings.processorKeys {
      holders[KeyIdentity(sshWireFormat: key.value)] = (
        "the processor", SourceLocation(file: Settings.file, mark: key.mark)
      )
    }
    for owned in policy.ownedKeys {
      guard let key = owned.key.material.identity else { continue }
      holders[key] = (owned.owner.description, owned.location)
    }
    return holders
  }

  private func hint(for error: OpenPGPError) -> String {
    error == .malformed(.secretKey)
      ? "Revoke the key: whoever can read the repository has it. Then export the public half of a new one."
      : "Export it anew: gpg --armor --export <fingerprint>."
  }
}
