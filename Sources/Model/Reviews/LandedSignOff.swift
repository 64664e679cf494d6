/// What a file of `reviews/` turned out to be.
package enum SignOffDocument: Hashable, Sendable {
  case readable(SignOff)
  /// With every fault that was found.
  case unreadable([Reason])
}

/// A sign-off that a landing brought to the mainline, with the facts that git proves about it.
package struct LandedSignOff: Sendable {
  package let key: RequestKey
  package let landing: ObjectID
  /// When the processor first saw the landing.
  package let seen: Instant
  package let document: SignOffDocument
  /// Whoever wrote it may sign it off too: what counts is who puts their name to it.
  package let approvals: [SeenApproval]
  /// Whoever had a part in what it says.
  package let authors: Set<IdentityID>
  /// Why this landing can never count: evil, written by nobody known, or short of the approvals that
  /// govern its path.
  package let flaws: [Reason]
  /// Merges and landings that look like approvals and are none, with what would do it right.
  package let notes: [Reason]

  package init(
    key: RequestKey, landing: ObjectID, seen: Instant, document: SignOffDocument,
    approvals: [SeenApproval], authors: Set<IdentityID> = [], flaws: [Reason], notes: [Reason]
  ) {
    self.authors = authors
    self.key = key
    self.landing = landing
    self.seen = seen
    self.document = document
    self.approvals = approvals
    self.flaws = flaws
    self.notes = notes
  }
}
