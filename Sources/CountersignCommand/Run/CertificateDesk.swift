internal import Connectors
internal import Ledger
internal import Model
internal import Signatures

/// Signs for the SSH certificate authorities that policy names, with the keys that this run was given.
struct CertificateDesk {
  private let keys: [SSHPrivateKey]
  private let agent: SSHAgent?
  /// Those that were looked for and can sign, by their public keys in base64.
  private var signers: [String: SSHAuthoritySigner] = [:]
  /// Why the others cannot.
  private var troubles: [String: String] = [:]

  /// - Parameters:
  ///   - keys: The private keys of authorities that this process holds.
  ///   - agent: Who may hold others.
  init(keys: [SSHPrivateKey], agent: SSHAgent?) {
    self.keys = keys
    self.agent = agent
  }

  /// Those of `wanted` that can sign, each looked for once a run.
  mutating func available(_ wanted: Set<String>) -> Set<String> {
    for authority in wanted.sorted() where signers[authority] == nil && troubles[authority] == nil {
      find(authority)
    }
    return wanted.filter { signers[$0] != nil }
  }

  private mutating func find(_ authority: String) {
    if let key = keys.first(where: { base64($0.publicKey.blob) == authority }) {
      signers[authority] = .key(key)
      return
    }
    guard let agent else {
      troubles[authority] = "its key was not given"
      return
    }
    do throws(SSHAgentFault) {
      guard let blob = try agent.keys().first(where: { base64($0) == authority }) else {
        troubles[authority] = "neither was its key given, nor does the ssh-agent have it"
        return
      }
      do throws(SSHError) {
        signers[authority] = .agent(agent, authority: try SSHPublicKey(wireFormat: blob))
      } catch {
        troubles[authority] = "\(error)"
      }
    } catch {
      troubles[authority] = "\(error)"
    }
  }

  /// Asks `authority` no more in this run.
  mutating func giveUp(_ authority: String, _ why: String) {
    signers[authority] = nil
    troubles[authority] = why
  }

  /// Makes the certificates of a grant.
  var certifier: Certifier {
    { [signers] grant throws(LedgerError) in
      let authority = grant.grant.certificate?.authority ?? ""
      guard let signer = signers[authority] else {
        throw LedgerError(
          .inconsistent, "nobody was found to sign the certificates of \(grant.id)")
      }
      do throws(CertificateFault) {
        return try SSHCertificates.make(for: grant) { bytes throws(CertificateFault) in
          try signer.sign(bytes)
        }
      } catch {
        throw LedgerError(.notCertified(authority: authority), "\(error)")
      }
    }
  }

  /// Why some certificates were not made; nil where all were.
  ///
  /// - Parameter waiting: The authorities of the grants that certificates are to be made for.
  func failure(waiting: Set<String>) -> Failure? {
    let missing = waiting.filter { signers[$0] == nil }.sorted()
    guard !missing.isEmpty else { return nil }
    let shown = missing.map { "\(fingerprint($0)): \(troubles[$0] ?? "it was not asked")" }
    return Failure(
      .unavailable,
      "No certificate was signed by the SSH certificate authority \(shown.joined(separator: "; ")). "
        + "What it should certify stays `issuing`; each run tries again.",
      hint: "Give its private key: --ssh-ca-key <file> or COUNTERSIGN_SSH_CA_KEY, or ssh-add it.")
  }

  private func fingerprint(_ authority: String) -> String {
    guard let blob = Base64.decode(Array(authority.utf8)[...]) else { return authority }
    do throws(SSHError) {
      return try SSHPublicKey(wireFormat: blob).fingerprint
    } catch {
      return authority
    }
  }
}
