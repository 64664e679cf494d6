import Git
import Model

extension LedgerDraft {
  /// Puts into the records what `decision` says.
  ///
  /// - Throws: `.alreadyTaken` for the id of a grant that was issued before; `.inconsistent` where
  ///   the decision does not fit the records, which is a bug of whoever decided.
  mutating func apply(_ decision: Decision) throws(LedgerError) {
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
      try note(record)
    case .settle(let record, _):
      guard record.outcome != .granted, record.grant == nil else {
        throw LedgerError(.inconsistent, "\(record.path) is granted without a grant")
      }
      try note(record)
    case .activate(let grant), .expire(let grant), .revoke(let grant):
      guard try holds(.live(grant.id)) else {
        throw LedgerError(.inconsistent, "grant \(grant.id) is not live")
      }
      try put(grant)
    case .accept(let acceptance):
      try putJSON(acceptance, at: .acceptance(acceptance.landing))
      try setPolicy(acceptance.tree)
    // These three are states of the cursor, which moves with the last event of the run.
    case .freeze, .thaw, .find:
      break
    }
  }

  /// Puts the record of `grant`, in the index for as long as it has not ended.
  mutating func put(_ grant: Grant) throws(LedgerError) {
    try put(grant, at: .grant(grant.id), index: .live(grant.id), isIndexed: grant.state.isLive)
  }

  private mutating func note(_ record: RequestRecord) throws(LedgerError) {
    var all = try requests(at: record.path)
    all.note(record)
    try put(
      all, at: .requests(record.path), index: .pending(record.path),
      isIndexed: all.isPending)
  }
}
