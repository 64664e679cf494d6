/// What ties a person to the organisation that runs the systems.
package enum PersonClass: String, Hashable, Sendable, Codable, CaseIterable {
  case employee, contractor, vendor

  /// Whether the person answers to another organisation, and so needs a sponsor and a contract.
  package var isThirdParty: Bool { self != .employee }
}

/// Whether an identity may act at all.
package enum IdentityStatus: String, Hashable, Sendable, Codable, CaseIterable {
  case active, suspended, offboarded
}

/// The paper that a third party works under.
package struct Contract: Hashable, Sendable {
  package let reference: String
  /// From this instant on there is no contract.
  package let ends: Instant
  package let mark: Mark

  package init(reference: String, ends: Instant, mark: Mark) {
    self.reference = reference
    self.ends = ends
    self.mark = mark
  }
}

/// A human being in `policies/people/`: an employee, a contractor or somebody of a vendor.
package struct Person: Hashable, Sendable {
  package let id: IdentityID
  package let name: String
  package let personClass: PersonClass
  package let organization: String?
  /// Third parties: the active employee who answers for them.
  package let sponsor: IdentityID?
  package let contract: Contract?
  /// In lower case (ASCII).
  ///
  /// They recognise authorship and never prove it (DESIGN section 4).
  package let emails: [String]
  package let keys: [PolicyKey]
  /// When these facts were last checked against their source.
  package let verified: Instant
  package let status: IdentityStatus
  package let marks: PersonMarks

  package init(
    id: IdentityID, name: String, personClass: PersonClass, organization: String?,
    sponsor: IdentityID?, contract: Contract?, emails: [String], keys: [PolicyKey],
    verified: Instant, status: IdentityStatus, marks: PersonMarks
  ) {
    self.id = id
    self.name = name
    self.personClass = personClass
    self.organization = organization
    self.sponsor = sponsor
    self.contract = contract
    self.emails = emails
    self.keys = keys
    self.verified = verified
    self.status = status
    self.marks = marks
  }

  /// The file the person was read from.
  package var file: String { "policies/people/\(id).yaml" }
}

/// The places in a person's file that reasons point to.
package struct PersonMarks: Hashable, Sendable {
  package let sponsor: Mark?
  package let verified: Mark
  package let status: Mark
  package let emails: Mark?

  package init(sponsor: Mark?, verified: Mark, status: Mark, emails: Mark?) {
    self.sponsor = sponsor
    self.verified = verified
    self.status = status
    self.emails = emails
  }
}
