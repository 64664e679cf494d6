package import Model

/// The certificates whose keys are known.
///
/// A value that threads may share. Each certificate is judged by librnp when a signature by one of its keys
/// first verifies, and once for each time that is asked about.
package struct OpenPGPKeyring: Sendable {
  /// A signature may be dated this far ahead of the clock (DESIGN section 4).
  package static let tolerance = Duration.seconds(5 * 60)

  /// By the last eight bytes of the fingerprint, which is how signatures name keys; two may share them.
  private let keys: [[UInt8]: [Known]]

  /// What the owners of the certificates call themselves: data from anybody.
  package var userIDs: Set<String> {
    Set(keys.values.joined().compactMap(\.certificate.userIDs.first))
  }

  private struct Known: Sendable {
    let key: OpenPGPPublicKey
    let certificate: OpenPGPCertificate
  }

  /// Makes a ring of the certificates in `files`, each armored or binary with one certificate or many.
  ///
  /// - Throws: `OpenPGPError` where a file cannot be read, or librnp is missing.
  package init(certificates files: [[UInt8]]) throws(OpenPGPError) {
    var certificates: [OpenPGPCertificate] = []
    for file in files { certificates += try OpenPGPCertificate.certificates(in: file) }
    if !certificates.isEmpty { try Self.requireLibrary() }
    self.init(certificates)
  }

  /// Makes a ring of `certificates`; without librnp (`requireLibrary`) none of their keys can sign.
  package init(_ certificates: [OpenPGPCertificate]) {
    var keys: [[UInt8]: [Known]] = [:]
    for certificate in certificates {
      for key in certificate.keys {
        keys[Array(key.keyID), default: []].append(Known(key: key, certificate: certificate))
      }
    }
    self.keys = keys
  }

  /// Loads librnp, which takes some milliseconds the first time.
  ///
  /// - Throws: `.libraryMissing`.
  package static func requireLibrary() throws(OpenPGPError) { _ = try RNPLibrary.loaded.get() }

  /// The verdict on a signature block over `payload` at `now`.
  ///
  /// `payload` is exactly what was signed: for a commit its raw bytes without the `gpgsig` header. The
  /// key must stand at `now`, whenever the signature says it was made: a key that has expired or is revoked
  /// counts for nothing (THREATS row 11).
  package func verify(
    _ armored: [UInt8], over payload: [UInt8], at now: Instant
  ) -> OpenPGPVerdict {
    let signature: OpenPGPSignature
    do throws(OpenPGPError) {
      signature = try OpenPGPSignature(armored: armored)
    } catch {
      return refusal(error)
    }
    if let weak = signature.hash.weakName { return .weakKey(.hash(weak)) }
    let verdicts = candidates(for: signature).map { candidate in
      (
        key: candidate.key.name,
        verdict: verdict(on: signature, by: candidate, over: payload, at: now)
      )
    }
    if let good = verdicts.first(where: { $0.verdict.isGood }) {
      // Copies of one certificate are one to gpg: what ends the key in any of them ends it (DESIGN section 4).
      return verdicts.first { $0.key == good.key && !$0.verdict.isGood }?.verdict ?? good.verdict
    }
    // What is told is what the key has to do with it: a stranger's key with the same short name has nothing.
    let first = verdicts.first { $0.verdict != .bad } ?? verdicts.first
    let longest = signature.issuers.map(\.text).max { $0.utf8.count < $1.utf8.count }
    return first?.verdict ?? .unknownKey(longest ?? "")
  }

  private func refusal(_ error: OpenPGPError) -> OpenPGPVerdict {
    switch error {
    case .malformed(let fault): .malformed(fault)
    case .unsupported(let what): .unsupported(what)
    case .libraryMissing: .bad  // never thrown by a reader
    }
  }

  /// The keys that the signature may be by: every hint must fit.
  private func candidates(for signature: OpenPGPSignature) -> [Known] {
    guard let issuer = signature.issuers.first else { return [] }
    return (keys[Array(issuer.keyID)] ?? []).filter { known in
      signature.issuers.allSatisfy { $0.fits(known.key) }
    }
  }

  private func verdict(
    on signature: OpenPGPSignature, by known: Known, over payload: [UInt8], at now: Instant
  ) -> OpenPGPVerdict {
    let (key, certificate) = (known.key, known.certificate)
    if let weakness = key.weakness { return .weakKey(weakness) }
    if case .other(let what) = key.material { return .unsupported(what) }
    if let weakness = key.weakness(of: signature.hash) { return .weakKey(weakness) }
    do throws(OpenPGPError) {
      guard try accepts(signature, known, payload, at: now) else { return .bad }
    } catch {
      return refusal(error)
    }
    switch certificate.keyStates(at: now)[key.name] ?? .unusable(.unreadable) {
    case .usable: break
    case .expired(let since): return .expiredKey(key.name, since: since)
    case .revoked(let revocation): return .revokedKey(key.name, revocation)
    case .weak(let weakness): return .weakKey(weakness)
    case .unusable(let fault): return .unusableKey(key.name, fault)
    }
    if signature.created < max(key.created, certificate.primary.created) {
      return .untimely(.beforeKey, key: key.name)
    }
    if signature.created > now.advanced(by: Self.tolerance) {
      return .untimely(.inFuture, key: key.name)
    }
    if let expires = signature.expires, expires <= now {
      return .untimely(.expired, key: key.name)
    }
    return .good(OpenPGPVerified(key: key, of: certificate, created: signature.created))
  }

  private func accepts(
    _ signature: OpenPGPSignature, _ known: Known, _ payload: [UInt8], at now: Instant
  ) throws(OpenPGPError) -> Bool {
    guard case .librnp = known.key.material else {
      return try known.key.accepts(signature, over: payload)
    }
    return RNPCertificate.verifies(
      Array(signature.packet), over: payload, by: known.certificate, at: now)
  }
}

extension OpenPGPVerdict {
  fileprivate var isGood: Bool { if case .good = self { true } else { false } }
}
