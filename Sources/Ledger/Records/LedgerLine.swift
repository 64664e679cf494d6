import Git
import Model

/// Walks a ledger from commit to commit, oldest first, holding each against its parent.
struct LedgerLine {
  private let repository: Repository
  private var known: [ObjectID: ProcessorRecord] = [:]
  private var last: (id: ObjectID, processor: ProcessorRecord)?

  /// Starts in front of the first commit.
  init(_ repository: Repository) { self.repository = repository }

  /// Starts behind `commit`, which was checked before.
  init(_ repository: Repository, behind commit: ObjectID) throws(LedgerError) {
    self.repository = repository
    let read = try LedgerCommit(commit, in: repository, known: &known)
    last = (commit, read.processor)
  }

  /// Goes on to `id`, whose signature is left to check.
  ///
  /// - Throws: `.untrusted` when it does not follow the commit before by the rule of
  ///   `ProcessorRecord`.
  mutating func follow(_ id: ObjectID) throws(LedgerError) -> LedgerSignature {
    let next = try LedgerCommit(id, in: repository, known: &known)
    guard next.parent == last?.id else {
      throw .untrusted(id, "does not follow the commit before it")
    }
    let record = next.processor
    if let last {
      let inherited = last.processor.inherited(from: last.id)
      if record.sets.count > inherited.sets.count {
        guard record == inherited.adding(record.newest), record.newest.accepted == nil else {
          throw .untrusted(id, "rewrites who may write the ledger")
        }
        try next.checkAcceptance(in: repository)
      } else {
        guard record == inherited else {
          throw .untrusted(id, "rewrites who may write the ledger")
        }
      }
    } else {
      guard record.begun == nil, record.sets.count == 1 else {
        throw .untrusted(id, "is the first, and says that the ledger began before it")
      }
    }
    last = (id, record)
    return next.signature(by: record.signers)
  }

  /// The commits behind `known`, or all, up to `tip`, oldest first.
  ///
  /// - Throws: `.untrusted` for a commit with several parents, and for the tip when `known` is not on
  ///   the line.
  static func commits(
    after known: ObjectID?, upTo tip: ObjectID, in repository: Repository
  ) throws(LedgerError) -> [ObjectID] {
    var line: [ObjectID] = []
    var next: ObjectID? = tip
    while let id = next, id != known {
      line.append(id)
      let parents = try readingCommit(id) { () throws(GitError) in
        try repository.rawCommit(id).parents
      }
      guard parents.count < 2 else {
        throw .untrusted(id, "has \(parents.count) parents, and a ledger is one line")
      }
      next = parents.first
    }
    if let known, next != known {
      throw .untrusted(
        tip, "does not descend from \(known), which was the ledger's tip before: it was moved back")
    }
    return line.reversed()
  }
}
