/// Who may change the paths that match; the last line that matches a path decides.
package struct GovernanceLine: Hashable, Sendable {
  package let patterns: [PathPattern]
  /// Never empty; `from` names groups and people, and for people's files also `sponsor`.
  package let approvals: [ApprovalLine]
  package let mark: Mark

  package init(patterns: [PathPattern], approvals: [ApprovalLine], mark: Mark) {
    self.patterns = patterns
    self.approvals = approvals
    self.mark = mark
  }
}

/// How long before something ends somebody is reminded of it; absent: not at all.
package struct ReminderSettings: Hashable, Sendable {
  /// Before a grant's window is over.
  package let grant: Duration?
  /// Before the contract of an active person ends.
  package let contract: Duration?
  /// Before what is known of an active person goes stale.
  package let verification: Duration?
  /// Before a review is late, of an emergency grant or of a system's access.
  package let review: Duration?
  /// Before a mandate is over.
  package let mandate: Duration?

  package init(
    grant: Duration? = nil, contract: Duration? = nil, verification: Duration? = nil,
    review: Duration? = nil, mandate: Duration? = nil
  ) {
    self.mandate = mandate
    self.grant = grant
    self.contract = contract
    self.verification = verification
    self.review = review
  }
}

/// `policies/countersign.yaml`: what holds for the whole repository.
package struct Settings: Hashable, Sendable {
  /// The file of the settings.
  package static let file = "policies/countersign.yaml"

  /// Branch names without `refs/heads/`.
  package let mainline: String
  package let ledger: String
  /// Where each run also pushes the ledger's tip (DESIGN section 7).
  package let witness: String?
  /// In OpenSSH's wire form; at least one.
  package let processorKeys: [Marked<[UInt8]>]
  package let staleAfter: Duration
  /// The workload whose signature is enough for the files of `policies/directory/`; absent: none is.
  package let directory: Marked<IdentityID>?
  package let expireAfter: Duration
  package let issueWithin: Duration
  package let reminders: ReminderSettings
  /// A change of policy that would revoke more than this share of the live grants needs a review that
  /// names the number; absent: none does.
  package let massRevocation: Share?
  package let governance: [GovernanceLine]
  /// Who says whether a ticket is open; absent where nobody is asked.
  package let tickets: TicketSource?
  package let offboarding: OffboardingSettings
  /// How often a run asks connectors what is really there; absent where none does.
  package let discovery: Duration?
  /// How far ahead of its first sight a mandate may end.
  package let longestMandate: Duration

  /// What holds where the settings do not say.
  package static let usualMandate = Duration.seconds(92 * 86_400)

  package init(
    mainline: String, ledger: String, witness: String?, processorKeys: [Marked<[UInt8]>],
    staleAfter: Duration, directory: Marked<IdentityID>? = nil, expireAfter: Duration,
    issueWithin: Duration,
    reminders: ReminderSettings = ReminderSettings(), massRevocation: Share? = nil,
    governance: [GovernanceLine], tickets: TicketSource? = nil,
    offboarding: OffboardingSettings = OffboardingSettings(), discovery: Duration? = nil,
    longestMandate: Duration = Settings.usualMandate
  ) {
    self.longestMandate = longestMandate
    self.mainline = mainline
    self.ledger = ledger
    self.witness = witness
    self.processorKeys = processorKeys
    self.staleAfter = staleAfter
    self.directory = directory
    self.expireAfter = expireAfter
    self.issueWithin = issueWithin
    self.reminders = reminders
    self.massRevocation = massRevocation
    self.governance = governance
    self.tickets = tickets
    self.offboarding = offboarding
    self.discovery = discovery
  }

  /// The line that governs `path`: the last whose patterns match.
  package func governance(of path: RepositoryPath) -> GovernanceLine? {
    governance.last { line in line.patterns.contains { $0.matches(path) } }
  }
}
