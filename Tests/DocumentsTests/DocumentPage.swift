/// The lines of a document, and a place in them.
struct DocumentPage {
  private var lines: [[Character]]
  private let line: Int
  private var column: Int

  init?(_ text: String, line: Int, column: Int) {
    lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(Array.init)
    guard lines.indices.contains(line - 1), column - 1 <= lines[line - 1].count else { return nil }
    (self.line, self.column) = (line - 1, column - 1)
  }

  /// The place of the value of the first `key`.
  init?(_ text: String, key: String) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard let line = lines.firstIndex(where: { $0.hasPrefix("\(key): ") }) else { return nil }
    self.init(text, line: line + 1, column: key.count + 3)
  }

  var text: String { lines.map { String($0) }.joined(separator: "\n") }

  /// Adds `entry` to the mapping that begins at the place.
  mutating func insert(_ entry: String) {
    let rest = lines[line][column...]
    if rest.first == "-" {
      // The whole list is meant.
      lines.insert(Array(String(repeating: " ", count: column) + entry), at: line)
    } else if rest.first == "{" {
      let isEmpty = rest.dropFirst().first { $0 != " " } == "}"
      lines[line].insert(contentsOf: entry + (isEmpty ? "" : ", "), at: column + 1)
    } else if isFlow {
      lines[line].insert(contentsOf: entry + ", ", at: column)
    } else {
      let tail = Array(String(repeating: " ", count: column)) + rest
      lines[line] = Array(lines[line][..<column]) + Array(entry)
      lines.insert(Array(tail), at: line + 1)
    }
  }

  /// Whether what begins at the place is a key.
  var isAtKey: Bool {
    String(lines[line][column...]).prefixMatch(of: /[A-Za-z0-9._-]+:( |$)/) != nil
  }

  mutating func renameKey(_ name: String) {
    let end = lines[line][column...].firstIndex(of: ":") ?? lines[line].count
    lines[line].replaceSubrange(column..<end, with: name)
  }

  mutating func replaceValue(_ change: (String) -> String) {
    let end = valueEnd(from: column)
    var value = change(String(lines[line][column..<end]))
    if isFlow, !"[{\"'".contains(value.prefix(1)), value.contains(where: "[]{},".contains) {
      value = "\"\(value)\""
    }
    lines[line].replaceSubrange(column..<end, with: value)
    removeChildren()
  }

  /// Puts `word` for the first word of the value.
  mutating func correct(_ word: String) {
    replaceValue { value in
      ([word] + value.split(separator: " ").dropFirst().map(String.init)).joined(separator: " ")
    }
  }

  /// Removes the entry at the place: of a list, or a key with its value.
  mutating func removeEntry() {
    // A value's place is behind its key.
    if !isFlow, column > 0, String(lines[line][..<column]).firstMatch(of: /^ *[^ ]+: +$/) != nil {
      column = lines[line].firstIndex { $0 != " " } ?? 0
    }
    guard isFlow else {
      if String(lines[line][..<column]).contains("- "), !nextIsDeeper {
        lines.remove(at: line)
      } else {
        removeChildren()
        let isFirst = String(lines[line][..<column]).hasSuffix("- ")
        if isFirst, lines.indices.contains(line + 1) {
          let next = lines[line + 1].drop { $0 == " " }
          lines[line] = Array(lines[line][..<column]) + next
          lines.remove(at: line + 1)
        } else {
          lines.remove(at: line)
        }
      }
      return
    }
    var start = column
    // The value of a key in a flow mapping: its key goes as well.
    let before = String(lines[line][..<column])
    if let key = before.firstMatch(of: /[A-Za-z_-]+: +$/) { start -= key.output.count }
    var end = valueEnd(from: column)
    if lines[line][start..<end].count == 0 { end = start }
    let after = String(lines[line][end...])
    if let comma = after.firstMatch(of: /^ *, */) {
      end += comma.output.count
    } else if let comma = String(lines[line][..<start]).firstMatch(of: /, *$/) {
      start -= comma.output.count
    }
    lines[line].removeSubrange(start..<end)
  }

  private var nextIsDeeper: Bool {
    guard lines.indices.contains(line + 1), !lines[line + 1].isEmpty else { return false }
    let indent = lines[line + 1].prefix { $0 == " " }.count
    return indent >= column && lines[line + 1].contains { $0 != " " }
  }

  /// The lines below that belong to what stands on this one.
  private mutating func removeChildren() {
    let indent = lines[line].prefix { $0 == " " }.count
    while lines.indices.contains(line + 1), lines[line + 1].contains(where: { $0 != " " }),
      lines[line + 1].prefix(while: { $0 == " " }).count > max(indent, isItem ? indent + 1 : indent)
    { lines.remove(at: line + 1) }
  }

  private var isItem: Bool {
    lines[line].drop { $0 == " " }.starts(with: Array("- "))
  }

  private var isFlow: Bool {
    var depth = 0
    var quote: Character?
    for character in lines[line][..<column] {
      if let open = quote {
        if character == open { quote = nil }
      } else if character == "\"" || character == "'" {
        quote = character
      } else if "[{".contains(character) {
        depth += 1
      } else if "]}".contains(character) {
        depth -= 1
      }
    }
    return depth > 0
  }

  /// Where the value, or the key with its value, ends that begins at `start`.
  private func valueEnd(from start: Int) -> Int {
    let row = lines[line]
    var depth = 0
    var quote: Character?
    var place = start
    let isFlow = isFlow
    while place < row.count {
      let character = row[place]
      if let open = quote {
        if character == open { quote = nil }
      } else if (character == "\"" || character == "'"),
        place == start || " [{,".contains(row[place - 1])
      {
        quote = character
      } else if "[{".contains(character) {
        depth += 1
      } else if "]}".contains(character) {
        if depth == 0, isFlow { return place }
        depth -= 1
      } else if character == ",", depth == 0, isFlow {
        return place
      }
      place += 1
    }
    return row.count
  }
}
