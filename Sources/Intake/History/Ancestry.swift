internal import Git

/// Answers without trusting dates whether a commit lies in another's history.
struct Ancestry {
  let reader: ObjectReader

  init(_ reader: ObjectReader) { self.reader = reader }

  /// Whether `candidate` is `tip` or lies in its history; walks everything where it does not.
  func contains(_ candidate: OID, inHistoryOf tip: OID) throws(GitError) -> Bool {
    var seen: Set<OID> = [tip]
    var waiting = [tip]
    var next = 0
    while next < waiting.count {
      let id = waiting[next]
      next += 1
      if id == candidate { return true }
      for parent in try reader.commit(id).parents where seen.insert(parent).inserted {
        waiting.append(parent)
      }
    }
    return false
  }

  /// Whether `candidate`, a descendant of `floor`, lies in the history of `tip`.
  ///
  /// An approval in the history of the landing's first parent was there before and approves nothing,
  /// so this must be exact whatever dates an attacker wrote. Nothing behind `floor` can be a descendant
  /// of it, so the walk from `tip` goes no further than commits that a second walk, from `floor`, has
  /// found; that one takes four steps to the first one's one and so overtakes it soon.
  func contains(
    _ candidate: OID, inHistoryOf tip: OID, descendingFrom floor: OID
  ) throws(GitError) -> Bool {
    var behindFloor: Set<OID> = [floor]
    var floorQueue = [floor]
    var nextFloor = 0
    var seen: Set<OID> = [tip]
    var queue = [tip]
    var next = 0
    while next < queue.count {
      let id = queue[next]
      next += 1
      if id == candidate { return true }
      if behindFloor.contains(id) { continue }
      for parent in try reader.commit(id).parents where seen.insert(parent).inserted {
        queue.append(parent)
      }
      for _ in 0..<4 where nextFloor < floorQueue.count {
        let behind = floorQueue[nextFloor]
        nextFloor += 1
        for parent in try reader.commit(behind).parents
        where behindFloor.insert(parent).inserted {
          floorQueue.append(parent)
        }
      }
    }
    return false
  }
}
