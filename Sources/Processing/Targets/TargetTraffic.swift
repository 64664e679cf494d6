/// The lanes that are under way, and what became of those that ended and nobody heard of yet.
///
/// A run does not wait for all of them at once: one that hangs would keep it from writing down what the others
/// confirmed, and from giving anything elsewhere (THREATS row 62).
actor TargetTraffic {
  typealias Ended = (server: [String], outcome: TargetLane.Outcome)

  /// How long a run waits for lanes that it need not wait for: most targets answer within it, so that what they
  /// confirm is written at once.
  static let patience = Duration.seconds(2)

  private var underWay = 0
  private var ended: [Ended] = []
  private var listener: CheckedContinuation<Void, Never>?
  /// Counts who listens, so that an alarm wakes only the one whom it was set for.
  private var turn = 0

  /// Runs `lanes` side by side, without waiting for any.
  func start(_ lanes: [(server: [String], run: @Sendable () async -> TargetLane.Outcome)]) {
    underWay += lanes.count
    for lane in lanes {
      Task { end((lane.server, await lane.run())) }
    }
  }

  /// What became of the lanes that ended since the last call: once all have, or after some time for which no
  /// more are waited for.
  ///
  /// - Parameter mustHear: Whether to go on waiting until at least one has ended.
  func heard(mustHear: Bool) async -> [Ended] {
    if underWay > 0 {
      turn += 1
      let alarm = Task { [turn] in
        do {
          try await Task.sleep(for: Self.patience)
          isOverdue(turn)
        } catch {
          // All have ended meanwhile.
        }
      }
      await wait()
      alarm.cancel()
    }
    if mustHear, ended.isEmpty, underWay > 0 { await wait(forOne: true) }
    defer { ended = [] }
    return ended
  }

  private var wantsOne = false

  private func wait(forOne: Bool = false) async {
    wantsOne = forOne
    await withCheckedContinuation { listener = $0 }
  }

  private func end(_ lane: Ended) {
    underWay -= 1
    ended.append(lane)
    if underWay == 0 || wantsOne { wake() }
  }

  private func isOverdue(_ turn: Int) {
    if turn == self.turn, !wantsOne { wake() }
  }

  private func wake() {
    listener?.resume()
    listener = nil
  }
}
