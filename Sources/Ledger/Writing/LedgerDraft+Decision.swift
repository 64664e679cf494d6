import Git
import Model

extension LedgerDraft {
  /// Puts into the records what `decision` says.
  ///
  /// - Throws: `.alreadyTaken` for the id of a grant that was issued before; `.inconsistent` where
  ///   the decision does not fit the records, which is a bug of whoever decided.
  ///
  /// - Parameter judgement: What it is of, which says what is kept at hand for renewals and mandates.
  mutating func apply(_ decision: Decision, of judgement: Judgement) throws(LedgerError) {
    switch decision {
    case .issue(let grant, let record):
      guard try !holds(.grant(grant.id)) else {
        throw LedgerError(
          .alreadyTaken(grant.id), "grant \(grant.id) of \(grant.request.path) was issued before")
      }
      guard record.outcome == .granted, record.grant == grant.id, record.key == grant.request else {
        throw LedgerError(.inconsistent, "grant \(grant.id) settles another request")
      }
      try put(grant)
      try certify(grant)
      try remember(grant, judgement)
      if let mandate = grant.mandate { try use(mandate, for: grant) }
      try note(holding: grant.entitlementName, of: grant.subject)
      try note(record)
    case .settle(let record, _):
      guard record.outcome != .granted, record.grant == nil else {
        throw LedgerError(.inconsistent, "\(record.path) is granted without a grant")
      }
      try note(record)
    case .certify(let grant), .activate(let grant), .expire(let grant), .revoke(let grant),
      .confirm(let grant), .identify(let grant):
      guard try holds(.live(grant.id)) else {
        throw LedgerError(.inconsistent, "grant \(grant.id) is not live")
      }
      try put(grant)
      if case .certify = decision { try certify(grant) }
      if grant.state.isRevoked { try listRevoked(grant) }
      try remember(grant, judgement)
    case .accept(let acceptance):
      try putJSON(acceptance, at: .acceptance(acceptance))
      try setPolicy(acceptance.tree)
    case .mandate(let record, let landed):
      if let landed {
        guard landed.key == record.key, landed.outcome == .granted,
          try !holds(.mandate(record.path))
        else {
          throw LedgerError(.inconsistent, "the mandate \(record.path) settles something else")
        }
        try note(landed)
      } else {
        guard let known = try mandate(record.key), known.used == record.used else {
          throw LedgerError(.inconsistent, "there is no such mandate as \(record.path)")
        }
      }
      try put(record)
    case .signOff(let record, let grant):
      if let grant {
        guard try holds(.unreviewed(grant.id)) else {
          throw LedgerError(.inconsistent, "grant \(grant.id) waits for no review")
        }
        try put(grant)
      }
      try putJSON(record, at: .signOff(record))
      try note(reviewOf: record)
    case .schedule(let system, let since):
      try note(ReviewCalendar.Entry(system: system, since: since))
    case .offboard(let list):
      try put(
        list, at: .offboarding(list.person), index: .leaving(list.person),
        isIndexed: !list.isComplete)
    // These are states of the cursor, which moves with the last event of the run, or none at all.
    case .freeze, .thaw, .brake, .release, .pass, .find, .findOverdue, .remind, .fail, .recover,
      .discover:
      break
    }
  }

  /// Puts the record of `grant`, in the index for as long as it has not ended.
  mutating func put(_ grant: Grant) throws(LedgerError) {
    let blob = try putJSON(grant, at: .grant(grant.id))
    try set(grant.state.isLive ? blob : nil, at: .live(grant.id))
    if grant.emergency != nil {
      try set(grant.needsReview ? blob : nil, at: .unreviewed(grant.id))
    }
  }

  /// Counts `grant` for the mandate that gives it: in the very commit that issues it, so that no race counts it twice or
  /// not at all.
  private mutating func use(_ key: RequestKey, for grant: Grant) throws(LedgerError) {
    guard let record = try mandate(key), record.state == .agreed, record.left > 0,
      record.terms.subject == grant.subject
    else {
      throw LedgerError(.inconsistent, "no mandate \(key.path) gives grant \(grant.id)")
    }
    try put(record.usedOnceMore)
  }

  /// The mandate `key`, ended or not; nil where there is none.
  private mutating func mandate(_ key: RequestKey) throws(LedgerError) -> MandateRecord? {
    let record = try value(MandateRecord.self, at: .mandate(key.path))
    return record?.key == key ? record : nil
  }

  private mutating func put(_ record: MandateRecord) throws(LedgerError) {
    try put(
      record, at: .mandate(record.path), index: .agreed(record.path), isIndexed: record.isLive)
  }

  /// Keeps `grant` among the newest of its holding, which renewals look back at.
  private mutating func remember(_ grant: Grant, _ judgement: Judgement) throws(LedgerError) {
    if let gap = judgement.mandated[grant.holding] {
      let path = LedgerPath.windows(grant.holding)
      var record = try value(WindowRecord.self, at: path) ?? WindowRecord(of: grant.holding)
      record.add(grant.window, joining: gap)
      try putJSON(record, at: path)
    }
    let lookBack = judgement.lookBack
    guard lookBack > 0, !judgement.unrenewed.contains(grant.id) else { return }
    let known = try value(HoldingRecord.self, at: .recent(grant.holding))?.grants ?? []
    guard !known.contains(where: { $0.grant == grant.id }) else { return }
    let past = HoldingRecord.Past(grant: grant.id, start: grant.start, end: grant.end)
    let all = HoldingRecord(of: grant.holding, grants: known + [past]).grants
    try putJSON(
      HoldingRecord(of: grant.holding, grants: all.suffix(lookBack)),
      at: .recent(grant.holding))
  }

  /// Keeps in mind that `subject` has been granted `name`, which outlives every grant.
  private mutating func note(
    holding name: EntitlementName, of subject: IdentityID
  ) throws(LedgerError) {
    let known = try value(HeldRecord.self, at: .held(subject))?.entitlements ?? []
    guard !known.contains(name.description) else { return }
    try putJSON(
      HeldRecord(subject: subject, entitlements: known + [name.description]), at: .held(subject))
  }

  private mutating func note(reviewOf record: SignOffRecord) throws(LedgerError) {
    guard record.outcome == .accepted, let system = record.access?.system else { return }
    let calendar = try value(ReviewCalendar.self, at: .calendar) ?? ReviewCalendar()
    try note(
      ReviewCalendar.Entry(
        system: system, since: calendar[system]?.since ?? record.decided,
        last: ReviewCalendar.Last(
          at: record.decided, review: record.key,
          by: Set(record.reviewers.map(\.person)).sorted())))
  }

  private mutating func note(_ entry: ReviewCalendar.Entry) throws(LedgerError) {
    var calendar = try value(ReviewCalendar.self, at: .calendar) ?? ReviewCalendar()
    calendar.note(entry)
    try putJSON(calendar, at: .calendar)
  }

  private mutating func note(_ record: RequestRecord) throws(LedgerError) {
    var all = try requests(at: record.path)
    all.note(edition?.tellsOrigins == true ? record : record.withoutOrigins)
    try put(
      all, at: .requests(record.path), index: .pending(record.path),
      isIndexed: all.isPending)
  }
}
