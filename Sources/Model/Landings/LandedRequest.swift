/// What a request file turned out to be.
package enum RequestDocument: Hashable, Sendable {
  /// Apart, since a request is large and is handed on often.
  indirect case readable(Request)
  /// A file of `mandates/`, which lands as a request does.
  indirect case mandate(Mandate)
  /// With every fault that was found.
  case unreadable([Reason])
}

/// A request that a landing brought to the mainline, with the facts that git proves about it.
///
/// A class, since it never changes, and thousands are handed from room to room.
package final class LandedRequest: Sendable {
  package let key: RequestKey
  /// What a grant of it would be called.
  package let grantID: GrantID
  package let landing: ObjectID
  /// The landing's committer date, which is used only to refuse.
  package let dated: Instant
  /// When the processor first saw the landing.
  package let seen: Instant
  package let document: RequestDocument
  package let approvals: [SeenApproval]
  package let changes: [RequestChange]
  /// Those commits of `changes` that hold the very blob that landed: what they sign, they sign whole.
  package let holders: [ObjectID]
  /// When the commits in `changes` say they were made, the first and the last; used only to refuse.
  package let made: ClosedRange<Instant>?
  /// Why this landing can never grant it: evil, mixed, written by nobody known.
  package let flaws: [Reason]
  /// Why nobody can tell who wrote it, which a workload's token makes good: it needs no known author.
  package let unknownAuthors: [Reason]
  /// What landed beside it as the workload's token, and nobody has judged yet.
  package let brought: LandedToken?
  /// The token that was found to sign it.
  package let token: SeenToken?
  /// Merges and landings that look like approvals and are none, with what would do it right.
  package let notes: [Reason]

  package init(
    key: RequestKey, grantID: GrantID, landing: ObjectID, dated: Instant, seen: Instant,
    document: RequestDocument, approvals: [SeenApproval], changes: [RequestChange],
    holders: [ObjectID], made: ClosedRange<Instant>? = nil, flaws: [Reason], notes: [Reason],
    unknownAuthors: [Reason] = [], brought: LandedToken? = nil, token: SeenToken? = nil
  ) {
    self.unknownAuthors = unknownAuthors
    self.brought = brought
    self.token = token
    self.key = key
    self.grantID = grantID
    self.landing = landing
    self.dated = dated
    self.seen = seen
    self.document = document
    self.approvals = approvals
    self.changes = changes
    self.holders = holders
    self.made = made
    self.flaws = flaws
    self.notes = notes
  }

  /// A pending request as the ledger recorded it, its file read again.
  ///
  /// Of its reasons only those stay that speak of attempts: why a verified approval did not count is
  /// judged anew, and a reason that names its commit would outlive its cause.
  package convenience init(
    _ record: RequestRecord, grantID: GrantID, document: RequestDocument, holders: [ObjectID],
    made: ClosedRange<Instant>? = nil
  ) {
    let verified = record.approvals.map(\.approval.commit)
    self.init(
      key: record.key, grantID: grantID, landing: record.landing, dated: record.dated,
      seen: record.seen, document: document, approvals: record.approvals,
      changes: record.changes, holders: holders, made: made, flaws: [],
      notes: record.reasons.filter { reason in
        reason.code.describesAnAttempt && !(reason.commit.map(verified.contains) ?? false)
      },
      unknownAuthors: record.lacksAuthor == true ? [.unknownAuthor(of: record.key)] : [],
      token: record.token)
  }

  /// What a mend adds that has a request filed again: it may be told before the request lands, and after.
  package static let anew = "A request that has landed takes another path."

  /// That it was changed or approved more often than a record has room for; then who may approve it, and who
  /// did, could not be told any more, and it is refused.
  package var excess: Reason? {
    let (what, count) =
      Bounds.changes < changes.count
      ? ("commits changed", changes.count) : ("approvals are given for", approvals.count)
    guard Bounds.changes < changes.count || Bounds.approvals < approvals.count else { return nil }
    return Reason(
      .tooLarge, "\(count) \(what) this request, more than are looked at.",
      at: SourceLocation(file: key.path.description),
      hint: "Add a new file, in one commit on the mainline's tip.")
  }

  /// The same request with approvals, and would-be approvals, that came later.
  package func adding(_ late: LateApprovals) -> LandedRequest {
    let known = Set(approvals.map(\.approval.commit))
    let others = late.notes.map { $0.approvable(as: "\(key.path)") }
    return LandedRequest(
      key: key, grantID: grantID, landing: landing, dated: dated, seen: seen,
      document: document,
      approvals: approvals + late.approvals.filter { !known.contains($0.approval.commit) },
      changes: changes, holders: holders, made: made, flaws: flaws,
      notes: notes + others.filter { !notes.contains($0) }, unknownAuthors: unknownAuthors,
      brought: brought, token: token)
  }

  /// The same request with what landed beside it since.
  package func bringing(_ token: LandedToken) -> LandedRequest {
    with(token: self.token, brought: token, notes: notes)
  }

  /// The same request once its token has been judged: what was found good, or a note why nothing was.
  ///
  /// A good one stays what it is until it stands no more; of the others the newest is told.
  package func tokenJudged(_ found: TokenJudgement?, stands: Bool) -> LandedRequest {
    let standing = stands ? token : nil
    let others = notes.filter { !$0.isOfToken }
    switch found {
    case nil: return with(token: standing, brought: nil, notes: notes)
    case .good(let new):
      return with(token: standing ?? new, brought: nil, notes: others)
    case .bad(let reason):
      return with(
        token: standing, brought: nil, notes: standing == nil ? others + [reason] : notes)
    }
  }

  private func with(
    token: SeenToken?, brought: LandedToken?, notes: [Reason]
  ) -> LandedRequest {
    LandedRequest(
      key: key, grantID: grantID, landing: landing, dated: dated, seen: seen,
      document: document, approvals: approvals, changes: changes, holders: holders, made: made,
      flaws: flaws, notes: notes, unknownAuthors: unknownAuthors, brought: brought, token: token)
  }
}

extension Reason {
  /// What is said of a recorded request of which nobody can tell who wrote it.
  fileprivate static func unknownAuthor(of key: RequestKey) -> Reason {
    Reason(
      .unmappedAuthor, "A commit that changed the request has an address that no identity claims.",
      at: SourceLocation(file: key.path.description))
  }
}

extension Reason {
  /// Whether it says why `commit` is no approval.
  package func isAttempt(of commit: ObjectID?) -> Bool {
    commit != nil && self.commit == commit && code.describesAnAttempt
  }
}

extension ReasonCode {
  /// Whether the code says why something is no approval: such notes stay with a pending request.
  package var describesAnAttempt: Bool {
    switch self {
    case .notAMerge, .octopusMerge, .foxtrotMerge, .unsignedMerge, .badSignature, .unknownKey,
      .wrongNamespace, .weakKey, .malformedCommit, .retiredKey, .compromisedKey, .expiredKey,
      .inactiveApprover, .evilMerge, .approvalTooOld, .approvalInFuture, .badToken,
      .unknownIssuer:
      true
    default: false
    }
  }
}
