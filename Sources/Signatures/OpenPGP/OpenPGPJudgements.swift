import Model
import Synchronization

/// The latest judgement of a certificate, which takes librnp a millisecond or more.
///
/// A class with a lock since certificates are shared by whoever verifies in parallel.
final class OpenPGPJudgements: Sendable {
  private struct Judgement {
    let now: Instant
    let standings: [String: OpenPGPStanding]
  }

  private let latest = Mutex<Judgement?>(nil)

  /// The judgement for `now`, made once.
  func at(_ now: Instant, make: () -> [String: OpenPGPStanding]) -> [String: OpenPGPStanding] {
    latest.withLock { latest in
      if let latest, latest.now == now { return latest.standings }
      let standings = make()
      latest = Judgement(now: now, standings: standings)
      return standings
    }
  }
}
