import Git

extension TrustedLedger {
  /// Checks every commit of the ledger as `open` does those behind a known tip, and counts them.
  ///
  /// Commits are read in order on the caller's task; their signatures are checked by up to `jobs`
  /// others, so that an audit uses the cores there are.
  /// - Throws: `.untrusted`, for the oldest commit that is at fault; `.git`.
  package func verifyChain(jobs: Int = 2) async throws(LedgerError) -> Int {
    let commits = try LedgerLine.commits(after: nil, upTo: tip, in: repository)
    guard commits.first == begun else {
      throw .untrusted(tip, "does not descend from \(begun), which it says is its first")
    }
    let fault = await withTaskGroup(of: LedgerFault?.self) { group in
      var line = LedgerLine(repository)
      var faults: [LedgerFault] = []
      var running = 0
      for start in stride(from: 0, to: commits.count, by: LedgerFault.share) {
        var signatures: [LedgerSignature] = []
        do throws(LedgerError) {
          for commit in commits[start...].prefix(LedgerFault.share) {
            signatures.append(try line.follow(commit))
          }
        } catch {
          faults.append(LedgerFault(place: start + signatures.count, error: error))
        }
        if running >= jobs, let done = await group.next() {
          running -= 1
          if let done { faults.append(done) }
        }
        running += 1
        group.addTask { [signatures] in LedgerFault(first: signatures, from: start) }
        // What is running now is older than all that has not been read yet.
        if !faults.isEmpty { break }
      }
      for await case .some(let fault) in group { faults.append(fault) }
      return faults.min { $0.place < $1.place }
    }
    if let fault { throw fault.error }
    return commits.count
  }
}

/// What is wrong with the commit at a place of the line.
private struct LedgerFault: Sendable {
  /// Counted from the first commit.
  let place: Int
  let error: LedgerError

  /// How many commits one task checks.
  static let share = 256

  init(place: Int, error: LedgerError) {
    self.place = place
    self.error = error
  }

  /// The first of `signatures` that does not hold; nil when all do.
  init?(first signatures: [LedgerSignature], from start: Int) {
    for (offset, signature) in signatures.enumerated() {
      do throws(LedgerError) {
        try signature.check()
      } catch {
        self.init(place: start + offset, error: error)
        return
      }
    }
    return nil
  }
}
