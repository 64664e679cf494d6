internal import Connectors
package import Ledger
internal import Model
internal import Signatures

/// Signs for the certificate authorities that policy names, with the keys that this run was given.
package struct CertificateDesk {
  /// Who signs.
  private enum Authority {
    case ssh(SSHAuthoritySigner)
    case x509(X509AuthorityKey)
  }

  private let keys: [SSHPrivateKey]
  private let agent: SSHAgent?
  private let x509Keys: [X509AuthorityKey]
  /// Those that were looked for and can sign, by their public keys or certificates in base64.
  private var signers: [String: Authority] = [:]
  /// Why the others cannot.
  private var troubles: [String: String] = [:]

  /// - Parameters:
  ///   - keys: The private keys of SSH authorities that this process holds.
  ///   - agent: Who may hold others.
  ///   - x509Keys: Those of X.509 authorities.
  init(keys: [SSHPrivateKey], agent: SSHAgent?, x509Keys: [X509AuthorityKey]) {
    self.keys = keys
    self.agent = agent
    self.x509Keys = x509Keys
  }

  /// The desk of whoever gave these keys.
  ///
  /// - Parameters:
  ///   - ssh: The private keys of SSH authorities.
  ///   - agentPath: Where the socket of an ssh-agent is that may hold others.
  ///   - x509: The private keys of X.509 authorities.
  /// - Throws: `.wrongUsage` where one cannot be used.
  package init(ssh: [GivenKey], agentPath: String?, x509: [GivenKey]) throws(ProcessingError) {
    var (keys, x509Keys): ([SSHPrivateKey], [X509AuthorityKey]) = ([], [])
    for key in ssh { keys.append(try key.sshKey(called: "The key of a certificate authority")) }
    for key in x509 { x509Keys.append(try key.x509Key()) }
    self.init(keys: keys, agent: agentPath.map { SSHAgent(path: $0) }, x509Keys: x509Keys)
  }

  /// Those of `wanted` that can sign, each looked for once a run.
  package mutating func available(_ wanted: Set<String>) -> Set<String> {
    for authority in wanted.sorted() where signers[authority] == nil && troubles[authority] == nil {
      if Self.sshKey(authority) == nil {
        findX509(authority)
      } else {
        findSSH(authority)
      }
    }
    return wanted.filter { signers[$0] != nil }
  }

  private mutating func findSSH(_ authority: String) {
    if let key = keys.first(where: { base64($0.publicKey.blob) == authority }) {
      signers[authority] = .ssh(.key(key))
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
        signers[authority] = .ssh(.agent(agent, authority: try SSHPublicKey(wireFormat: blob)))
      } catch {
        troubles[authority] = "\(error)"
      }
    } catch {
      troubles[authority] = "\(error)"
    }
  }

  private mutating func findX509(_ authority: String) {
    do throws(CertificateFault) {
      _ = try X509AuthorityName.of(authority)
      if let key = x509Keys.first(where: { $0.signs(for: authority) }) {
        signers[authority] = .x509(key)
      } else {
        troubles[authority] = "its key was not given"
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

  /// Makes what the authorities sign.
  package var certifier: Certifier {
    Certifier { [signers] grant throws(LedgerError) in
      let authority = grant.grant.certificate?.authority ?? ""
      return try Self.signed(for: authority) { () throws(CertificateFault) in
        switch signers[authority] {
        case .ssh(let signer):
          try SSHCertificates.make(for: grant, by: signer)
        case .x509(let key): try X509Certificates.make(for: grant, signedBy: key)
        case nil: nil
        }
      }
    } revocationList: { [signers] revocations throws(LedgerError) in
      try Self.signed(for: revocations.authority) { () throws(CertificateFault) in
        guard case .x509(let key) = signers[revocations.authority] else { return nil }
        return try X509RevocationLists.make(of: revocations, signedBy: key)
      }
    }
  }

  private static func signed(
    for authority: String, _ body: () throws(CertificateFault) -> [UInt8]?
  ) throws(LedgerError) -> [UInt8] {
    do throws(CertificateFault) {
      if let made = try body() { return made }
    } catch {
      throw LedgerError(.notCertified(authority: authority), "\(error)")
    }
    throw LedgerError(.inconsistent, "nobody was found to sign for \(shown(authority))")
  }

  /// Why some certificates or lists were not made; nil where all were.
  ///
  /// - Parameter waiting: The authorities of the grants that wait for one.
  package func failure(waiting: Set<String>) -> ProcessingError? {
    let missing = waiting.filter { signers[$0] == nil }.sorted()
    guard !missing.isEmpty else { return nil }
    let ssh = missing.filter { Self.sshKey($0) != nil }
    let x509 = missing.filter { Self.sshKey($0) == nil }
    var sentences: [String] = []
    var hints: [String] = []
    if !ssh.isEmpty {
      sentences.append(
        "No certificate was signed by the SSH certificate authority \(troubles(of: ssh)). "
          + "What it should certify stays `issuing`; each run tries again.")
      hints.append("\(OptionName.sshCAKey) <file> or COUNTERSIGN_SSH_CA_KEY, or ssh-add it.")
    }
    if !x509.isEmpty {
      sentences.append(
        "Nothing was signed by the X.509 certificate authority \(troubles(of: x509)). "
          + "What it should certify stays `issuing`, and what it should list as revoked `revoking`; "
          + "each run tries again.")
      hints.append("\(OptionName.x509CAKey) <file> or COUNTERSIGN_X509_CA_KEY.")
    }
    return ProcessingError(
      .unavailable, sentences.joined(separator: " "),
      hint: "Give its private key: " + hints.joined(separator: " And: "))
  }

  private func troubles(of authorities: [String]) -> String {
    authorities.map { "\(Self.shown($0)): \(troubles[$0] ?? "it was not asked")" }
      .joined(separator: "; ")
  }

  /// What people know `authority` by.
  private static func shown(_ authority: String) -> String {
    if let key = sshKey(authority) { return key.fingerprint }
    do throws(CertificateFault) {
      return try X509AuthorityName.of(authority)
    } catch {
      return authority
    }
  }

  /// The key of an SSH authority; nil for one of X.509, whose certificate is no such key.
  private static func sshKey(_ authority: String) -> SSHPublicKey? {
    guard let blob = Base64.decode(Array(authority.utf8)[...]) else { return nil }
    do throws(SSHError) {
      return try SSHPublicKey(wireFormat: blob)
    } catch {
      return nil
    }
  }
}
