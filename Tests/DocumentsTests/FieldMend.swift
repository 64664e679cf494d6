import Documents
import Model

/// The mend of one fault of a document, done to its text as somebody does it who has nothing but what is printed.
struct FieldMend {
  let text: String
  let reason: Reason

  /// The text with the mend; nil where what is printed asks for something that only people know or can do.
  var followed: String? {
    guard let line = reason.line, let column = reason.column,
      var page = DocumentPage(text, line: line, column: column)
    else { return nil }
    let (hint, message) = (reason.hint ?? "", reason.message)
    let names = quoted(hint)
    if hint.contains("<PEM") {
      return nil
    } else if message.hasSuffix("needs a value"), hint.hasPrefix("write `"), let entry = names.first
    {
      page.replaceValue { _ in filled(entry) }
    } else if hint.hasPrefix("add "), let entry = names.first {
      page.insert(filled(entry))
    } else if hint.contains("did you mean"), let name = names.last {
      if page.isAtKey { page.renameKey(name) } else { page.correct(name) }
    } else if hint.hasPrefix("it may have") {
      page.removeEntry()
    } else if hint.hasPrefix("remove `") {
      page.removeEntry()
    } else if hint.contains("keep one of the two") {
      page.removeEntry()
    } else if hint.hasPrefix("write a value behind") {
      page.removeEntry()
    } else if message.contains("takes a list"), hint.hasPrefix("write ") {
      page.replaceValue { "[\($0)]" }
    } else if message.contains("is a mapping of keys to values")
      || message.contains("a mapping of names to")
      || message.contains("a mapping of ids to"), let entry = names.first
    {
      page.replaceValue { _ in "{\(filled(entry))}" }
    } else if hint == "remove the quotes" {
      page.replaceValue { String($0.dropFirst().dropLast()) }
    } else if hint == "remove the line break" {
      page.replaceValue { $0.replacing("\\n", with: " ") }
    } else if hint == "remove the options in front of the key" {
      page.replaceValue { $0.split(separator: " ").dropFirst().joined(separator: " ") }
    } else if hint.contains("without a blank behind the colon") {
      page.replaceValue {
        $0.replacing(": ", with: ":").replacing("{", with: "").replacing("}", with: "")
      }
    } else if hint.hasPrefix("write an instant after") {
      page.replaceValue { _ in "2028-01-01T00:00:00Z" }
    } else if hint.hasPrefix("write a whole number") || hint.hasPrefix("write years") {
      page.replaceValue { _ in "14d" }
    } else if hint.hasPrefix("write year") || hint.hasPrefix("write it in UTC") {
      page.replaceValue { _ in "2026-11-21T09:00:00Z" }
    } else if hint == "write what it should say" {
      page.replaceValue { _ in "What it should say" }
    } else if hint.contains("write a name of small letters") {
      page.replaceValue { _ in "a-name" }
    } else if hint.contains("write"), page.isAtKey, let name = names.last {
      page.renameKey(name)
    } else if hint.contains("write"), hint.hasSuffix("`") || hint.hasSuffix("`?"),
      let value = names.last
    {
      page.replaceValue { _ in filled(value) }
    } else if hint.hasPrefix("give the ledger a branch"), let value = names.last {
      guard let ledger = DocumentPage(text, key: "ledger") else {
        return text + "ledger: \(value)\n"
      }
      page = ledger
      page.replaceValue { _ in value }
    } else if hint.hasPrefix("remove it") {
      page.replaceValue { value in
        guard let scheme = value.firstRange(of: "://"), let at = value.lastIndex(of: "@") else {
          return value
        }
        return String(value[..<scheme.upperBound]) + value[value.index(after: at)...]
      }
    } else if hint.isEmpty, let value = expected(message) {
      page.replaceValue { _ in value }
    } else {
      return nil
    }
    return page.text
  }

