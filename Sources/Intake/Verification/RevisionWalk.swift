package import Git

/// Walks commits as `git rev-list` does, newest first, reading each from its own bytes.
///
/// Replace refs and grafts change nothing, and where a shallow clone ends the walk ends. Only what
/// must be remembered is: nothing along one chain of first parents, ids where lines meet again.
package struct RevisionWalk {
  /// Which parents are followed from a commit.
  package enum Line: Sendable {
    case firstParent, everyParent
  }

  private let repository: Repository
  private let line: Line
  private let border: Set<OID>
  private var waiting: WaitingCommits
  /// Whether an id can come twice.
  private let canMeet: Bool
  private var seen: Set<OID> = []
  /// What is left of a walk that had to be made in advance; the next one is last.
  private var planned: [OID]?

  /// A walk from `tips` that leaves out the history of `hidden`.
  ///
  /// - Throws: `.notFound` where history is missing that no shallow clone explains.
  package init(
    _ repository: Repository, from tips: [OID], hiding hidden: [OID], following line: Line
  ) throws(GitError) {
    self.repository = repository
    self.line = line
    border = try repository.shallowBorder()
    canMeet = line == .everyParent || Set(tips).count > 1
    waiting = WaitingCommits()
    if hidden.isEmpty {
      for tip in tips where !canMeet || seen.insert(tip).inserted {
        waiting.add(try repository.rawCommit(tip))
        if !canMeet { break }
      }
    } else {
      planned = try LimitedWalk(repository, border, line).commits(from: tips, hiding: hidden)
        .reversed()
    }
  }

  /// The next commit; nil at the end.
  package mutating func next() throws(GitError) -> RawCommit? {
    if planned != nil {
      guard let id = planned?.popLast() else { return nil }
      return try repository.rawCommit(id)
    }
    guard let commit = waiting.takeNewest() else { return nil }
    if !border.contains(commit.id) {
      for parent in line.parents(of: commit) where !canMeet || seen.insert(parent).inserted {
        waiting.add(try repository.rawCommit(parent))
      }
    }
    return commit
  }
}

extension RevisionWalk.Line {
  /// The parents of `commit` that are followed.
  func parents(of commit: RawCommit) -> ArraySlice<OID> {
    self == .firstParent ? commit.parents.prefix(1) : commit.parents[...]
  }
}

/// Commits that were read and wait for their turn, the newest date first.
private struct WaitingCommits {
  private var queue = CommitQueue()
  private var commits: [OID: RawCommit] = [:]

  mutating func add(_ commit: RawCommit) {
    queue.push(commit.id, seconds: CommitNode(commit).seconds)
    commits[commit.id] = commit
  }

  mutating func takeNewest() -> RawCommit? {
    queue.pop().flatMap { commits.removeValue(forKey: $0) }
  }
}
