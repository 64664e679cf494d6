/// What became of a landed request.
package enum RequestOutcome: String, Hashable, Sendable, Codable {
  case granted, pending, refused, withdrawn
}

/// What the ledger holds of one request: its outcome and all that was known when it was judged.
///
/// The facts stay with the outcome so that a pending request can be judged again without walking old
/// history, and so that `explain` and `audit` see what the judge saw.
package struct RequestRecord: Hashable, Sendable, Codable {
  package let path: RepositoryPath
  package let blob: ObjectID
  package let landing: ObjectID
  /// The landing's committer date, which is used only to refuse.
  package let dated: Instant
  /// When the processor first saw the landing.
  package let seen: Instant
  /// When this outcome was decided.
  package let decided: Instant
  package let outcome: RequestOutcome
  package let grant: GrantID?
  package let reasons: [Reason]
  package private(set) var approvals: [SeenApproval]
  package private(set) var changes: [RequestChange]
  /// The token that signed it.
  package let token: SeenToken?
  /// Set where nobody can tell who wrote it, so that only a token makes it count.
  package let lacksAuthor: Bool?

  private enum CodingKeys: String, CodingKey {
    case path, blob, landing, dated, seen, decided, outcome, grant, reasons, approvals, changes,
      token
    case lacksAuthor = "lacks_author"
  }

  /// What `landed` comes to at `decided`, with lists and texts within their bounds.
  package init(
    _ landed: LandedRequest, decided: Instant, outcome: RequestOutcome, grant: GrantID? = nil,
    reasons: [Reason]
  ) {
    path = landed.key.path
    blob = landed.key.blob
    landing = landed.landing
    dated = landed.dated
    seen = landed.seen
    self.decided = decided
    self.outcome = outcome
    self.grant = grant
    self.reasons = reasons.bounded
    token = landed.token
    lacksAuthor = landed.unknownAuthors.isEmpty ? nil : true
    // A request with more of either is refused, and then they decide nothing any more.
    approvals =
      landed.approvals.count <= Bounds.approvals
      ? landed.approvals : Array(landed.approvals[..<Bounds.approvals])
    changes =
      landed.changes.count <= Bounds.changes
      ? landed.changes : Array(landed.changes[..<Bounds.changes])
  }

  package var key: RequestKey { RequestKey(path: path, blob: blob) }

  /// The same with `approvals` in the place of those that it has.
  package func approved(by approvals: [SeenApproval]) -> RequestRecord {
    var record = self
    record.approvals = Array(approvals.prefix(Bounds.approvals))
    return record
  }

  /// The same as programs wrote it which did not record what made a file what landed.
  package var withoutOrigins: RequestRecord {
    var record = self
    record.changes = changes.map { $0.with(isOrigin: false) }
    return record
  }
}

/// All that ever landed at one path, oldest first.
package struct PathRecord: Hashable, Sendable, Codable {
  package let path: RepositoryPath
  package private(set) var requests: [RequestRecord]

  package init(path: RepositoryPath, requests: [RequestRecord] = []) {
    self.path = path
    self.requests = requests
  }

  /// Puts `record` in the place of the pending one it settles, or behind all others.
  ///
  /// Whoever lands one file again and again must not make its record grow without end: once it is full, the
  /// newest takes the place of the newest, and the path is used up.
  package mutating func note(_ record: RequestRecord) {
    if let place = requests.firstIndex(where: {
      $0.blob == record.blob && $0.landing == record.landing
    }) {
      requests[place] = record
    } else if requests.count < Bounds.outcomes {
      requests.append(record)
    } else {
      requests[requests.count - 1] = record
    }
  }

  /// Whether nothing at `blob` can be granted here any more: a blob is used once, a grant uses up the path for
  /// ever, and so do many outcomes.
  package func isUsedUp(by blob: ObjectID) -> Bool {
    Bounds.outcomes <= requests.count
      || requests.contains { $0.blob == blob || $0.grant != nil || $0.outcome == .granted }
  }
}
