import Git
package import Model
package import Signatures

/// The commits that one run made: up to and including the one that moved the cursor.
package struct LedgerRun {
  /// Oldest first; never empty.
  package let entries: [LedgerEntry]

  /// The run's last event.
  package var last: LedgerEntry { entries[entries.count - 1] }
}

extension TrustedLedger {
  /// What each run wrote, oldest first; the first began the ledger.
  ///
  /// - Throws: `.untrusted` for a commit that the processor would not have written; `.git`.
  package func runs() throws(LedgerError) -> [LedgerRun] {
    var runs: [LedgerRun] = []
    var open: [LedgerEntry] = []
    try forEachEvent { entry throws(LedgerError) in
      open.append(entry)
      let tree = entry.tree
      let isUnfinished = try inGit { () throws(GitError) in
        try repository.tree(tree).contains {
          $0.name.elementsEqual(LedgerPath.unfinished.description.utf8)
        }
      }
      if !isUnfinished {
        runs.append(LedgerRun(entries: open))
        open = []
      }
    }
    return runs
  }

  /// The ledger as it was at `commit`, one of its own that ended a run.
  ///
  /// Whoever opened the tip trusts what leads to it; signatures are checked by `verifyChain`.
  package func past(at commit: ObjectID) throws(LedgerError) -> TrustedLedger {
    var records: [ObjectID: ProcessorRecord] = [:]
    let read = try LedgerCommit(commit, in: repository, known: &records)
    return TrustedLedger(
      repository: repository, tip: read, begun: begun, cursor: try read.cursor(in: repository))
  }

  /// Holds the commits of `run`, which follow this ledger, against what `judgement` makes of it.
  ///
  /// A commit is its tree, parent and message, so byte for byte the same means that every record is the
  /// same. Nothing is written.
  /// - Throws: `.untrusted`, naming the first commit that does not follow; `.git`.
  package func replay(
    _ run: LedgerRun, as judgement: Judgement, processorKeys: [SSHPublicKey],
    certifier: Certifier = .nobody
  ) throws(LedgerError) {
    let newSet = try check(judgement, processorKeys: processorKeys)
    let edition = try edition(of: run.last, after: records.edition())
    try replaying(run.entries, by: edition) { scribe throws(LedgerError) in
      var draft = try LedgerDraft(
        continuing: self, certifier: certifier, edition: edition, by: scribe)
      return try draft.record(judgement, newSet: newSet, mainline: run.last.mainline)
    }
  }

  /// Holds the ledger's first run against what beginning at the anchor makes.
  ///
  /// What follows the first commit can only be the revocations of a ledger that this one replaces: they
  /// take access away, and nothing of that ledger is trusted.
  package func replayBeginning(
    _ run: LedgerRun, policy: ObjectID, processorKeys: [SSHPublicKey]
  ) throws(LedgerError) {
    let first = run.entries[0]
    let keys = ProcessorKeySet(keys: processorKeys, landing: cursor.anchor)
    let record = ProcessorRecord(beginningWith: keys, replaces: replaces)
    let start = Cursor(
      anchor: cursor.anchor, mainline: cursor.anchor, policy: policy, at: first.at,
      drill: cursor.drill)
    let edition = try edition(of: first, after: nil)
    try replaying([first], by: edition) { scribe throws(LedgerError) in
      var draft = try LedgerDraft(
        beginning: record, in: repository, edition: edition, by: scribe)
      return try draft.begin(start, isLast: run.entries.count == 1)
    }
    for entry in run.entries.dropFirst()
    where !(entry.event.step?.revokes ?? false) || replaces == nil {
      throw .untrusted(entry.commit, "stands in the ledger's beginning and revokes nothing")
    }
  }

  /// Which program wrote `entry`, that must be no older than the one that wrote what stood before.
  private func edition(
    of entry: LedgerEntry, after before: LedgerEdition?
  ) throws(LedgerError) -> LedgerEdition? {
    let edition = try LedgerRecords(repository: repository, root: entry.tree).edition()
    guard let before else { return edition }
    guard let edition, edition.reads(before) else {
      throw .untrusted(entry.commit, "says that an older program wrote it than the one before")
    }
    return edition
  }

  private func replaying(
    _ entries: [LedgerEntry], by edition: LedgerEdition?,
    _ body: (@escaping LedgerDraft.Scribe) throws(LedgerError) -> ObjectID
  ) throws(LedgerError) {
    var rest = entries[...]
    try inGit { () throws(GitError) in try repository.beginBatch() }
    defer { repository.discardBatch() }
    _ = try body { tree, parent, message throws(LedgerError) in
      guard let entry = rest.popFirst() else {
        throw LedgerError.untrusted(tip, "is followed by a run that left out: \(message.subject)")
      }
      let id = entry.commit
      let raw = try inGit { () throws(GitError) in try repository.rawCommit(id) }
      let payload: [UInt8]
      do throws(CommitFormatError) {
        payload = try Commit(parsing: raw).payload
      } catch {
        throw LedgerError.untrusted(id, "is malformed: \(error.message)")
      }
      let isMade = MessageForm.allCases.contains {
        payload == message.payload(tree: tree, parent: parent, $0)
      }
      guard isMade else {
        let given =
          entry.subject == message.subject
          ? "the same with another record" : message.subject
        let author =
          edition == .current
          ? "" : "; a program before \(LedgerEdition.current.needs) wrote it, by rules of then"
        throw LedgerError.untrusted(
          id,
          "(\(entry.subject)) does not follow from the mainline, which gives: \(given)\(author)")
      }
      return id
    }
    if let extra = rest.first {
      throw .untrusted(
        extra.commit, "(\(extra.subject)) does not follow from the mainline")
    }
  }
}
