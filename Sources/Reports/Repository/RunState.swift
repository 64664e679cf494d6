import Model

/// Whether access is being issued; expiries and revocations go on in any state.
package enum RunState: String, Hashable, Sendable {
  case running
  /// The mainline, the ledger or the clock cannot be trusted.
  case halted

  init(cursor: Cursor, halted: [Reason]) { self = halted.isEmpty ? .running : .halted }

  var tone: Tone {
    switch self {
    case .running: .good
    case .halted: .bad
    }
  }
}

extension Page {
  /// Adds why nothing is issued, or nothing but emergencies.
  mutating func standstill(halted: [Reason], frozen: [Reason]) {
    if !halted.isEmpty {
      gap()
      reasons(halted, label: "\("halted", .bad)")
    }
    if !frozen.isEmpty {
      gap()
      reasons(frozen, label: "\("emergencies only", .bad)")
    }
  }

  /// Adds what of the mainline's policies is not in force, and whose approvals that lacks.
  mutating func notAccepted(_ cursor: Cursor) {
    guard let waiting = cursor.waitingPolicy else { return }
    gap()
    reasons(waiting.reasons, label: "\("not accepted", .bad)")
    for path in waiting.paths {
      let missing =
        path.missing.isEmpty ? "" : ": missing \(path.missing.joined(separator: " and "))"
      line("  \(path.path)\(missing)")
    }
    if waiting.more > 0 { line("  and \(counted(waiting.more, "path")) more") }
  }

  /// Adds the grants that no longer hold and wait for a review.
  mutating func heldBack(_ cursor: Cursor) {
    guard let reason = cursor.heldBackReason else { return }
    gap()
    self.reason(reason, label: "\("held back", .bad)")
    for id in cursor.heldBack.prefix(Page.heldBackListed) { line("  \(id)") }
    let more = cursor.heldBack.count - Page.heldBackListed
    if more > 0 { line("  and \(counted(more, "grant")) more") }
  }

  private static let heldBackListed = 20

  /// Adds who is stopped, and by whom.
  mutating func brakes(_ brakes: [Brake]) {
    guard !brakes.isEmpty else { return }
    gap()
    for brake in brakes {
      let who = brake.by.map(\.text).joined(separator: ", ")
      line(
        "\("stopped", .bad)  \(brake.words, .strong), by commit \(brake.commit.short)"
          + (who.isEmpty ? "" : " of \(who)") + (brake.isSigned ? "" : ", unsigned"))
    }
  }
}

extension JSONValue {
  /// A brake as `status` lists it.
  init(_ brake: Brake) {
    let keys: JSONValue? =
      brake.keys.isEmpty ? nil : .array(brake.keys.map { .string($0) })
    self.init(present: [
      "identity": brake.identity.map { JSONValue(text: $0) },
      "key": brake.keys.first.map { .string($0) }, "keys": keys,
      "path": JSONValue(text: brake.path), "commit": JSONValue(text: brake.commit),
      "by": .array(brake.by.map { JSONValue(text: $0) }), "signed": .bool(brake.isSigned),
      "at": JSONValue(text: brake.at),
    ])
  }

  /// Policies that wait, as `status` lists them.
  init(_ waiting: WaitingPolicy) {
    self.init(present: [
      "landing": JSONValue(text: waiting.landing),
      "paths": JSONValue(waiting.paths) { path in
        [
          "path": JSONValue(text: path.path),
          "missing": .array(path.missing.map { .string($0) }),
        ]
      },
      "more": waiting.more == 0 ? nil : .integer(waiting.more),
    ])
  }
}
