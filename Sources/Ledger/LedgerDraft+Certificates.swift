package import Model
import Signatures

/// Makes the certificates of a grant, or finds them in a ledger that is held against the draft.
package typealias Certifier = (RecordedGrant) throws(LedgerError) -> [UInt8]

/// For runs in which no certificate can be asked for.
package let noCertifier: @Sendable (RecordedGrant) throws(LedgerError) -> [UInt8] = {
  grant throws(LedgerError) in
  throw LedgerError(.inconsistent, "grant \(grant.id) asks for certificates, and nobody makes any")
}

extension LedgerDraft {
  /// Makes the certificates of `grant`, where it is to have some and they can be made.
  mutating func certify(_ grant: Grant) throws(LedgerError) {
    guard grant.certificate != nil, grant.state != .issuing else { return }
    guard try !holds(.certificates(grant.id)) else {
      throw LedgerError(.inconsistent, "grant \(grant.id) was certified before")
    }
    let made = try write(try certifier(RecordedGrant(heldByLedger: grant)))
    try set(made, at: .certificates(grant.id))
  }

  /// Puts the certificates of `grant`, which has just been revoked, on the revocation list, and takes those
  /// off it that have ended by themselves.
  mutating func listRevoked(_ grant: Grant) throws(LedgerError) {
    guard let certificate = grant.certificate, let at = grant.ending?.at, at < grant.end else {
      return
    }
    let known = try value([RevokedCertificate].self, at: .revokedCertificates) ?? []
    let all = (known + [RevokedCertificate(grant, by: certificate.authority)])
      .filter { at < $0.until }.sorted { $0.grant < $1.grant }
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
