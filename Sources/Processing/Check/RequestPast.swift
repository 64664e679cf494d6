internal import Decisions
internal import Git
internal import Intake
internal import Ledger
internal import Model

/// What is known of the paths at which a branch brings, changes or takes away requests.
struct RequestPast {
  /// The grants that have not ended.
  let live: [Grant]
  private let unreviewed: [Grant]
  private let recent: [Holding: HoldingRecord]
  private let prospect: Prospect
  private let records: [RepositoryPath: PathRecord]
  private let standingAtAnchor: Set<RepositoryPath>
  private let hasLedger: Bool

  init(_ prospect: Prospect, _ ground: CheckGround) throws(ProcessingError) {
    self.prospect = prospect
    hasLedger = ground.ledger != nil
    let paths = prospect.requests.map(\.key.path)
    do throws(LedgerError) {
      live = try ground.ledger?.live().map(\.grant) ?? []
      records = try ground.ledger?.paths(paths + prospect.deleted) ?? [:]
      unreviewed = try ground.ledger?.unreviewed() ?? []
      recent =
        ground.force.policy.lookBack == 0
        ? [:]
        : try ground.ledger?.recent(
          prospect.requests.holdings(countedUnder: [ground.force.policy])) ?? [:]
    } catch {
      throw ProcessingError(error)
    }
    do throws(IntakeError) {
      let reader = BranchReader(policies: ground.policies, at: .earliest, judge: .decisions)
      standingAtAnchor =
        try ground.anchor.map { anchor throws(IntakeError) in
          try reader.standing(paths, in: anchor)
        } ?? []
    } catch {
      throw ProcessingError(error)
    }
  }

  /// All that other requests are judged by.
  func held(at now: Instant) -> HeldGrants {
    HeldGrants(live: live, unreviewed: unreviewed, recent: recent, at: now)
  }

  /// Why a request cannot be used at this path or blob again (DESIGN section 7).
  func reuse(of key: RequestKey) -> [Reason] {
    let isUsedUp =
      standingAtAnchor.contains(key.path) || records[key.path]?.isUsedUp(by: key.blob) ?? false
    guard isUsedUp else { return [] }
    return [
      Reason(
        .requestReused, "`\(key.path)` has been used before, and a request is used once",
        at: SourceLocation(file: key.path.description),
        hint: "file a new request at another path")
    ]
  }

  /// What the branch does to requests that are on the mainline already.
  var warnings: [Reason] {
    prospect.modified.sorted().map { warning(.requestEdited, "changes", $0) }
      + prospect.deleted.map { warning(.requestDeleted, "removes", $0) }
  }

  private func warning(_ code: ReasonCode, _ does: String, _ path: RepositoryPath) -> Reason {
    let location = SourceLocation(file: path.description)
    if let grant = live.first(where: { $0.request.path == path }) {
      return Reason(
        code,
        "The branch \(does) `\(path)`, which revokes \(grant.id) of `\(grant.subject)` on "
          + "`\(grant.entitlementName)`.", at: location)
    }
    if records[path]?.requests.contains(where: { $0.outcome == .pending }) ?? false {
      return Reason(
        .withdrawn, "The branch \(does) `\(path)`, which withdraws the request that waits there.",
        at: location)
    }
    let effect = hasLedger ? "; no grant depends on it" : "; a grant that depends on it is revoked"
    return Reason(code, "The branch \(does) `\(path)` of the mainline\(effect).", at: location)
  }
}
