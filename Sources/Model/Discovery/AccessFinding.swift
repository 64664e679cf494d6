/// Where what is really there differs from what the ledger says (DESIGN section 8, "Discovery").
package struct AccessFinding: Hashable, Sendable {
  package enum Kind: String, Hashable, Sendable, CaseIterable, Codable {
    /// Access that no grant explains.
    case standing
    /// The same, of somebody who has left or is suspended, or whom nobody knows.
    case leftover
    /// A grant whose access is not there.
    case missing
    /// Access of a grant that has ended, or should have.
    case overdue
    /// Access that no grant explains and somebody answers for: no finding until it is to be looked at again.
    case adopted
  }

  package let kind: Kind
  package let system: SystemID
  /// Who is answerable for the system.
  package let owner: Owner
  package let subject: String
  package let target: String
  /// The grant whose access is missing, or overdue.
  package let grant: GrantID?
  /// Who answers for it, and until when.
  package let adopted: AdoptedAccess?

  package init(
    kind: Kind, system: SystemID, owner: Owner, subject: String, target: String,
    grant: GrantID? = nil, adopted: AdoptedAccess? = nil
  ) {
    self.kind = kind
    self.system = system
    self.owner = owner
    self.subject = subject
    self.target = target
    self.grant = grant
    self.adopted = adopted
  }
}
