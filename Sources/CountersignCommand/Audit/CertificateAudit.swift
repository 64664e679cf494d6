internal import Connectors
internal import Ledger
internal import Model

/// The certificates that one recorded run handed out, held against the grants that they are of.
///
/// They cannot be made again: their nonce is random, and the authority's key is elsewhere. So they are
/// taken from the ledger, must say exactly what follows from the grant, and be the authority's.
struct CertificateAudit {
  private let files: [GrantID: [UInt8]]
  /// The authorities that signed in this run; the others could not be asked, or nothing was asked of them.
  let authorities: Set<String>

  /// Looks for those of `run`, behind which the ledger was `after`.
  init(of run: LedgerRun, _ after: TrustedLedger) throws(LedgerError) {
    var files: [GrantID: [UInt8]] = [:]
    var authorities: Set<String> = []
    for entry in run.entries where entry.event == .issued || entry.event == .certified {
      guard let id = entry.grant, let grant = try after.grant(id),
        let terms = grant.grant.certificate, let file = try after.certificates(of: id)
      else { continue }
      files[id] = file
      authorities.insert(terms.authority)
    }
    self.files = files
    self.authorities = authorities
  }

  /// Answers with the certificates that the ledger has, where they are right.
  var certifier: Certifier {
    { grant throws(LedgerError) in
      guard let file = files[grant.id] else {
        throw LedgerError(.unreadable, "grant \(grant.id) has no certificates")
      }
      do throws(CertificateFault) {
        try SSHCertificates.check(file, for: grant)
      } catch {
        throw LedgerError(.unreadable, "the certificates of grant \(grant.id): \(error)")
      }
      return file
    }
  }
}
