/// Waiting between two tries.
package enum Pause {
  /// Waits longer the more often the race was lost, by a random part, so that runs do not stay in step.
  static func afterLostRace(_ attempt: Int) async {
    await wait(.microseconds(Int.random(in: 0...min(attempt, 10) * 20_000)))
  }

  /// Waits a second before the second try and two before the third.
  package static func beforeRetry(_ attempt: Int) async { await wait(.seconds(attempt)) }

  private static func wait(_ time: Duration) async {
    do {
      try await Task.sleep(for: time)
    } catch {
      // Cancelled: whoever waits for the outcome wants it now.
    }
  }
}
