import Git
import Model
import Signatures

/// One commit of a ledger with what its place in the line is judged by; read strictly, not yet trusted.
struct LedgerCommit {
  let commit: Commit
  let processor: ProcessorRecord
  /// The entries of its tree.
  private let entries: [TreeEntry]

  /// Reads the commit `id`.
  ///
  /// `known` keeps the records of the processor that were read before, since hardly a commit has one
  /// of its own.
  /// - Throws: `.untrusted` for a commit that is malformed, has several parents, or has no readable
  ///   `processor.json`.
  init(
    _ id: ObjectID, in repository: Repository, known: inout [ObjectID: ProcessorRecord]
  ) throws(LedgerError) {
    let raw = try readingCommit(id) { () throws(GitError) in try repository.rawCommit(id) }
    do throws(CommitFormatError) {
      commit = try Commit(parsing: raw)
    } catch {
      throw .untrusted(id, "is malformed: \(error.message)")
    }
    guard commit.parents.count < 2 else {
      throw .untrusted(id, "has \(commit.parents.count) parents, and a ledger is one line")
    }
    let tree = commit.tree
    entries = try readingCommit(id) { () throws(GitError) in try repository.tree(tree) }
    guard let blob = entries.first(where: { $0.name.elementsEqual(Self.processorName) }) else {
      throw .untrusted(id, "has no processor.json")
    }
    if let record = known[blob.id] {
      processor = record
    } else {
      processor = try Self.value(ProcessorRecord.self, of: blob, in: repository, commit: id)
      known[blob.id] = processor
    }
  }

  private static let processorName = Array(LedgerPath.processor.description.utf8)

  var id: ObjectID { commit.id }
  var parent: ObjectID? { commit.parents.first }

  /// The entry of the tree at the single name of `path`.
  func entry(_ path: LedgerPath) -> TreeEntry? {
    entries.first { $0.name.elementsEqual(path.description.utf8) }
  }

  /// Its `cursor.json`.
  func cursor(in repository: Repository) throws(LedgerError) -> Cursor {
    guard let entry = entry(.cursor) else { throw .untrusted(id, "has no cursor.json") }
    return try Self.value(Cursor.self, of: entry, in: repository, commit: id)
  }

  /// What has to be true of its signature for the commit to be the processor's.
  func signature(by set: ProcessorKeySet) -> LedgerSignature {
    LedgerSignature(
      commit: id, payload: commit.payload, signature: commit.signature, keys: set)
  }

  /// Checks that the commit puts the newest set of its own record in force rightly.
  ///
  /// Its tree must hold the acceptance of the policies it carries, from the landing that the set names.
  func checkAcceptance(in repository: Repository) throws(LedgerError) {
    let landing = processor.newest.landing
    let records = LedgerRecords(repository: repository, root: commit.tree)
    // What was approved anew is in force as it was, and gives back the keys that were in doubt meanwhile.
    for path in [LedgerPath.acceptance(landing), .renewal(landing)] {
      let acceptance: PolicyAcceptance?
      do throws(LedgerError) {
        acceptance = try records.value(PolicyAcceptance.self, at: path)
      } catch {
        guard error.kind == .unreadable else { throw error }
        throw .untrusted(id, "brings other processor keys; \(error.message)")
      }
      if let acceptance, acceptance.landing == landing,
        let policy = entry(.policy), policy.isTree, policy.id == acceptance.tree
      {
        return
      }
    }
    throw .untrusted(id, "brings other processor keys without the acceptance of their policy")
  }

  private static func value<Value: Decodable>(
    _ type: Value.Type, of entry: TreeEntry, in repository: Repository, commit: ObjectID
  ) throws(LedgerError) -> Value {
    let name = String(decoding: entry.name, as: UTF8.self)
    guard entry.mode == TreeEntry.file else {
      throw .untrusted(commit, "has a \(name) that is no regular file")
    }
    let bytes = try readingCommit(commit) { () throws(GitError) in
      try repository.bytes(of: entry.id, as: .blob, atMost: Bounds.record)
    }
    do throws(LedgerError) {
      return try LedgerJSON.decode(type, from: bytes, as: name)
    } catch {
      throw .untrusted(commit, "is malformed: \(error.message)")
    }
  }
}
