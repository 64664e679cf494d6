/// Something that waits for people since this run, or otherwise than before it: no decision, and told all the same.
package struct WaitingNews: Hashable, Sendable {
  /// Who hears of this event hears of it.
  package let event: LedgerEvent
  package let reason: Reason
  /// What in particular waits, a line each.
  package let details: [String]

  package init(_ event: LedgerEvent, _ reason: Reason, _ details: [String] = []) {
    self.event = event
    self.reason = reason
    self.details = details
  }
}

extension Cursor {
  /// What waits for people and did not, or not so, when the ledger stood at `before`.
  package func news(since before: Cursor) -> [WaitingNews] {
    var news: [WaitingNews] = []
    if let waiting = waitingPolicy, waiting.paths != before.waitingPolicy?.paths,
      let first = waiting.reasons.first
    {
      news.append(
        WaitingNews(
          .policyAccepted, first,
          waiting.paths.map { path in
            "\(path.path)"
              + (path.missing.isEmpty ? "" : ": missing \(path.missing.joined(separator: " and "))")
          }))
    }
    if let reason = heldBackReason, heldBack != before.heldBack {
      news.append(WaitingNews(.revoked, reason, heldBack.map(\.description)))
    }
    return news
  }
}
