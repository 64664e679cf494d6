package import Model
internal import Signatures

/// Whose an OpenPGP key is, and whether it could sign something that counts now.
package struct OpenPGPHolder: Sendable {
  package let identity: IdentityID
  package let isUsable: Bool
}

extension Policy {
  /// The identity with the OpenPGP key or subkey `fingerprint`, in upper-case hexadecimal, as it stands at `now`.
  ///
  /// - Throws: `.openPGP` where this machine cannot judge certificates.
  package func holder(
    ofOpenPGPKey fingerprint: String, at now: Instant
  ) throws(IntakeError) -> OpenPGPHolder? {
    let store = CertificateStore()
    for owned in ownedKeys {
      guard case .identity(let identity) = owned.owner else { continue }
      for certificate in store.certificates(of: owned.key, in: self)
      where certificate.fingerprints.contains(fingerprint) {
        try store.requireLibrary(for: self)
        let state = certificate.keyStates(at: now)[fingerprint]
        return OpenPGPHolder(
          identity: identity,
          isUsable: owned.key.isUsable(at: now) && state?.isUsable == true)
      }
    }
    return nil
  }
}
