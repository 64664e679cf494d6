internal import Git
internal import Model

/// What one landing has read: tells what it reads for the first time from what it looks at again.
///
/// `ObjectReader` keeps what it has read; this counts as if it began with nothing and kept as much. So what is
/// counted as looked at again is in memory, and the count does not depend on what earlier landings left there.
struct ReadingAccount {
  /// How many commits are kept to be looked at again: more than a landing may read.
  static let keptCommits = 262_144
  /// Bytes of the folders that are kept to be looked at again.
  static let keptFolderBytes = 16 << 20

  let meter: BudgetMeter
  private var commits: Set<ObjectID> = []
  private var folders: Set<ObjectID> = []
  private var folderBytes = 0

  init(_ meter: BudgetMeter) { self.meter = meter }

  /// Counts a look at `node`.
  mutating func note(_ node: CommitNode) throws(GitError) {
    try meter.charge(.steps, max(1, node.parents.count))
    guard commits.insert(node.id).inserted else { return }
    try meter.charge(.commits, 1)
    try meter.charge(.objectBytes, node.size)
  }

  /// Counts a look at `folder`, the tree `id`; nil is one that cannot be opened.
  mutating func note(_ folder: Folder?, _ id: ObjectID) throws(GitError) {
    guard folders.insert(id).inserted else { return try meter.charge(.entries, 1) }
    let bytes = folder?.bytes ?? 1
    try meter.charge(.entries, 1 + (folder?.entries.count ?? 0))
    try meter.charge(.objectBytes, bytes)
    folderBytes += bytes
    if folderBytes > Self.keptFolderBytes {
      folders = [id]
      folderBytes = bytes
    }
  }
}
