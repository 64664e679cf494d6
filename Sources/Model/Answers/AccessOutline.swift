/// What policy says of one entitlement, whoever asks: who ever could, who could approve, and on what terms.
package struct AccessOutline: Sendable {
  package let name: EntitlementName
  package let system: TargetSystem
  package let entitlement: Entitlement
  /// The active people whom the system's owner stands for, sorted.
  package let owners: [IdentityID]
  /// Subjects on the same terms together; empty where nobody could ask.
  package let terms: [SharedTerms]
  /// Those whom `eligible` names and who could not have it now, with the first reason of each, sorted.
  package let barred: [BarredSubject]
  /// What cannot be held beside it, whichever of the two says so, sorted by name.
  package let conflicts: [LocatedConflict]
  /// Those who could ask in an emergency, sorted; empty where the entitlement has no such terms.
  package let emergencySubjects: [IdentityID]

  package init(
    name: EntitlementName, system: TargetSystem, entitlement: Entitlement, owners: [IdentityID],
    terms: [SharedTerms], barred: [BarredSubject], conflicts: [LocatedConflict],
    emergencySubjects: [IdentityID]
  ) {
    self.name = name
    self.system = system
    self.entitlement = entitlement
    self.owners = owners
    self.terms = terms
    self.barred = barred
    self.conflicts = conflicts
    self.emergencySubjects = emergencySubjects
  }
}

/// Somebody who is named and yet could not have access now.
package struct BarredSubject: Hashable, Sendable {
  package let id: IdentityID
  package let reason: Reason

  package init(id: IdentityID, reason: Reason) {
    self.id = id
    self.reason = reason
  }
}

/// An entitlement that is kept apart, with the place that says so.
package struct LocatedConflict: Hashable, Sendable {
  package let name: EntitlementName
  package let location: SourceLocation

  package init(name: EntitlementName, location: SourceLocation) {
    self.name = name
    self.location = location
  }
}

/// A value with the file and line that set it.
package struct Located<Value: Sendable>: Sendable {
  package let value: Value
  package let location: SourceLocation

  package init(_ value: Value, at location: SourceLocation) {
    self.value = value
    self.location = location
  }
}

/// The terms of one entitlement for subjects to whom the same rules apply.
package struct SharedTerms: Sendable {
  /// Sorted.
  package let subjects: [IdentityID]
  /// The rules that apply, sorted.
  package let rules: [RuleID]
  /// Each is satisfied on its own.
  package let approvals: [OutlinedList]
  /// The shortest that something allows, and what allows no more.
  package let maximum: Located<Duration>
  /// What each signature must prove, and what says so; no place where nothing does.
  package let assurance: Assurance
  package let signedRequest: Located<Bool>
  /// Patterns that the ticket must match, all of them.
  package let tickets: [Located<String>]
  /// The limits of all rules that have one; the sponsor signs each renewal too.
  package let renewals: [Located<RenewalLimit>]
  /// What refuses whoever asks while it lasts, whatever is approved.
  package let denials: [Located<Denial>]
  /// Those of `subjects` for whom nobody is left to approve, sorted.
  package let stranded: [IdentityID]

  package init(
    subjects: [IdentityID], rules: [RuleID], approvals: [OutlinedList],
    maximum: Located<Duration>, assurance: Assurance, signedRequest: Located<Bool>,
    tickets: [Located<String>], renewals: [Located<RenewalLimit>], denials: [Located<Denial>],
    stranded: [IdentityID]
  ) {
    self.subjects = subjects
    self.rules = rules
    self.approvals = approvals
    self.maximum = maximum
    self.assurance = assurance
    self.signedRequest = signedRequest
    self.tickets = tickets
    self.renewals = renewals
    self.denials = denials
    self.stranded = stranded
  }
}

/// One approvals list with everybody who could sign for its lines.
package struct OutlinedList: Sendable {
  /// The entitlement or rule in words, such as `billing-db/read-only` or `rule third-parties`.
  package let origin: String
  package let lines: [OutlinedLine]

  package init(origin: String, lines: [OutlinedLine]) {
    self.origin = origin
    self.lines = lines
  }
}

/// One line of an approvals list with everybody who could sign for it.
package struct OutlinedLine: Sendable {
  package let line: ApprovalLine
  package let location: SourceLocation
  /// The active people with a key that does, sorted; a subject's own sponsor is not among them.
  package let people: [IdentityID]
  /// Where the line names `sponsor`: the sponsors who could sign, by subject, sorted by subject.
  package let sponsors: [SubjectSponsor]

  package init(
    line: ApprovalLine, location: SourceLocation, people: [IdentityID],
    sponsors: [SubjectSponsor]
  ) {
    self.line = line
    self.location = location
    self.people = people
    self.sponsors = sponsors
  }
}

/// A subject and who answers for them.
package struct SubjectSponsor: Hashable, Sendable {
  package let subject: IdentityID
  package let sponsor: IdentityID

  package init(subject: IdentityID, sponsor: IdentityID) {
    self.subject = subject
    self.sponsor = sponsor
  }
}
