internal import Git
internal import Model

/// Finds the merge bases of two commits from their own bytes.
///
/// libgit2's search would follow grafts and trusts commit dates to decide when it has seen enough.
/// Here dates only order the search: every common ancestor with no common descendant is found
/// whatever the dates say, since the search ends only when all that waits is common already. Older
/// common ancestors that equal or odd dates add are then taken out again, so the answer is exact.
struct MergeBases {
  let reader: ObjectReader

  init(_ reader: ObjectReader) { self.reader = reader }

  /// The common ancestors that have no common descendant, sorted by id; none where there are none.
  ///
  /// - Throws: `.overBudget` where there are more than `Budget` allows, whoever asks.
  func of(_ left: ObjectID, _ right: ObjectID) throws(GitError) -> [ObjectID] {
    try bestOf(try common(left, right))
  }

  /// The common ancestors among which all those without a common descendant are, sorted by id.
  func common(_ left: ObjectID, _ right: ObjectID) throws(GitError) -> [ObjectID] {
    if left == right { return [left] }
    return try paint(left, right).filter { $0.value == [.left, .right] }.map(\.key).sorted()
  }

  /// Those of `found` that lie behind no other one.
  ///
  /// One walk from all of them at once carries along, for each commit, behind which of them it lies. It ends
  /// when all that waits lies behind every one: whatever stands behind such a commit is behind all, and so is
  /// none of them.
  private func bestOf(_ found: [ObjectID]) throws(GitError) -> [ObjectID] {
    guard found.count > 1 else { return found }
    let limit = Budget.current.limit(of: .mergeBases)
    guard found.count <= min(limit, UInt64.bitWidth) else {
      throw GitError(Overrun(.mergeBases, over: limit))
    }
    let all = found.count == UInt64.bitWidth ? UInt64.max : (1 << UInt64(found.count)) - 1
    var behind: [ObjectID: UInt64] = [:]
    var queue = CommitQueue()
    /// How many commits wait that do not lie behind every one.
    var open = 0
    var bits: [ObjectID: UInt64] = [:]
    for (place, id) in found.enumerated() {
      bits[id] = 1 << UInt64(place)
      queue.push(id, seconds: try reader.commit(id).seconds)
      open += 1
    }
    while open > 0, let id = queue.pop() {
      let own = behind[id] ?? 0
      if own != all { open -= 1 }
      let handed = own | (bits[id] ?? 0)
      for parent in try reader.commit(id).parents {
        let before = behind[parent] ?? 0
        let after = before | handed
        guard after != before else { continue }
        behind[parent] = after
        if queue.contains(parent) {
          if before != all, after == all { open -= 1 }
        } else {
          queue.push(parent, seconds: try reader.commit(parent).seconds)
          if after != all { open += 1 }
        }
      }
    }
    return found.filter { (behind[$0] ?? 0) == 0 }
  }

  /// The commits in the history of `tip` and not in that of `hidden`, newest first.
  ///
  /// Exact whatever the dates say, since who wrote what a landing brings in depends on it (THREATS row
  /// 53). The painting alone can leave commits in that `hidden` has too. Of those it also has all that lies
  /// behind them, so one of them has no parent that is left: only such commits are looked at.
  func commits(of tip: ObjectID, hiding hidden: ObjectID) throws(GitError) -> [ObjectID] {
    if tip == hidden { return [] }
    var left = Set(try paint(tip, hidden).filter { $0.value == [.left] }.map(\.key))
    var children: [ObjectID: [ObjectID]] = [:]
    var behind: [ObjectID: Int] = [:]
    var oldest: [ObjectID] = []
    for id in left {
      let parents = Set(try reader.commit(id).parents).intersection(left)
      for parent in parents { children[parent, default: []].append(id) }
      behind[id] = parents.count
      if parents.isEmpty { oldest.append(id) }
    }
    while let id = oldest.popLast() {
      guard try isAncestor(id, of: hidden) else { continue }
      left.remove(id)
      for child in children[id] ?? [] {
        behind[child, default: 0] -= 1
        if behind[child] == 0 { oldest.append(child) }
      }
    }
    var fresh: [(seconds: Int64, id: ObjectID)] = []
    for id in left { fresh.append((try reader.commit(id).seconds, id)) }
    return fresh.sorted { $0.seconds != $1.seconds ? $0.seconds > $1.seconds : $0.id < $1.id }
      .map(\.id)
  }

  /// Whether `id` lies in the history of another commit, whatever the dates say.
  ///
  /// What lies between an ancestor and its descendant is no ancestor of the former, hence not common
  /// to the two, so the search gets through to it before it ends.
  private func isAncestor(_ id: ObjectID, of descendant: ObjectID) throws(GitError) -> Bool {
    try paint(id, descendant)[id]?.contains(.right) ?? false
  }

  struct Paint: OptionSet {
    let rawValue: UInt8
    static let left = Paint(rawValue: 1)
    static let right = Paint(rawValue: 2)
    /// Behind a common ancestor, and so no base itself.
    static let stale = Paint(rawValue: 4)
  }

  private func paint(_ left: ObjectID, _ right: ObjectID) throws(GitError) -> [ObjectID: Paint] {
    if left == right { return [left: [.left, .right]] }
    var paints: [ObjectID: Paint] = [left: .left, right: .right]
    var queue = CommitQueue()
    queue.push(left, seconds: try reader.commit(left).seconds)
    queue.push(right, seconds: try reader.commit(right).seconds)
    var waitingFresh = 2
    while waitingFresh > 0, let id = queue.pop() {
      guard var paint = paints[id] else { continue }
      if !paint.contains(.stale) { waitingFresh -= 1 }
      if paint == [.left, .right] { paint.insert(.stale) }
      for parent in try reader.commit(id).parents {
        let before = paints[parent] ?? []
        let after = before.union(paint)
        guard after != before else { continue }
        paints[parent] = after
        if queue.contains(parent) {
          if !before.contains(.stale), after.contains(.stale) { waitingFresh -= 1 }
        } else {
          queue.push(parent, seconds: try reader.commit(parent).seconds)
          if !after.contains(.stale) { waitingFresh += 1 }
        }
      }
    }
    try spreadStale(&paints)
    return paints
  }

  /// Lets what is known to be common reach all painted ancestors that were looked at too early.
  private func spreadStale(_ paints: inout [ObjectID: Paint]) throws(GitError) {
    let behind: Paint = [.left, .right, .stale]
    var waiting = paints.filter { $0.value.isSuperset(of: [.left, .right]) }.map(\.key)
    while let id = waiting.popLast() {
      for parent in try reader.commit(id).parents {
        guard let before = paints[parent], before != behind else { continue }
        paints[parent] = behind
        waiting.append(parent)
      }
    }
  }
}
