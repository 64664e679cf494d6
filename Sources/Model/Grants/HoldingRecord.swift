/// The grants of one holding that renewals look back at, newest last: a file of the ledger.
///
/// Without it a renewal could be told only by reading every grant there ever was.
package struct HoldingRecord: Hashable, Sendable, Codable {
  /// A grant by what a renewal asks of it.
  package struct Past: Hashable, Sendable, Codable {
    package let grant: GrantID
    package let start: Instant
    package let end: Instant

    package init(grant: GrantID, start: Instant, end: Instant) {
      self.grant = grant
      self.start = start
      self.end = end
    }

    package var window: Window { Window(start: start, end: end) }
  }

  package let subject: IdentityID
  package let system: SystemID
  package let entitlement: String
  /// Sorted by end.
  package let grants: [Past]

  /// Sorts `grants` by their ends.
  package init(of holding: Holding, grants: [Past]) {
    subject = holding.subject
    system = holding.entitlement.system
    entitlement = holding.entitlement.entitlement
    self.grants = grants.sorted { ($0.end, $0.grant) < ($1.end, $1.grant) }
  }

  package var holding: Holding {
    Holding(
      subject: subject, entitlement: EntitlementName(system: system, entitlement: entitlement))
  }
}
