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

  /// The faults of `policy`: files with more than a person's one certificate, and keys in two files.
  func faults(of policy: Policy) -> [Reason] {
    guard !policy.certificates.isEmpty else { return [] }
    var reasons: [Reason] = []
    var first: [String: OwnedKey] = [:]
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
    }
    return reasons
  }

  private func hint(for error: OpenPGPError) -> String {
    error == .malformed(.secretKey)
      ? "Revoke the key: whoever can read the repository has it. Then export the public half of a new one."
      : "Export it anew: gpg --armor --export <fingerprint>."
  }
}
