/// What a request file turned out to be.
package enum RequestDocument: Hashable, Sendable {
  /// Apart, since a request is large and is handed on often.
  indirect case readable(Request)
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
  /// Merges and landings that look like approvals and are none, with what would do it right.
  package let notes: [Reason]

  package init(
    key: RequestKey, grantID: GrantID, landing: ObjectID, dated: Instant, seen: Instant,
    document: RequestDocument, approvals: [SeenApproval], changes: [RequestChange],
    holders: [ObjectID], made: ClosedRange<Instant>? = nil, flaws: [Reason], notes: [Reason]
  ) {
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
      })
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
      notes: notes + others.filter { !notes.contains($0) })
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
      .inactiveApprover, .evilMerge, .approvalTooOld, .approvalInFuture:
      true
    default: false
    }
  }
}
