import Model

/// A request that waits, and what the ledger says or is about to say of it.
struct WaitingRequest {
  let landed: LandedRequest
  let record: RequestRecord
}

/// The requests that wait, oldest first, found by key and by landing.
struct WaitingRequests {
  private var entries: [RequestKey: WaitingRequest] = [:]
  private var order: [RequestKey] = []
  private var landings: [ObjectID: [RequestKey]] = [:]
  /// What waits and was not read, since the pass does not look at it again.
  private var unread: [RequestKey: RequestRecord]

  /// Takes what the ledger has; a request that it does not record as waiting does not wait.
  init(_ landed: [LandedRequest], recorded: [RequestRecord]) {
    let records = Dictionary(recorded.map { ($0.key, $0) }) { $1 }
    unread = records
    for request in landed {
      if let record = records[request.key] { add(request, record) }
    }
  }

  subscript(key: RequestKey) -> WaitingRequest? { entries[key] }

  /// The keys of all that wait now, oldest first.
  var keys: [RequestKey] { order.filter { entries[$0] != nil } }

  /// What the ledger says, or is about to say, of all that waits.
  var records: [RequestRecord] { keys.compactMap { entries[$0]?.record } + unread.values }

  /// The keys of what `landing` landed and still waits.
  func keys(landedBy landing: ObjectID) -> [RequestKey] {
    (landings[landing] ?? []).filter { entries[$0]?.landed.landing == landing }
  }

  mutating func add(_ landed: LandedRequest, _ record: RequestRecord) {
    unread[landed.key] = nil
    let known = entries.updateValue(
      WaitingRequest(landed: landed, record: record), forKey: landed.key)
    if known == nil {
      order.append(landed.key)
      landings[landed.landing, default: []].append(landed.key)
    }
  }

  mutating func remove(_ key: RequestKey) {
    entries[key] = nil
    unread[key] = nil
  }
}
