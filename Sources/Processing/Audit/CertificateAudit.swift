internal import Connectors
internal import Ledger
internal import Model

/// What certificate authorities signed in one recorded run, held against the records that it is of.
///
/// It cannot be made again: a nonce or a signature is random, and the authority's key is elsewhere. So it is
/// taken from the ledger, must say exactly what follows from the record, and be the authority's.
struct CertificateAudit {
  private let files: [GrantID: [UInt8]]
  private let lists: [CertificateRevocations: [UInt8]]
  /// The authorities that signed in this run; the others could not be asked, or nothing was asked of them.
  let authorities: Set<String>

  /// Looks for what was signed in `run`, behind which the ledger was `after`.
  init(of run: LedgerRun, _ after: TrustedLedger) throws(LedgerError) {
    var files: [GrantID: [UInt8]] = [:]
    var lists: [CertificateRevocations: [UInt8]] = [:]
    var authorities: Set<String> = []
    for entry in run.entries where entry.event.step?.mayBeSigned ?? false {
      guard let id = entry.grant, let grant = try after.grant(id)?.grant,
        let terms = grant.certificate
      else { continue }
      if entry.event != .revoked {
        guard let file = try after.certificates(of: grant) else { continue }
        files[id] = file
        authorities.insert(terms.authority)
      }
      guard terms.profile != nil,
        let list = try after.past(at: entry.commit).revocations(by: terms.authority)
      else { continue }
      lists[list.record] = list.list
      // A certificate that has ended by itself is on no list, and nobody was asked for one.
      if list.record.revoked.contains(where: { $0.grant == id }) {
        authorities.insert(terms.authority)
      }
    }
    self.files = files
    self.lists = lists
    self.authorities = authorities
  }

  /// Answers with what the ledger has, where it is right.
  var certifier: Certifier {
    Certifier { grant throws(LedgerError) in
      guard let file = files[grant.id] else {
        throw LedgerError(.unreadable, "grant \(grant.id) has no certificates")
      }
      do throws(CertificateFault) {
        switch grant.grant.certificate?.content {
        case .profile: try X509Certificates.check(file, for: grant)
        case .login, nil: try SSHCertificates.check(file, for: grant)
        }
      } catch {
        throw LedgerError(.unreadable, "the certificates of grant \(grant.id): \(error)")
      }
      return file
    } revocationList: { revocations throws(LedgerError) in
      let name = "the revocation list number \(revocations.number)"
      guard let list = lists[revocations] else {
        throw LedgerError(.unreadable, "\(name) does not follow from what was revoked")
      }
      do throws(CertificateFault) {
        try X509RevocationLists.check(list, of: revocations)
      } catch {
        throw LedgerError(.unreadable, "\(name): \(error)")
      }
      return list
    }
  }
}
