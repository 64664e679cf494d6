internal import Git
internal import Intake
internal import Model

/// Walks commits and judges them, several at once, and hands the verdicts on in the walk's order.
///
/// Commits are read by one task alone and go to the judging ones in batches. Few batches wait for an
/// earlier one that takes longer, so the memory does not grow with the history.
struct VerdictStream {
  /// So many that handing them over costs nothing, and so few that nobody waits for the first.
  private static let batchSize = 64
  /// How many batches are kept at most for each that is judged at once, until their turn comes.
  private static let mostKept = 4

  let judge: CommitJudge
  /// How many batches are judged at once.
  let jobs: Int
  /// Whether only commits with several parents are judged.
  let onlyMerges: Bool

  /// Judges all commits of `walk`; `body` gets the verdicts, batch by batch.
  func verdicts(
    of walk: RevisionWalk, _ body: ([CommitVerdict]) throws(ProcessingError) -> Void
  ) async throws(ProcessingError) {
    var walk = walk
    guard jobs > 1 else {
      while let batch = try nextBatch(&walk) { try body(batch.map(judge.verdict)) }
      return
    }
    let outcome = await withTaskGroup(of: (Int, [CommitVerdict]).self) { group in
      do throws(ProcessingError) {
        var order = BatchOrder()
        var running = 0
        while let batch = try nextBatch(&walk) {
          while running == jobs || order.kept >= jobs * VerdictStream.mostKept,
            let done = await group.next()
          {
            running -= 1
            try order.finish(done, body)
          }
          running += 1
          let number = order.begin()
          group.addTask { [judge] in (number, batch.map(judge.verdict)) }
        }
        while let done = await group.next() { try order.finish(done, body) }
        return Result<Void, ProcessingError>.success(())
      } catch {
        group.cancelAll()
        return .failure(error)
      }
    }
    try outcome.get()
  }

  private func nextBatch(_ walk: inout RevisionWalk) throws(ProcessingError) -> [RawCommit]? {
    var batch: [RawCommit] = []
    do throws(GitError) {
      while batch.count < VerdictStream.batchSize, let commit = try walk.next() {
        if !onlyMerges || commit.parents.count > 1 { batch.append(commit) }
      }
    } catch {
      throw ProcessingError(error)
    }
    return batch.isEmpty ? nil : batch
  }
}

/// Puts batches that are judged at once back into their order.
private struct BatchOrder {
  private var begun = 0
  private var handedOn = 0
  private var waiting: [Int: [CommitVerdict]] = [:]

  /// How many were begun and are not handed on yet.
  var kept: Int { begun - handedOn }

  mutating func begin() -> Int {
    begun += 1
    return begun - 1
  }

  mutating func finish(
    _ batch: (number: Int, verdicts: [CommitVerdict]),
    _ body: ([CommitVerdict]) throws(ProcessingError) -> Void
  ) throws(ProcessingError) {
    waiting[batch.number] = batch.verdicts
    while let next = waiting.removeValue(forKey: handedOn) {
      handedOn += 1
      try body(next)
    }
  }
}
