internal import Git
import Model

/// Finds the commits of a range, `A..B`, without walking all that is behind it.
///
/// Like git it goes back in the order of the committers' dates and stops once all that waits is hidden
/// and older than what was found, a few commits later. Dates that lie can leave in a commit that is in
/// the hidden history; none that belongs to the range is ever left out.
struct LimitedWalk {
  /// How many commits more are looked at when there is nothing left to be found (git's `SLOP`).
  private static let slop = 5

  let repository: Repository
  let border: Set<ObjectID>
  let line: RevisionWalk.Line

  init(_ repository: Repository, _ border: Set<ObjectID>, _ line: RevisionWalk.Line) {
    self.repository = repository
    self.border = border
    self.line = line
  }

  private struct Known {
    var isHidden: Bool
    let parents: [ObjectID]
    let seconds: Int64
  }

  /// The ids of the range, newest first.
  func commits(from tips: [ObjectID], hiding hidden: [ObjectID]) throws(GitError) -> [ObjectID] {
    var known: [ObjectID: Known] = [:]
    var queue = CommitQueue()
    /// How many commits wait that are not hidden.
    var fresh = 0

    func meet(_ id: ObjectID, isHidden: Bool) throws(GitError) {
      if let before = known[id] {
        if isHidden, !before.isHidden { hide(id) }
        return
      }
      let raw = try repository.rawCommit(id)
      let node = CommitNode(raw)
      let parents = border.contains(id) ? [] : node.parents
      known[id] = Known(isHidden: isHidden, parents: parents, seconds: node.seconds)
      queue.push(id, seconds: node.seconds)
      if !isHidden { fresh += 1 }
    }

    /// Hides a commit and all that is behind it, as far as it was read.
    func hide(_ id: ObjectID) {
      var behind = [id]
      while let next = behind.popLast() {
        guard let commit = known[next], !commit.isHidden else { continue }
        known[next]?.isHidden = true
        if queue.contains(next) { fresh -= 1 }
        behind += commit.parents
      }
    }

    for id in hidden { try meet(id, isHidden: true) }
    for id in tips { try meet(id, isHidden: false) }
    var found: [ObjectID] = []
    var oldest = Int64.max
    var rest = LimitedWalk.slop
    while let id = queue.pop(), let commit = known[id] {
      if commit.isHidden {
        for parent in commit.parents { try meet(parent, isHidden: true) }
        guard fresh == 0, commit.seconds < oldest else { continue }
        rest -= 1
        if rest == 0 { break }
      } else {
        fresh -= 1
        found.append(id)
        oldest = min(oldest, commit.seconds)
        rest = LimitedWalk.slop
        for parent in line.followed(of: commit.parents) {
          try meet(parent, isHidden: false)
        }
      }
    }
    return found.filter { known[$0]?.isHidden == false }
  }
}
