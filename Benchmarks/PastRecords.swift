import FoundationEssentials
import Git
import Intake
import Model
import Signatures

/// Puts the records of many ended grants into a ledger with a single commit.
///
/// A hundred thousand grants are two hundred thousand signed commits, which take a quarter of an hour to
/// write and pack. What a run reads of them are the records and the folders they stand in; so most are
/// put there at once, in the form and at the places that the ledger's own writer has for them, and only
/// the first and the last come by events.
struct PastRecords {
  let repository: Repository
  let key: SSHPrivateKey
  private var changes: [TreeChange] = []
  private let encoder = JSONEncoder()

  /// Begins a batch of the repository that `commit(behind:)` ends.
  init(in repository: Repository, key: SSHPrivateKey) throws {
    self.repository = repository
    self.key = key
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    try repository.beginBatch()
  }

  mutating func add(_ grant: Grant, _ request: RequestRecord) throws {
    let shard = grant.id.description.dropFirst(2).prefix(2)
    changes.append(.put(try write(grant), at: "grants/\(shard)/\(grant.id).json"))
    let name = hexadecimal(sha256(request.path.bytes))
    let record = PathRecord(path: request.path, requests: [request])
    changes.append(
      .put(try write(record), at: "requests/\(name.prefix(2))/\(name.dropFirst(2)).json"))
  }

  /// The tip's own commit again, with the records in its tree.
  func commit(behind tip: ObjectID) throws -> ObjectID {
    let raw = try repository.rawCommit(tip)
    let commit = try Commit(parsing: raw)
    let tree = try repository.updateTree(commit.tree, changes)
    let end = commit.payload.firstRange(of: Array("\nauthor ".utf8))
    guard let end else { throw BenchmarkError("a ledger commit has an author") }
    let payload =
      Array("tree \(tree)\nparent \(tip)".utf8) + commit.payload[end.lowerBound...]
    let bytes = Commit.signedBytes(payload: payload, signature: try key.sign(payload))
    let id = try repository.write(bytes, as: .commit)
    try repository.commitBatch()
    return id
  }

  private func write(_ value: some Encodable) throws -> ObjectID {
    try repository.write(Array(try encoder.encode(value)) + [0x0A], as: .blob)
  }
}
