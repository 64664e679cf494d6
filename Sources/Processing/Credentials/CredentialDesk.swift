internal import Connectors
internal import Ledger
package import Model
internal import Signatures

/// Hands out the certificates that the ledger holds for a grant.
package struct CredentialDesk {
  private let ledger: TrustedLedger
  private let now: Instant
  private let outside: Outside

  /// Reads `ledger`, as it is now.
  package init(_ ledger: FreshLedger, of workspace: Workspace, at clock: Instant)
    throws(ProcessingError)
  {
    self.ledger = try ledger.open(in: workspace)
    outside = workspace.outside
    now = max(clock, self.ledger.cursor.at)
  }

  /// The certificates of a grant, checked against what the ledger says of them.
  package struct Collected {
    package let grant: Grant
    /// What the ledger holds.
    package let file: [UInt8]
    /// What stands in it; nil for an X.509 certificate.
    let logins: [SSHCertificate]?
  }

  /// The certificates of the grant `id`.
  ///
  /// - Throws: `.negative` where it has none.
  package func certificates(of id: GrantID) throws(ProcessingError) -> Collected {
    let (found, file) = try inLedger { () throws(LedgerError) in
      let grant = try ledger.grant(id)
      return (
        grant,
        try grant.flatMap { grant throws(LedgerError) in try ledger.certificates(of: grant.grant) }
      )
    }
    guard let found else {
      throw ProcessingError(
        .negative, "The ledger has no grant \(id).", hint: "countersign grants lists them.")
    }
    try Self.checkIsOpen(found.grant, at: now)
    guard let file else { throw Self.absence(of: found.grant) }
    switch found.grant.certificate?.content {
    case .profile:
      try Self.check(file, of: found)
      return Collected(grant: found.grant, file: file, logins: nil)
    case .login, nil:
      return Collected(
        grant: found.grant, file: file, logins: try Self.checked(file, of: found))
    }
  }

  /// Puts `collected` beside the keys that it is for.
  ///
  /// - Parameters:
  ///   - identities: The files that those keys or requests stand in; without, where they usually do.
  ///   - home: The person's home folder.
  ///   - replacingOthers: Whether a certificate of another authority is written over.
  package func place(
    _ collected: Collected, beside identities: [String], home: String?, replacingOthers: Bool
  ) throws(ProcessingError) -> CredentialReport {
    let files: [CredentialReport.File]
    if let logins = collected.logins {
      files = try IdentityFiles(identities, home: home, outside.files).place(
        logins, replacingOthers: replacingOthers)
    } else {
      files = try CertificateRequestFiles(identities, outside.files).place(
        collected.file, of: collected.grant, replacingOthers: replacingOthers)
    }
    return CredentialReport(grant: collected.grant, files: files)
  }

  private static func checked(
    _ file: [UInt8], of grant: RecordedGrant
  ) throws(ProcessingError) -> [SSHCertificate] {
    do throws(CertificateFault) {
      return try SSHCertificates.check(file, for: grant)
    } catch {
      throw untrusted(grant, error)
    }
  }

  private static func check(_ file: [UInt8], of grant: RecordedGrant) throws(ProcessingError) {
    do throws(CertificateFault) {
      try X509Certificates.check(file, for: grant)
    } catch {
      throw untrusted(grant, error)
    }
  }

  private static func untrusted(_ grant: RecordedGrant, _ fault: CertificateFault)
    -> ProcessingError
  {
    ProcessingError(
      .untrusted, [Reason(.ledgerUntrusted, "The certificates of \(grant.id): \(fault).")])
  }

  private static func checkIsOpen(_ grant: Grant, at now: Instant) throws(ProcessingError) {
    guard grant.state.isLive, now < grant.end else {
      throw ProcessingError(
        .negative, "Grant \(grant.id) ended at \(grant.ending?.at ?? grant.end).",
        hint: "Ask for new access: countersign new.")
    }
  }

  private static func absence(of grant: Grant) -> ProcessingError {
    !grant.isCertified
      ? ProcessingError(
        .negative, "The certificate of \(grant.id) has not been made yet.",
        hint: "The processor tries again each run; countersign status says what it lacks.")
      : ProcessingError(
        .negative, "Grant \(grant.id) on \(grant.entitlementName) comes without a certificate.",
        hint: "How its system enforces grants is said in policies/systems/\(grant.system).yaml.")
  }
}

extension FreshLedger {
  /// OpenSSH's list of every certificate that was revoked before its end.
  package func sshRevocationList(in workspace: Workspace) throws(ProcessingError) -> [UInt8] {
    let ledger = try open(in: workspace)
    // sshd refuses every key where the file it is told of is not there, so an empty list is one too.
    return try inLedger { () throws(LedgerError) in try ledger.revokedCertificates() }
      ?? RevocationListWriter(at: 0).bytes
  }

  /// The lists that X.509 authorities signed, one behind the other.
  ///
  /// - Throws: `.negative` where there is none yet.
  package func x509RevocationLists(in workspace: Workspace) throws(ProcessingError) -> [UInt8] {
    let ledger = try open(in: workspace)
    let lists = try inLedger { () throws(LedgerError) in try ledger.revocationLists() }
    guard !lists.isEmpty else {
      throw ProcessingError(
        .negative, "No X.509 authority has signed a list of revoked certificates yet.",
        hint:
          "The first certificate that it signs brings the list; until then there is nobody to let in."
      )
    }
    return lists
  }
}
