import Documents
import FoundationEssentials
import Git
import Model
import Signatures

/// The parsers of bytes that come from outside, each as one function that must not trap.
///
/// A target also checks what must hold of all that its parser accepts, and traps where it does not.
package enum FuzzTarget: String, CaseIterable, Sendable {
  case commit, tree, sshsig, sshkey, csr, signers, revoked, openpgp, x509, yaml, csv, json, ldif,
    agent, ledger, entryname, text, token

  /// Parses `bytes` in every way that the target's parser has.
  package func run(_ bytes: [UInt8]) {
    switch self {
    case .commit: Self.commit(bytes)
    case .tree: Self.tree(bytes)
    case .sshsig: Self.sshsig(bytes)
    case .sshkey: Self.sshkey(bytes)
    case .csr: Self.csr(bytes)
    case .signers: Self.signers(bytes)
    case .revoked: Self.revoked(bytes)
    case .openpgp: Self.openpgp(bytes)
    case .x509: Self.x509(bytes)
    case .yaml: Self.yaml(bytes)
    case .csv: Self.csv(bytes)
    case .json: Self.json(bytes)
    case .ldif: Self.ldif(bytes)
    case .agent: Self.agent(bytes)
    case .ledger: Self.ledger(bytes)
    case .entryname: Self.entryName(bytes)
    case .text: Self.text(bytes)
    case .token: Self.token(bytes)
    }
  }

  private static func commit(_ bytes: [UInt8]) {
    guard let raw = RawCommit(id: .emptyTree, bytes: bytes) else { return }
    accepted {
      let commit = try Commit(parsing: raw)
      guard let signature = commit.signature else {
        precondition(commit.payload == bytes, "an unsigned commit is all payload")
        return
      }
      let unsigned = RawCommit(id: .emptyTree, bytes: commit.payload)
      let again = try unsigned.map { try Commit(parsing: $0) }
      precondition(again?.signature == nil && again?.committer == commit.committer)
      _ = SSHSignature.verify(signature, over: commit.payload)
    }
  }

  private static func tree(_ bytes: [UInt8]) {
    accepted {
      let entries = try TreeEntry.parse(bytes, of: .emptyTree)
      precondition(TreeEntry.format(entries) == bytes, "a tree has one encoding")
    }
  }

  /// The block as it is, and the bytes as what stands in a block, since base64 hides it from a fuzzer.
  private static func sshsig(_ bytes: [UInt8]) {
    for armored in [bytes, armor(bytes, "SSH SIGNATURE")] {
      accepted {
        let signature = try SSHSignature(armored: armored, takesCertificates: true)
        precondition(signature.certificate.map { $0.publicKey == signature.claimedKey } ?? true)
        _ = signature.verify(over: [])
      }
    }
  }

  private static func sshkey(_ bytes: [UInt8]) {
    accepted { try checkEncoding(of: SSHPublicKey(wireFormat: bytes)) }
    accepted { try checkEncoding(of: SSHPublicKey(authorizedKey: bytes)) }
    accepted { _ = try SSHCertificate(wireFormat: bytes) }
    accepted { _ = try SSHPrivateKey(openSSH: bytes) }
    accepted { _ = try SSHPrivateKey(openSSH: armor(bytes, "OPENSSH PRIVATE KEY")) }
  }

  private static func csr(_ bytes: [UInt8]) {
    accepted {
      let request = try CertificateRequest(der: bytes)
      precondition(request.key.weakness == nil && request.key.subjectPublicKeyInfo != nil)
      let text = PEM.encode(request.der, label: CertificateRequest.label)
      precondition(PEM.decode(text, label: CertificateRequest.label) == bytes)
    }
    if let decoded = PEM.decode(bytes, label: "X") {
      precondition(PEM.decode(PEM.encode(decoded, label: "X"), label: "X") == decoded)
    }
  }

  private static func checkEncoding(of key: SSHPublicKey) throws {
    let again = try SSHPublicKey(authorizedKey: Array(key.authorizedKey.utf8))
    precondition(again == key, "a key has one encoding")
  }

  private static func signers(_ bytes: [UInt8]) {
    let signers = AllowedSigners(parsing: bytes, wallClock: { Int64($0.year) * 31_556_952 })
    for fault in signers.faults { precondition(fault.line > 0 && !"\(fault.fault)".isEmpty) }
    _ = signers.principals
  }

  private static func revoked(_ bytes: [UInt8]) {
    accepted { _ = try RevokedKeys(parsing: bytes) }
    var writer = RevocationListWriter(at: UInt64(bytes.count))
    writer.revoke(keyIDs: bytes.split(separator: 0).map(Array.init), by: [])
    let written = writer.bytes
    do {
      _ = try RevokedKeys(parsing: written)
    } catch {
      preconditionFailure("a list that was written is read")
    }
  }

  private static func entryName(_ bytes: [UInt8]) {
    guard let text = String(validating: bytes, as: UTF8.self), let name = DistinguishedName(text)
    else { return }
    precondition(DistinguishedName(name.key)?.key == name.key, "a name has one common spelling")
  }

  private static func openpgp(_ bytes: [UInt8]) {
    accepted {
      for certificate in try OpenPGPCertificate.certificates(in: bytes) {
        precondition(certificate.fingerprints.first == certificate.fingerprint)
        let states = certificate.keyStates(at: Instant(clampingSeconds: 1_780_000_000))
        precondition(Set(states.keys) == Set(certificate.fingerprints))
      }
    }
    let armored = armor(bytes, "PGP SIGNATURE", header: "\n")
    accepted {
      let nobody = try OpenPGPKeyring(certificates: [])
      for block in [bytes, armored] {
        let verdict = nobody.verify(block, over: [], at: Instant(clampingSeconds: 0))
        if case .good = verdict { preconditionFailure("nobody signed") }
      }
    }
  }

  /// One document as each kind of file that there is.
  private static func yaml(_ bytes: [UInt8]) {
    _ = readRequest(bytes, at: RepositoryPath("requests/billing-db/a.yaml"))
    _ = readSignOff(bytes, at: RepositoryPath("reviews/a.yaml"))
    _ = readImportMapping(bytes, file: "mapping.yaml")
    for path in [
      "countersign.yaml", "people/a.yaml", "workloads/a.yaml", "groups/a.yaml", "systems/a.yaml",
      "rules/a.yaml", "tests/a.yaml", "forges/a.yaml", "directory/a.yaml", "notifications.yaml",
    ] {
      _ = readPolicyDocument(bytes, at: RepositoryPath("policies/\(path)"))
    }
  }

  private static func ledger(_ bytes: [UInt8]) {
    record(Grant.self, bytes)
    record(Cursor.self, bytes)
    record(RequestRecord.self, bytes)
    record(PolicyAcceptance.self, bytes)
  }

  private static func record<Record: Codable & Equatable>(_ type: Record.Type, _ bytes: [UInt8]) {
    accepted {
      let value = try JSONDecoder().decode(type, from: Data(bytes))
      let again = try JSONDecoder().decode(type, from: JSONEncoder().encode(value))
      precondition(again == value, "a record reads back as what it was")
    }
  }

  /// Runs `body`, whose errors are what a parser says to most of what a fuzzer tries.
  static func accepted(_ body: () throws -> Void) {
    do { try body() } catch { return }
  }

  static func armor(_ bytes: [UInt8], _ label: String, header: String = "") -> [UInt8] {
    let base64 = Data(bytes).base64EncodedString()
    return Array("-----BEGIN \(label)-----\n\(header)\(base64)\n-----END \(label)-----\n".utf8)
  }
}
