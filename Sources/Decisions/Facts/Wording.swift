import Model

/// `names` as a sentence lists them, the first few by name and the rest by their number.
///
/// Messages are written for each request; a group of a thousand must not make each a page long.
func listed(_ names: some Collection<String>, joinedBy word: String = "and") -> String {
  let most = 6
  var items = names.prefix(most).map { "`\($0)`" }
  if names.count > most { items.append("\(names.count - most) more") }
  guard let last = items.popLast() else { return "nobody" }
  return items.isEmpty ? last : "\(items.joined(separator: ", ")) \(word) \(last)"
}

/// `reasons` and behind them those of `more` that are not there yet.
func joined(_ reasons: [Reason], _ more: [Reason]) -> [Reason] {
  if more.isEmpty { return reasons }
  if reasons.isEmpty, more.count == 1 { return more }
  var known = Set(reasons)
  return reasons + more.filter { known.insert($0).inserted }
}
