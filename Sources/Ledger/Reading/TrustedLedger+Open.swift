package import Git
package import Model
package import Signatures

extension TrustedLedger {
  /// Opens the ledger at `tip` after checking who wrote it (DESIGN section 6, THREATS row 21).
  ///
  /// Checked are the first commit (no parent, signed by a key of the anchor, naming the anchor), for
  /// each later set of keys the commit that put it in force (signed by a key of the set before,
  /// holding the acceptance), the tip (signed by a key of its newest set, the end of a run), and
  /// every commit behind `known`. E-mail addresses and dates are never looked at.
  /// - Parameters:
  ///   - repository: Where the commits are.
  ///   - tip: What the ledger's branch leads to.
  ///   - anchor: The mainline commit whose policies are trusted without proof.
  ///   - anchorKeys: The processor's keys in the anchor's policies.
  ///   - known: A tip that this clone opened before; the ledger must have grown from it.
  /// - Returns: The ledger as it is at `tip`.
  /// - Throws: `.needsNewer`; `.anotherAnchor`; `.untrusted` for everything that is not as the processor writes it;
  ///   `.git` when objects are missing or cannot be read.
  package static func open(
    in repository: Repository, tip: ObjectID, anchor: ObjectID, anchorKeys: [SSHPublicKey],
    known: ObjectID? = nil
  ) throws(LedgerError) -> TrustedLedger {
    try checkEdition(at: tip, in: repository)
    var records: [ObjectID: ProcessorRecord] = [:]
    let last = try LedgerCommit(tip, in: repository, known: &records)
    let cursor = try last.cursor(in: repository)
    try check(cursor, of: last, against: anchor)
    guard last.entry(.unfinished) == nil else {
      throw .untrusted(tip, "is in the middle of a run: the branch was moved back")
    }
    guard let policy = last.entry(.policy), policy.isTree, policy.id == cursor.policy
    else {
      throw .untrusted(tip, "does not hold the policies that its cursor names")
    }
    let begun = try checkFirst(of: last, anchor: anchor, keys: anchorKeys, in: repository, &records)
    guard try begun.cursor(in: repository).drill == cursor.drill else {
      throw .untrusted(tip, "changes whether the ledger is a drill")
    }
    try checkSets(of: last, in: repository, &records)
    try last.signature(by: last.processor.signers).check()
    if let known { try checkLine(in: repository, from: known, to: tip) }
    return TrustedLedger(repository: repository, tip: last, begun: begun.id, cursor: cursor)
  }

  /// Says which program the ledger takes, before a record in a form of tomorrow could look broken.
  private static func checkEdition(
    at tip: ObjectID, in repository: Repository
  ) throws(LedgerError) {
    let tree = try readingCommit(tip) { () throws(GitError) in try repository.rawCommit(tip).tree }
    _ = try LedgerRecords(repository: repository, root: tree).edition()
  }

  private static func check(
    _ cursor: Cursor, of commit: LedgerCommit, against anchor: ObjectID
  ) throws(LedgerError) {
    guard cursor.anchor == anchor else {
      throw LedgerError(
        .anotherAnchor(cursor.anchor),
        "ledger commit \(commit.id) belongs to a ledger that was begun at \(cursor.anchor), not at "
          + "the anchor \(anchor)")
    }
  }

  /// The first commit is what the tip's record says; its keys are the anchor's and nobody else's.
  private static func checkFirst(
    of last: LedgerCommit, anchor: ObjectID, keys: [SSHPublicKey], in repository: Repository,
    _ known: inout [ObjectID: ProcessorRecord]
  ) throws(LedgerError) -> LedgerCommit {
    let record = last.processor
    guard (record.begun == nil) == (last.parent == nil) else {
      throw .untrusted(last.id, "does not say where the ledger began")
    }
    let first =
      if let begun = record.begun {
        try LedgerCommit(begun, in: repository, known: &known)
      } else {
        last
      }
    guard first.parent == nil else {
      throw .untrusted(first.id, "has a parent, and is said to be the ledger's first")
    }
    try check(try first.cursor(in: repository), of: first, against: anchor)
    let set = ProcessorKeySet(keys: keys, landing: anchor)
    guard first.processor == ProcessorRecord(beginningWith: set, replaces: record.replaces),
      record.sets.first == set
    else {
      throw .untrusted(first.id, "names other keys than the anchor's policies: \(set.shown)")
    }
    try first.signature(by: set).check()
    return first
  }

  /// Each later set was put in force by a commit that a key of the set before signed.
  private static func checkSets(
    of last: LedgerCommit, in repository: Repository, _ known: inout [ObjectID: ProcessorRecord]
  ) throws(LedgerError) {
    let record = last.processor
    for (index, set) in record.sets.enumerated().dropFirst() {
      let accepting =
        if let accepted = set.accepted {
          try LedgerCommit(accepted, in: repository, known: &known)
        } else {
          last
        }
      guard accepting.processor == record.asOfAcceptance(of: index) else {
        throw .untrusted(accepting.id, "did not put the processor's keys \(set.shown) in force")
      }
      try accepting.checkAcceptance(in: repository)
      try accepting.signature(by: record.sets[index - 1]).check()
    }
  }

  private static func checkLine(
    in repository: Repository, from known: ObjectID, to tip: ObjectID
  ) throws(LedgerError) {
    guard known != tip else { return }
    let commits = try LedgerLine.commits(after: known, upTo: tip, in: repository)
    var line = try LedgerLine(repository, behind: known)
    for commit in commits { try line.follow(commit).check() }
  }
}
