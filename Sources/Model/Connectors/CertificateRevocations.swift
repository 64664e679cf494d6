/// What the revocation list of an X.509 authority says (RFC 5280 section 5), as the ledger records it.
///
/// The list itself is this and the authority's signature, so an audit can hold it against the record.
package struct CertificateRevocations: Hashable, Sendable, Codable {
  /// A grant whose certificate was revoked and would still be valid.
  package struct Entry: Hashable, Sendable, Codable {
    package let grant: GrantID
    /// When it was revoked.
    package let at: Instant
    /// When its certificate ends by itself.
    package let until: Instant

    package init(grant: GrantID, at: Instant, until: Instant) {
      self.grant = grant
      self.at = at
      self.until = until
    }
  }

  /// The authority's certificate, in base64 of DER.
  package let authority: String
  /// Larger with each list, also across a ledger that is replaced: it grows with the clock.
  package let number: Int64
  package let thisUpdate: Instant
  /// From then on servers take no certificate of the authority until they have a newer list.
  package let nextUpdate: Instant
  /// Sorted by grant.
  package let revoked: [Entry]

  /// How long a list is good for at least.
  private static let lifetime = Duration.seconds(30 * 86_400)

  /// The list that follows `previous`.
  ///
  /// It outlives `end`, the end of a certificate of the authority, as the lists before it outlived theirs:
  /// no list runs out while somebody holds a certificate, so none has to be made anew on a timer.
  /// - Parameters:
  ///   - entry: What is revoked by it, if anything; what has ended by itself is left out.
  package init(
    after previous: CertificateRevocations?, by authority: String, at now: Instant,
    outliving end: Instant, revoking entry: Entry? = nil
  ) {
    self.authority = authority
    number = max((previous?.number ?? 0) + 1, now.seconds)
    thisUpdate = now
    nextUpdate = max(
      now.advanced(by: Self.lifetime), end.advanced(by: .seconds(86_400)),
      previous?.nextUpdate ?? now)
    let all = (previous?.revoked ?? []) + [entry].compactMap(\.self)
    revoked = all.filter { now < $0.until }.sorted { $0.grant < $1.grant }
  }

  private enum CodingKeys: String, CodingKey {
    case authority, number, revoked
    case thisUpdate = "this_update"
    case nextUpdate = "next_update"
  }
}
