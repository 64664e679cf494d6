package import Git
package import Model

/// Walks commits as `git rev-list` does, newest first, reading each from its own bytes.
///
/// Replace refs and grafts change nothing, and where a shallow clone ends the walk ends. Only what
/// must be remembered is: nothing along one chain of first parents, ids where lines meet again.
package struct RevisionWalk {
  /// Which parents are followed from a commit.
  package enum Line: Sendable {
    case firstParent, everyParent
  }

  /// How the next commit is found.
  private enum Way {
    /// Along one line: what comes next is known, and nothing can come twice.
    case chain
    /// Newest first, along lines that may meet.
    case search
    /// From a list that had to be made in advance.
    case plan
  }

  private let repository: Repository
  private let line: Line
  private let border: Set<ObjectID>
  private let way: Way
  private var nextOfChain: ObjectID?
  private var waiting = WaitingCommits()
  private var seen: Set<ObjectID> = []
  /// The next one is last.
  private var planned: [ObjectID] = []

  /// A walk from `tips` that leaves out the history of `hidden`.
  ///
  /// - Throws: `.notFound` where history is missing that no shallow clone explains.
  package init(
    _ repository: Repository, from tips: [ObjectID], hiding hidden: [ObjectID], following line: Line
  ) throws(GitError) {
    self.repository = repository
    self.line = line
    border = try repository.shallowBorder()
    if !hidden.isEmpty {
      way = .plan
      planned = try LimitedWalk(repository, border, line).commits(from: tips, hiding: hidden)
        .reversed()
    } else if line == .firstParent, Set(tips).count <= 1 {
      way = .chain
      nextOfChain = tips.first
    } else {
      way = .search
      for tip in tips where seen.insert(tip).inserted {
        waiting.add(try repository.rawCommit(tip))
      }
    }
  }

  /// The next commit; nil at the end.
  package mutating func next() throws(GitError) -> RawCommit? {
    switch way {
    case .plan: return try planned.popLast().map(repository.rawCommit)
    case .chain:
      guard let id = nextOfChain else { return nil }
      let commit = try repository.rawCommit(id)
      nextOfChain = border.contains(id) ? nil : commit.parents.first
      return commit
    case .search:
      guard let commit = waiting.takeNewest() else { return nil }
      if !border.contains(commit.id) {
        for parent in line.followed(of: commit.parents) where seen.insert(parent).inserted {
          waiting.add(try repository.rawCommit(parent))
        }
      }
      return commit
    }
  }
}

extension RevisionWalk.Line {
  /// Those of a commit's `parents` that are followed.
  func followed(of parents: [ObjectID]) -> ArraySlice<ObjectID> {
    self == .firstParent ? parents.prefix(1) : parents[...]
  }
}

/// Commits that were read and wait for their turn, the newest date first.
private struct WaitingCommits {
  private var queue = CommitQueue()
  private var commits: [ObjectID: RawCommit] = [:]

  mutating func add(_ commit: RawCommit) {
    queue.push(commit.id, seconds: CommitNode(commit).seconds)
    commits[commit.id] = commit
  }

  mutating func takeNewest() -> RawCommit? {
    queue.pop().flatMap { commits.removeValue(forKey: $0) }
  }
}
