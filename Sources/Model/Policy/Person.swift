/// What ties a person to the organisation that runs the systems.
package enum PersonClass: String, Hashable, Sendable, Codable, CaseIterable {
  case employee, contractor, vendor

  /// Whether the person answers to another organisation, and so needs a sponsor and a contract.
  package var isThirdParty: Bool { self != .employee }
}

/// Whether an identity may act at all.
///
/// Ordered by how strict they are.
package enum IdentityStatus: String, Hashable, Sendable, Codable, CaseIterable, Comparable {
  case active, suspended, offboarded

  package static func < (left: IdentityStatus, right: IdentityStatus) -> Bool {
    switch (left, right) {
    case (.active, .suspended), (.active, .offboarded), (.suspended, .offboarded): true
    default: false
    }
  }
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
  /// When the person's own file says that these facts were last checked against their source.
  package let ownVerified: Instant
  /// What the person's own file says.
  package let ownStatus: IdentityStatus
  package let marks: PersonMarks
  private var said: Said?

  /// What the directory says, behind a pointer: each run reads thousands of people.
  private indirect enum Said: Hashable, Sendable {
    case word(DirectoryWord)
  }

  /// What the person's own file says; what a directory says of them comes on top.
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
    ownVerified = verified
    ownStatus = status
    self.marks = marks
  }

  /// The same person with what the directory says.
  ///
  /// - Parameter vouching: Whether its confirmations count. It has none for those who answer for it: their
  ///   own file alone says whether they are there to do so.
  func attested(_ word: DirectoryWord?, vouching: Bool) -> Person {
    var person = self
    person.said = (vouching ? word : word?.withoutConfirmation).map { .word($0) }
    return person
  }

  /// What the directory says of the person; absent in a file that no policy has put beside the others.
  package var attested: DirectoryWord? {
    if case .word(let word) = said { word } else { nil }
  }

  /// Whether the person may act: by their own file or the directory, whichever is stricter.
  package var status: IdentityStatus { max(ownStatus, attested?.status ?? .active) }

  /// `status` in words that say whose word it is.
  package var shownStatus: String {
    ownStatus < status ? "\(status.rawValue) by the directory" : status.rawValue
  }

  /// When the facts were last checked: by the person's file or the directory, whichever is newer.
  package var verified: Instant { attested?.verified.map { max($0, ownVerified) } ?? ownVerified }

  /// The file the person was read from.
  package var file: String { "policies/people/\(id).yaml" }

  /// Where it stands what `status` is.
  package var statusLocation: SourceLocation {
    if let word = attested, ownStatus < word.status, let location = word.statusLocation {
      return location
    }
    return SourceLocation(file: file, mark: marks.status)
  }

  /// Where it stands when the facts were last checked.
  package var verifiedLocation: SourceLocation {
    if let word = attested, let newer = word.verified, ownVerified < newer,
      let location = word.verifiedLocation
    {
      return location
    }
    return SourceLocation(file: file, mark: marks.verified)
  }
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
