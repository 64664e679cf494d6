internal import Intake
internal import Ledger
internal import Model

/// What is known of the paths at which a branch brings, changes or takes away requests.
struct RequestPast {
  /// The grants that have not ended.
  let live: [Grant]
  /// The mandates that have not ended.
  private let mandates: [MandateRecord]
  private let prospect: Prospect
  private let records: [RepositoryPath: PathRecord]
  private let hasLedger: Bool

  init(_ prospect: Prospect, _ ground: CheckGround) throws(ProcessingError) {
    self.prospect = prospect
    hasLedger = ground.ledger != nil
    do throws(LedgerError) {
      live = try ground.ledger?.live().map(\.grant) ?? []
      mandates = try ground.ledger?.mandates() ?? []
      records = try ground.ledger?.paths(prospect.modified.union(prospect.deleted)) ?? [:]
    } catch {
      throw ProcessingError(error)
    }
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
    if let mandate = mandates.first(where: { $0.path == path }) {
      return Reason(
        .mandateEnded,
        "The branch \(does) `\(path)`, which ends the mandate of `\(mandate.terms.subject)` and revokes what it gave.",
        at: location)
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
