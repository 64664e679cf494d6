/// `1 request`, `2 requests`, `no requests`.
func counted(_ count: Int, _ noun: String) -> String {
  switch count {
  case 0: "no \(noun)s"
  case 1: "1 \(noun)"
  default: "\(count) \(noun)s"
  }
}

/// Names as a sentence lists them: `a, b or c`, and `a, b, c and 12 more` where there are too many.
func listed(_ names: [String], joinedBy word: String, most: Int = 10) -> String {
  if names.count > most {
    return names.prefix(most).joined(separator: ", ") + " and \(names.count - most) more"
  }
  guard let last = names.last, names.count > 1 else { return names.first ?? "nobody" }
  return names.dropLast().joined(separator: ", ") + " \(word) \(last)"
}
