internal import Connectors
internal import Ledger
internal import Model
internal import Signatures

/// Makes a certificate that nobody gets to see, and the list of what is revoked that has it.
struct CertificateDrill {
  let desk: CertificateDesk
  let grant: RecordedGrant

  /// Does it, in memory: nothing is written, and no host hears of it.
  ///
  /// - Throws: `.unavailable` where the authority does not sign; `.bug` where what it signed is not
  ///   what was to be signed.
  func run() throws(ProcessingError) -> TargetDrill.Outcome {
    let clock = ContinuousClock()
    var start = clock.now
    let file = try inLedger { () throws(LedgerError) in try desk.certifier.certificates(grant) }
    let certificates: [SSHCertificate]
    do throws(CertificateFault) {
      certificates = try SSHCertificates.check(file, for: grant)
    } catch {
      throw ProcessingError(
        .bug, "The certificate that was made is not the one that was to be made: \(error).")
    }
    var outcome = TargetDrill.Outcome(steps: [
      DrillReport.Step("a certificate is made, and says what it must", took: clock.now - start)
    ])
    start = clock.now
    var list = RevocationListWriter(at: UInt64(max(0, grant.start.seconds)))
    for certificate in certificates {
      list.revoke(keyIDs: [certificate.keyID], by: certificate.authority.blob)
    }
    let revoked: RevokedKeys
    do throws(RevocationFault) {
      revoked = try RevokedKeys(parsing: list.bytes)
    } catch {
      throw ProcessingError(.bug, "The list of what is revoked cannot be read: \(error).")
    }
    let isListed = certificates.allSatisfy {
      revoked.contains($0.publicKey, certificate: $0)
    }
    let took = clock.now - start
    outcome.revocation = isListed ? took : nil
    outcome.steps.append(
      DrillReport.Step(
        "the list of what is revoked has it", took: took,
        fault: isListed ? nil : "a host with the list would take the certificate"))
    return outcome
  }
}
