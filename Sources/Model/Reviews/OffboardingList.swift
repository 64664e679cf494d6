/// What is to be done once somebody has left, line by line: a record of the ledger.
package struct OffboardingList: Hashable, Sendable, Codable {
  /// One thing to do.
  package struct Line: Hashable, Sendable, Codable {
    package enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
      /// A secret to rotate.
      case secret
      /// Trust to remove.
      case trust
      /// A place to look through for what Countersign does not know.
      case place
    }

    /// What a sign-off calls it: a number, counted from 1 in the list.
    package let id: String
    package let kind: Kind
    /// Absent for a place.
    package let system: SystemID?
    package let text: String
    package fileprivate(set) var closed: Closing?
  }

  /// Who said that a line is done.
  package struct Closing: Hashable, Sendable, Codable {
    package let at: Instant
    package let by: [IdentityID]
    package let review: RequestKey

    package init(at: Instant, by: [IdentityID], review: RequestKey) {
      self.at = at
      self.by = by
      self.review = review
    }
  }

  package let person: IdentityID
  /// The one person who answers for the list.
  package let owner: IdentityID
  package let opened: Instant
  package let cause: String
  /// What the person ever held, as `system/entitlement`, sorted.
  package let held: [String]
  package private(set) var lines: [Line]

  /// The list of somebody who held `held` before they left.
  package init(
    person: IdentityID, owner: IdentityID, opened: Instant, cause: String, held: [EntitlementName],
    under policy: Policy
  ) {
    self.person = person
    self.owner = owner
    self.opened = opened
    self.cause = cause
    self.held = held.map(\.description)
    var texts: [(Line.Kind, SystemID?, String)] = []
    for id in Set(held.map(\.system)).sorted() {
      guard let system = policy.systems[id] else { continue }
      texts += system.secrets.map { (.secret, id, $0) } + system.trust.map { (.trust, id, $0) }
    }
    texts += policy.settings.offboarding.places.map { (.place, nil, $0) }
    lines = texts.enumerated().map {
      Line(id: "\($0 + 1)", kind: $1.0, system: $1.1, text: $1.2)
    }
  }

  package var isComplete: Bool { lines.allSatisfy { $0.closed != nil } }

  package var open: [Line] { lines.filter { $0.closed == nil } }

  /// The same list with the lines called `ids` closed; what is closed already stays as it is.
  package func closing(_ ids: [String], _ closing: Closing) -> OffboardingList {
    var next = self
    for place in next.lines.indices
    where next.lines[place].closed == nil && ids.contains(next.lines[place].id) {
      next.lines[place].closed = closing
    }
    return next
  }
}

/// Everything that somebody was ever granted: a file of the ledger for each subject.
///
/// Without it an offboarding could be listed only by reading every grant there ever was.
package struct HeldRecord: Hashable, Sendable, Codable {
  package let subject: IdentityID
  /// As `system/entitlement`, sorted.
  package let entitlements: [String]

  package init(subject: IdentityID, entitlements: some Sequence<String>) {
    self.subject = subject
    self.entitlements = Set(entitlements).sorted()
  }

  /// The entitlements by name.
  package var names: [EntitlementName] {
    entitlements.compactMap { text in
      let parts = text.split(separator: "/", maxSplits: 1)
      guard parts.count == 2, let system = SystemID(parts[0]) else { return nil }
      return EntitlementName(system: system, entitlement: String(parts[1]))
    }
  }
}

/// What somebody puts their name to who has closed lines of an offboarding.
package struct OffboardingSignOff: Hashable, Sendable {
  package let person: IdentityID
  /// The ids of lines.
  package let done: [String]
  package let personMark: Mark
  package let doneMark: Mark

  package init(person: IdentityID, done: [String], personMark: Mark, doneMark: Mark) {
    self.person = person
    self.done = done
    self.personMark = personMark
    self.doneMark = doneMark
  }
}

/// What the settings say of offboardings.
package struct OffboardingSettings: Hashable, Sendable {
  package let owner: Owner?
  /// Places to look through whenever somebody leaves.
  package let places: [String]

  package init(owner: Owner? = nil, places: [String] = []) {
    self.owner = owner
    self.places = places
  }
}
