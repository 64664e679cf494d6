package import Model
import Signatures

/// Makes what certificate authorities sign, or finds it in a ledger that is held against the draft.
package struct Certifier {
  /// The certificates of a grant.
  package let certificates: (RecordedGrant) throws(LedgerError) -> [UInt8]
  /// The list of the revoked certificates of an X.509 authority.
  package let revocationList: (CertificateRevocations) throws(LedgerError) -> [UInt8]

  package init(
    certificates: @escaping (RecordedGrant) throws(LedgerError) -> [UInt8],
    revocationList: @escaping (CertificateRevocations) throws(LedgerError) -> [UInt8]
  ) {
    self.certificates = certificates
    self.revocationList = revocationList
  }

  /// For runs in which no certificate can be asked for.
  package static var nobody: Certifier {
    Certifier { grant throws(LedgerError) in
      throw LedgerError(
        .inconsistent, "grant \(grant.id) asks for certificates, and nobody makes any")
    } revocationList: { _ throws(LedgerError) in
      throw LedgerError(.inconsistent, "a revocation list is asked for, and nobody makes any")
    }
  }
}

extension LedgerDraft {
  /// Makes the certificates of `grant`, where it is to have some and they can be made.
  mutating func certify(_ grant: Grant) throws(LedgerError) {
    guard let terms = grant.certificate, grant.isCertified else { return }
    guard try !holds(.certificates(grant)) else {
      throw LedgerError(.inconsistent, "grant \(grant.id) was certified before")
    }
    let made = try write(try certifier.certificates(RecordedGrant(heldByLedger: grant)))
    try set(made, at: .certificates(grant))
    guard terms.profile != nil, let now = grant.history.last?.at else { return }
    let known = try value(CertificateRevocations.self, at: .revocations(by: terms.authority))
    // A list that runs out first would keep the holder out, and one there must be before servers start.
    guard (known?.nextUpdate).map({ $0 < grant.end }) ?? true else { return }
    try list(
      CertificateRevocations(after: known, by: terms.authority, at: now, outliving: grant.end))
  }

  /// Puts the certificates of `grant`, which has just been revoked, on the revocation list, and takes those
  /// off it that have ended by themselves.
  mutating func listRevoked(_ grant: Grant) throws(LedgerError) {
    guard let terms = grant.certificate, let at = grant.ending?.at, at < grant.end else { return }
    switch terms.content {
    case .login: try listForHosts(RevokedCertificate(grant, by: terms.authority), at: at)
    case .profile:
      // One that was never certified is on no list; of a ledger that this one replaces nothing is held here.
      let isHeld = try holds(.certificates(grant))
      guard isHeld || grant.history.contains(where: { $0.event == .revoking }) else { return }
      let known = try value(CertificateRevocations.self, at: .revocations(by: terms.authority))
      try list(
        CertificateRevocations(
          after: known, by: terms.authority, at: at, outliving: grant.end,
          revoking: CertificateRevocations.Entry(grant: grant.id, at: at, until: grant.end)))
    }
  }

  /// Keeps `revocations` and the list that its authority signs of it.
  private mutating func list(_ revocations: CertificateRevocations) throws(LedgerError) {
    let list = try write(try certifier.revocationList(revocations))
    try putJSON(revocations, at: .revocations(by: revocations.authority))
    try set(list, at: .revocationList(by: revocations.authority))
  }

  private mutating func listForHosts(
    _ revoked: RevokedCertificate, at: Instant
  ) throws(LedgerError) {
    let known = try value([RevokedCertificate].self, at: .revokedCertificates) ?? []
    let all = (known + [revoked]).filter { at < $0.until }.sorted { $0.grant < $1.grant }
    try putJSON(all, at: .revokedCertificates)
    try set(try write(try revocationList(of: all, at: at)), at: .revocationList)
  }

  /// The list as OpenSSH reads it, by the ids of the certificates, which are those of their grants.
  private func revocationList(
    of all: [RevokedCertificate], at: Instant
  ) throws(LedgerError) -> [UInt8] {
    var list = RevocationListWriter(at: UInt64(max(0, at.seconds)))
    for (authority, revoked) in Dictionary(grouping: all, by: \.authority)
      .sorted(by: { $0.key < $1.key })
    {
      guard let key = Base64.decode(Array(authority.utf8)[...]) else {
        throw LedgerError(
          .unreadable, "\(LedgerPath.revokedCertificates) has an authority that is no key")
      }
      list.revoke(keyIDs: revoked.map { Array($0.grant.description.utf8) }, by: key)
    }
    return list.bytes
  }
}

/// A grant whose certificates were revoked and would still be valid.
private struct RevokedCertificate: Codable {
  let grant: GrantID
  /// The authority's public key, in base64.
  let authority: String
  let until: Instant

  init(_ grant: Grant, by authority: String) {
    self.grant = grant.id
    self.authority = authority
    until = grant.end
  }
}
