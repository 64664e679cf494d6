import Model
import Synchronization

/// What was found out about a certificate: its history once, and the latest judgement, which takes a millisecond or more.
///
/// A class with a lock since certificates are shared by whoever verifies in parallel.
final class OpenPGPJudgements: Sendable {
  private struct Judgement {
    let now: Instant
    let states: [String: OpenPGPKeyState]
  }

  private struct Found {
    /// Nil within where there is too much of it to be read.
    var history: OpenPGPHistory??
    var latest: Judgement?
  }

  private let found = Mutex(Found())

  /// The judgement for `now` by the certificate's history, each made once.
  func at(
    _ now: Instant, read: () -> OpenPGPHistory?,
    judge: (OpenPGPHistory?) -> [String: OpenPGPKeyState]
  ) -> [String: OpenPGPKeyState] {
    found.withLock { found in
      if let latest = found.latest, latest.now == now { return latest.states }
      let history = found.history ?? read()
      let states = judge(history)
      found.history = .some(history)
      found.latest = Judgement(now: now, states: states)
      return states
    }
  }
}
