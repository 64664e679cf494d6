import Git
import Model

/// A ledger that grows by events in memory and by one commit each in the repository.
struct LedgerDraft {
  /// Makes the commit of a tree behind a parent: writes and signs it, or finds it in a ledger that is
  /// held against the draft.
  typealias Scribe = (_ tree: ObjectID, _ parent: ObjectID?, LedgerMessage) throws(LedgerError) ->
    ObjectID

  private let repository: Repository
  private let scribe: Scribe
  let certifier: Certifier
  private var root: LedgerFolder
  private var processor: ProcessorRecord
  /// Which program writes it; absent where one of before 0.2 did.
  let edition: LedgerEdition?
  /// The newest commit; nil before the first.
  private var tip: ObjectID?
  /// The commit whose record `processor` carries on.
  private var inheritedFrom: ObjectID?

  /// A ledger without a commit yet.
  ///
  /// - Parameter edition: Which program writes it; absent where one of before 0.2 did.
  init(
    beginning processor: ProcessorRecord, in repository: Repository,
    edition: LedgerEdition? = .current, by scribe: @escaping Scribe
  ) throws(LedgerError) {
    self.repository = repository
    self.scribe = scribe
    certifier = .nobody
    self.edition = edition
    self.processor = processor
    tip = nil
    root = try inGit { () throws(GitError) in try LedgerFolder(nil, in: repository) }
    try putJSON(processor, at: .processor)
    if let edition { try putJSON(edition, at: .edition) }
  }

  /// The ledger behind `trusted`.
  init(
    continuing trusted: TrustedLedger, certifier: Certifier, edition: LedgerEdition? = .current,
    by scribe: @escaping Scribe
  ) throws(LedgerError) {
    let repository = trusted.repository
    self.repository = repository
    self.scribe = scribe
    self.certifier = certifier
    self.edition = edition
    processor = trusted.processor
    tip = trusted.tip
    let tree = trusted.records.root
    root = try inGit { () throws(GitError) in try LedgerFolder(tree, in: repository) }
    if let edition { try putJSON(edition, at: .edition) }
  }

  /// Makes the next commit the one that puts `set` in force.
  mutating func bring(_ set: ProcessorKeySet) throws(LedgerError) {
    try inherit()
    processor = processor.adding(set)
    try putJSON(processor, at: .processor)
  }

  mutating func move(to cursor: Cursor) throws(LedgerError) {
    var cursor = cursor
    if edition?.keepsGovernance != true { cursor.governance = nil }
    try putJSON(cursor, at: .cursor)
  }

  /// Writes the commit of one event, makes it the tip and answers with its id.
  ///
  /// All but the last of a run say that they are not the last.
  @discardableResult
  mutating func commit(_ message: LedgerMessage, isLast: Bool) throws(LedgerError) -> ObjectID {
    try inherit()
    let marker = isLast ? nil : try write(Self.unfinishedNote)
    try set(marker, at: .unfinished)
    let tree = try inGit { () throws(GitError) in try root.write(to: repository) }
    let commit = try scribe(tree ?? .emptyTree, tip, message)
    tip = commit
    return commit
  }

  /// Fills in what the tip could not say of itself, once for each commit.
  private mutating func inherit() throws(LedgerError) {
    guard let tip, inheritedFrom != tip else { return }
    inheritedFrom = tip
    let inherited = processor.inherited(from: tip)
    guard inherited != processor else { return }
    processor = inherited
    try putJSON(processor, at: .processor)
  }

  private static let unfinishedNote = Array(
    "The run that made this commit made more; no ledger ends here.\n".utf8)

  // MARK: Records

  /// Whether something stands at `path`.
  mutating func holds(_ path: LedgerPath) throws(LedgerError) -> Bool {
    try entry(at: path) != nil
  }

  /// What is recorded of `path` so far.
  mutating func requests(at path: RepositoryPath) throws(LedgerError) -> PathRecord {
    guard let entry = try entry(at: .requests(path)) else { return PathRecord(path: path) }
    let name = LedgerPath.requests(path).description
    let record = try repository.record(PathRecord.self, of: entry, at: name)
    guard record.path == path else {
      throw LedgerError(.unreadable, "\(name) holds the record of something else")
    }
    return record
  }

  /// The value of the file at `path`, or nil when there is none.
  mutating func value<Value: Decodable>(
    _ type: Value.Type, at path: LedgerPath
  ) throws(LedgerError) -> Value? {
    guard let entry = try entry(at: path) else { return nil }
    return try repository.record(type, of: entry, at: path.description)
  }

  /// Puts `value` at `path`, and at `index` for as long as `isIndexed`.
  mutating func put(
    _ value: some Encodable, at path: LedgerPath, index: LedgerPath, isIndexed: Bool
  ) throws(LedgerError) {
    let blob = try putJSON(value, at: path)
    try set(isIndexed ? blob : nil, at: index)
  }

  @discardableResult
  mutating func putJSON(_ value: some Encodable, at path: LedgerPath) throws(LedgerError)
    -> ObjectID
  {
    let blob = try write(LedgerJSON.encode(value))
    try set(blob, at: path)
    return blob
  }

  /// Puts the `policies/` tree of the mainline into the ledger, so that every clone of it has it.
  mutating func setPolicy(_ tree: ObjectID) throws(LedgerError) {
    try inGit { () throws(GitError) in
      guard try repository.header(of: tree).kind == .tree else {
        throw GitError(.invalid, "the object is no tree", context: "put policies into the ledger")
      }
      try root.set(
        tree, mode: TreeEntry.tree, at: LedgerPath.policy.names[...], in: repository)
    }
  }

  private mutating func entry(at path: LedgerPath) throws(LedgerError) -> TreeEntry? {
    try inGit { () throws(GitError) in
      try root.entry(at: path.names[...], in: repository)
    }
  }

  /// Puts `blob` at `path`, or takes away what stands there.
  mutating func set(_ blob: ObjectID?, at path: LedgerPath) throws(LedgerError) {
    try inGit { () throws(GitError) in
      try root.set(blob, mode: TreeEntry.file, at: path.names[...], in: repository)
    }
  }

  func write(_ bytes: [UInt8]) throws(LedgerError) -> ObjectID {
    try inGit { () throws(GitError) in try repository.write(bytes, as: .blob) }
  }
}
