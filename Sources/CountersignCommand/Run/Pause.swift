#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Waiting between two tries.
enum Pause {
  /// Waits longer the more often the race was lost, by a random part, so that runs do not stay in step.
  static func afterLostRace(_ attempt: Int) {
    let longest = UInt32(min(attempt, 10)) * 20_000
    usleep(UInt32.random(in: 0...longest))
  }

  /// Waits a second before the second try and two before the third.
  static func beforeRetry(_ attempt: Int) async {
    do {
      try await Task.sleep(for: .seconds(attempt))
    } catch {
      // Cancelled: whoever waits for the outcome wants it now.
    }
  }
}
