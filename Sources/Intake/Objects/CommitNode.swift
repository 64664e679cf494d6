internal import Git
import Model

/// A commit as a node of the history: what walking needs, without its bytes.
struct CommitNode {
  let id: ObjectID
  let tree: ObjectID
  let parents: [ObjectID]
  /// The committer's date where one can be read, else the epoch: it orders searches, proves nothing.
  let seconds: Int64
  /// Bytes of the whole object.
  let size: Int

  init(_ raw: RawCommit) {
    id = raw.id
    tree = raw.tree
    parents = raw.parents
    seconds = CommitNode.committed(raw.headers)
    size = raw.size
  }

  private static func committed(_ headers: ArraySlice<UInt8>) -> Int64 {
    let lines = headers.split(
      separator: UInt8(ascii: "\n"), maxSplits: 8, omittingEmptySubsequences: false)
    let line = lines.prefix { !$0.isEmpty }.first { $0.starts(with: "committer ".utf8) }
    guard let line, let bracket = line.lastIndex(of: UInt8(ascii: ">")) else { return 0 }
    let digits = line[(bracket + 1)...].dropFirst().prefix { (0x30...0x39).contains($0) }
    guard digits.count <= 18 else { return 0 }
    return digits.reduce(0) { $0 * 10 + Int64($1 - 0x30) }
  }
}