  /// What a fault without a mend says that there should be.
  private func expected(_ message: String) -> String? {
    guard let takes = message.firstRange(of: " takes ") else { return nil }
    let rest = String(message[takes.upperBound...])
    if rest == "a text" { return "A text" }
    if rest.hasPrefix("a name of small letters") { return "a-name" }
    if rest.hasPrefix("a whole number") { return "1" }
    if rest.hasPrefix("the name of a branch") { return "a-branch" }
    if rest.hasPrefix("the name of a role") || rest.hasPrefix("what can be the name") {
      return message.contains("`login`") ? "emp_$subject" : "a_role"
    }
    if rest.hasPrefix("a text without blanks") { return "OPS-1" }
    if rest.hasPrefix("a text with `$subject`") { return "emp_$subject" }
    if rest.hasPrefix("the id of a grant") { return "g-1f2e3d4c5b6a79881f2e3d4c5b6a7988" }
    if rest.hasPrefix("an account or a role") { return "$subject" }
    if rest.contains("and a name") { return "group:dba" }
    return quoted(rest).first.map(filled)
  }

  private func quoted(_ text: String) -> [String] {
    text.split(separator: "`", omittingEmptySubsequences: false).enumerated()
      .filter { $0.offset % 2 == 1 }.map { String($0.element) }
  }

  /// `entry` with the places filled in that it leaves to people.
  private func filled(_ entry: String) -> String {
    var text = entry
    let approvals = "[{count: 1, from: [group:dba]}]"
    let terms = "{risk: low, eligible: [group:dba], approvals: \(approvals), maximum_duration: 8h}"
    for (place, value) in [
      ("read-only: {risk: …}", "read-only: \(terms)"), ("{read-only: …}", "{read-only: \(terms)}"),
      ("ssh-ed25519 AAAA…", sampleKey), ("approvals: …", "approvals: \(approvals)"),
      ("approvals: […]", "approvals: \(approvals)"),
      ("g-…", "g-1f2e3d4c5b6a79881f2e3d4c5b6a7988"),
      ("{give: …, take: …}", "{give: Give it., take: Take it.}"),
      ("principals: […]", "principals: [$subject]"),
      (
        "cases: […]", "cases: [{name: One, \(FieldMend.request), approved_by: [], expect: pending}]"
      ),
      ("request: {system: …, subject: …}", FieldMend.request),
      ("system: …, ", "\(FieldMend.asked), "), ("system: …", FieldMend.asked),
      ("name: …", "name: One, \(FieldMend.request), approved_by: [], expect: pending"),
      ("count: …", "count: 1, from: [group:dba]"), ("type: …", "type: ledger"),
      ("reference: …", "reference: SOW-1, ends: 2027-01-31T00:00:00Z"),
      ("stale_after: …", "stale_after: 90d"), ("expire_after: …", "expire_after: 7d"),
      ("paths: …", "paths: [\"policies/**\"], approvals: \(approvals)"),
      ("keys: …", "keys: [\(sampleKey)]"), ("ssh: …", "ssh: \(sampleKey)"),
      ("class: …", "class: employee"), ("subject: …", FieldMend.reviewed),
      ("group:<id>", "group:dba"), ("person:<id>", "person:tom"),
      ("<system>/<name>", "billing/read"), ("<system>/<entitlement>", "billing/read"),
      ("/usr/local/bin/<connector>", "/usr/local/bin/it"), ("keys/<name>.asc", "keys/one.asc"),
      ("<name in pg_service.conf>", "billing"), ("ldaps://<host>", "ldaps://ldap.example"),
      ("dc=<…>", "dc=example"), ("cn=<group>", "cn=readers"),
    ] { text = text.replacing(place, with: value) }
    return text.replacing(/<[^>]*>/, with: "one")
  }

  private static let asked =
    "system: billing, subject: one, entitlement: read, duration: 8h, reason: One."
  private static let request = "request: {\(asked)}"
  private static let reviewed = "subject: ana.silva, entitlement: read-only, decision: keep"
}

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
