/// The candidate that `name` is most likely a misspelling of: at most two edits away.
///
/// An edit inserts, removes or replaces one byte or swaps two neighbours (Damerau and Levenshtein, in
/// the form where no place is edited twice). Names of up to three bytes may differ by one edit only,
/// or nearly anything would be near. Equal distances are settled by the order of the bytes.
package func nearest(to name: String, among candidates: some Sequence<String>) -> String? {
  let wanted = Array(name.utf8.prefix(longestName + 1))
  var best: (distance: Int, name: String)?
  for candidate in candidates {
    let bytes = Array(candidate.utf8)
    let allowed = min(wanted.count, bytes.count) <= 3 ? 1 : 2
    guard abs(bytes.count - wanted.count) <= allowed else { continue }
    let distance = edits(wanted, bytes)
    guard distance <= allowed else { continue }
    if let found = best, (found.distance, found.name) <= (distance, candidate) { continue }
    best = (distance, candidate)
  }
  return best?.name
}

/// A hint with the nearest of `candidates`, where one is near.
package func suggestion(for name: String, among candidates: some Sequence<String>) -> String? {
  nearest(to: name, among: candidates).map { "did you mean `\($0)`?" }
}

/// No name of ours is longer; of a longer text the rest is not looked at.
private let longestName = 100

private func edits(_ left: [UInt8], _ right: [UInt8]) -> Int {
  var beforeLast = [Int](repeating: 0, count: right.count + 1)
  var last = Array(0...right.count)
  for row in 0..<left.count {
    var current = [row + 1]
    current.reserveCapacity(right.count + 1)
    for column in 0..<right.count {
      let replaced = last[column] + (left[row] == right[column] ? 0 : 1)
      var cost = min(replaced, last[column + 1] + 1, current[column] + 1)
      let swaps =
        row > 0 && column > 0 && left[row] == right[column - 1] && left[row - 1] == right[column]
      if swaps { cost = min(cost, beforeLast[column - 1] + 1) }
      current.append(cost)
    }
    beforeLast = last
    last = current
  }
  return last[right.count]
}
