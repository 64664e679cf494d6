/// Something that ends or has to be done at a known time, and who should know before it does.
package struct Due: Hashable, Sendable {
  /// What falls due.
  package enum Kind: String, Hashable, Sendable, CaseIterable {
    /// A grant's window is over.
    case grant
    /// A person's contract ends.
    case contract
    /// What is known of a person goes stale.
    case verification
    /// A mandate ends.
    case mandate
    /// A review is late from then on.
    case review
    /// The list of somebody who has left is late from then on.
    case offboarding
    /// Standing access is a finding again from then on.
    case adoption
    /// Somebody has to give access by hand.
    case giving
    /// Somebody has to take access away by hand.
    case taking
  }

  package let kind: Kind
  /// When it falls due; of work by hand, when somebody is told of it again.
  package let at: Instant
  package let subject: IdentityID?
  package let grant: GrantID?
  package let entitlement: EntitlementName?
  package let system: SystemID?
  /// Since when somebody has to do it, where it has waited already; reminders of it recur.
  package let since: Instant?
  /// What is to be done, in the words of the system's file.
  package let runbook: String?
  /// The people who should know, sorted.
  package let recipients: [IdentityID]
  /// The file of the mandate that ends.
  package let mandate: RepositoryPath?

  package init(
    _ kind: Kind, at: Instant, subject: IdentityID? = nil, grant: GrantID? = nil,
    entitlement: EntitlementName? = nil, system: SystemID? = nil, since: Instant? = nil,
    runbook: String? = nil, recipients: [IdentityID], mandate: RepositoryPath? = nil
  ) {
    self.mandate = mandate
    self.kind = kind
    self.at = at
    self.subject = subject
    self.grant = grant
    self.entitlement = entitlement
    self.system = system
    self.since = since
    self.runbook = runbook
    self.recipients = recipients
  }

  /// What falls due, in words that stand before a time: `The access of ana.silva to … ends`.
  package var words: String {
    let who = subject.map(\.text) ?? ""
    let target = entitlement.map(\.description) ?? system?.text ?? ""
    return switch (kind, grant) {
    case (.grant, _): "The access of \(who) to \(target) ends"
    case (.contract, _): "The contract of \(who) ends"
    case (.verification, _): "What is known of \(who) goes stale"
    case (.mandate, _):
      "The mandate \(mandate.map(\.description) ?? "") of \(who) ends"
    case (.review, _?): "The emergency access of \(who) to \(target) has to be reviewed"
    case (.review, nil): "The access to \(target) has to be reviewed"
    case (.offboarding, _): "The list of what \(who) left has to be closed"
    case (.adoption, _): "What is adopted on \(target) has to be looked at again"
    case (.giving, _): "The access of \(who) to \(target) waits to be given by hand"
    case (.taking, _): "The access of \(who) to \(target) waits to be taken away by hand"
    }
  }

  /// The time to show behind the words, and the word between them.
  package var time: (link: String, instant: Instant) {
    switch kind {
    case .grant, .contract, .verification, .mandate: ("at", at)
    case .review, .offboarding, .adoption: ("by", at)
    case .giving, .taking: ("since", since ?? at)
    }
  }

  /// What it is about, without who should know: people change sides, and nobody is told twice.
  package var topic: Topic {
    Topic(
      kind: kind, at: at, subject: subject, grant: grant, system: system, mandate: mandate)
  }

  /// What one thing that falls due is told from all others by.
  package struct Topic: Hashable, Sendable {
    let kind: Kind
    let at: Instant
    let subject: IdentityID?
    let grant: GrantID?
    let system: SystemID?
    let mandate: RepositoryPath?
  }
}
