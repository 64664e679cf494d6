import Model

/// A document whose entries are changed one by one, every other byte staying as it is.
///
/// Comments, keys and the order of a file belong to the people who keep it, and a pull request should show
/// what changed and nothing else.
package struct DocumentEditor {
  /// Without their line feeds.
  private var lines: [String]
  /// The first line of each entry, in the order of the file.
  private var entries: [(key: String, line: Int)]

  /// Takes a mapping in block style: one key a line, from the first column on; nil for any other text.
  package init?(_ bytes: [UInt8]) {
    var findings = Findings(file: "")
    guard let root = readYAML(bytes, &findings), findings.isFaultless,
      case .mapping(let pairs) = root.content,
      pairs.allSatisfy({ $0.keyMark.column == 1 }),
      zip(pairs, pairs.dropFirst()).allSatisfy({ $0.keyMark.line < $1.keyMark.line })
    else { return nil }
    lines = String(decoding: bytes, as: UTF8.self)
      .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if lines.last == "" { lines.removeLast() }
    entries = pairs.map { ($0.key, $0.keyMark.line - 1) }
  }

  /// The text as it is now.
  package var bytes: [UInt8] { Array(lines.map { $0 + "\n" }.joined().utf8) }

  /// Writes `key: value` in the place of the entry `key`, else behind the last that stands before it in
  /// `order`; without a value the entry goes.
  ///
  /// - Parameter value: On one line, as YAML.
  package mutating func set(_ key: String, to value: String?, order: [String]) {
    guard let place = entries.firstIndex(where: { $0.key == key }) else {
      if let value { insert(key, value, order) }
      return
    }
    let extent = extent(of: place)
    let new = value.map { ["\(key): \($0)" + comment(in: extent)] } ?? []
    replace(extent, with: new, at: place)
    if value == nil { entries.remove(at: place) }
  }

  /// Adds `entry` to the item of a block list that begins at `line`, counted from 1, and `next` as an item behind it.
  ///
  /// - Returns: False where no item in block style begins there; then nothing is changed.
  package mutating func extendItem(
    atLine line: Int, with entry: String, followedBy next: String
  ) -> Bool {
    guard lines.indices.contains(line - 1) else { return false }
    let indent = lines[line - 1].prefix { $0 == " " }
    let item = lines[line - 1].dropFirst(indent.count)
    guard item.hasPrefix("- ") else { return false }
    let text = item.dropFirst().drop { $0 == " " }
    guard let first = text.first, !"{[|>\"'".contains(first) else { return false }
    let inner = indent + String(repeating: " ", count: item.count - text.count)
    let end = lines[line...].firstIndex { !$0.hasPrefix(inner) } ?? lines.count
    lines.insert(contentsOf: [inner + entry, "\(indent)- \(next)"], at: end)
    for later in entries.indices where entries[later].line >= end { entries[later].line += 2 }
    return true
  }

  private mutating func insert(_ key: String, _ value: String, _ order: [String]) {
    let before = order.prefix { $0 != key }
    let place = entries.lastIndex { before.contains($0.key) }
    let line = place.map { extent(of: $0).upperBound } ?? entries.first?.line ?? lines.count
    lines.insert("\(key): \(value)", at: line)
    let next = place.map { $0 + 1 } ?? 0
    for later in entries.indices.dropFirst(next) { entries[later].line += 1 }
    entries.insert((key, line), at: next)
  }

  private mutating func replace(_ extent: Range<Int>, with new: [String], at place: Int) {
    lines.replaceSubrange(extent, with: new)
    let shift = new.count - extent.count
    for later in entries.indices.dropFirst(place + 1) { entries[later].line += shift }
  }

  /// The lines of an entry; blank lines and comments before the next key belong to that one.
  private func extent(of place: Int) -> Range<Int> {
    let start = entries[place].line
    var end = place + 1 < entries.count ? entries[place + 1].line : lines.count
    while end > start + 1 {
      let text = lines[end - 1].drop { $0 == " " }
      guard text.isEmpty || text.first == "#" else { break }
      end -= 1
    }
    return start..<end
  }

  /// The comment behind the value of an entry that is one line, with the blanks before it.
  private func comment(in extent: Range<Int>) -> String {
    guard extent.count == 1, let colon = lines[extent.lowerBound].firstIndex(of: ":") else {
      return ""
    }
    let value = lines[extent.lowerBound][colon...].dropFirst().drop { $0 == " " }
    // What stands behind the closing mark of a list, a mapping or a quoted text; else behind ` #`.
    let closing: Character? =
      switch value.first {
      case "{": "}"
      case "[": "]"
      case "\"": "\""
      case "'": "'"
      default: nil
      }
    let rest: Substring
    if let closing {
      guard let end = value.lastIndex(of: closing) else { return "" }
      rest = value[value.index(after: end)...]
    } else {
      guard let mark = value.firstRange(of: " #")?.lowerBound else { return "" }
      let end = value[..<mark].lastIndex { $0 != " " }.map { value.index(after: $0) } ?? mark
      rest = value[end...]
    }
    let text = rest.drop { $0 == " " }
    return text.first == "#" && rest.first == " " ? String(rest) : ""
  }
}
