internal import Git
import Model

/// Commits that wait to be looked at, the newest date first; each waits once.
///
/// A binary heap; ties are broken by id, so that every runner walks in the same order.
struct CommitQueue {
  private var heap: [(seconds: Int64, id: ObjectID)] = []
  private var members: Set<ObjectID> = []

  func contains(_ id: ObjectID) -> Bool { members.contains(id) }

  mutating func push(_ id: ObjectID, seconds: Int64) {
    guard members.insert(id).inserted else { return }
    heap.append((seconds, id))
    var child = heap.count - 1
    while child > 0 {
      let parent = (child - 1) / 2
      guard precedes(heap[child], heap[parent]) else { break }
      heap.swapAt(child, parent)
      child = parent
    }
  }

  mutating func pop() -> ObjectID? {
    guard let first = heap.first else { return nil }
    members.remove(first.id)
    let last = heap.removeLast()
    if !heap.isEmpty {
      heap[0] = last
      var parent = 0
      while true {
        var least = parent
        for child in [2 * parent + 1, 2 * parent + 2]
        where child < heap.count && precedes(heap[child], heap[least]) {
          least = child
        }
        if least == parent { break }
        heap.swapAt(parent, least)
        parent = least
      }
    }
    return first.id
  }

  private func precedes(
    _ left: (seconds: Int64, id: ObjectID), _ right: (seconds: Int64, id: ObjectID)
  ) -> Bool {
    left.seconds != right.seconds ? left.seconds > right.seconds : left.id < right.id
  }
}
