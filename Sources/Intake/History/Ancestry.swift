internal import Git
import Model

/// Answers without trusting dates whether a commit lies in another's history.
struct Ancestry {
  let reader: ObjectReader

  init(_ reader: ObjectReader) { self.reader = reader }

  /// Whether `candidate` is `tip` or lies in its history; walks everything where it does not.
  func contains(_ candidate: ObjectID, inHistoryOf tip: ObjectID) throws(GitError) -> Bool {
    var seen: Set<ObjectID> = [tip]
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
}
