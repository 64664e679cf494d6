internal import Model
internal import Signatures

/// The OpenPGP certificates of a run, each file read once however many policies have it.
///
/// A class because it keeps what it has read, and with it librnp's judgements.
final class CertificateStore {
  private var known: [[UInt8]: Result<[OpenPGPCertificate], OpenPGPError>] = [:]

  /// The certificates in `file`, in its order.
  func read(_ file: [UInt8]) -> Result<[OpenPGPCertificate], OpenPGPError> {
    if let result = known[file] { return result }
    let result: Result<[OpenPGPCertificate], OpenPGPError>
    do throws(OpenPGPError) {
      result = .success(try OpenPGPCertificate.certificates(in: file))
    } catch {
      result = .failure(error)
    }
    known[file] = result
    return result
  }

  /// The certificates that `key` refers to in `policy`; none for an SSH key.
  func certificates(of key: PolicyKey, in policy: Policy) -> [OpenPGPCertificate] {
    guard case .openPGP(let path) = key.material else { return [] }
    return certificates(at: path, in: policy)
  }

  /// The certificates of the file at `path` below `policies/`.
  ///
  /// A policy's files can be read, or it would not have become one.
  func certificates(at path: String, in policy: Policy) -> [OpenPGPCertificate] {
    guard let file = policy.certificates[path], case .success(let certificates) = read(file)
    else { return [] }
    return certificates
  }

  /// How the keys of the file at `path` stand at `now`, by fingerprint.
  func keyStates(
    at path: String, in policy: Policy, now: Instant
  ) -> [String: OpenPGPKeyState] {
    certificates(at: path, in: policy).reduce(into: [:]) { all, certificate in
      all.merge(certificate.keyStates(at: now)) { first, _ in first }
    }
  }

  /// Whether `key` can make a signature that counts at `now`: by its marks, and by its certificate.
  func isUsable(_ key: PolicyKey, in policy: Policy, at now: Instant) -> Bool {
    guard key.isUsable(at: now) else { return false }
    guard case .openPGP(let path) = key.material else { return true }
    return keyStates(at: path, in: policy, now: now).values.contains { $0.isUsable }
  }

  /// Makes sure that certificates can be judged where `policy` has any.
  ///
  /// A machine without librnp would otherwise find every OpenPGP key unusable, and judge differently from
  /// the next.
  func requireLibrary(for policy: Policy) throws(IntakeError) {
    guard !policy.certificates.isEmpty else { return }
    do throws(OpenPGPError) {
      try OpenPGPKeyring.requireLibrary()
    } catch {
      throw .openPGP("\(error)")
    }
  }
}

extension OpenPGPKeyState {
  var isUsable: Bool { if case .usable = self { true } else { false } }
}
