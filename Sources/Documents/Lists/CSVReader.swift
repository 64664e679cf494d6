import Model

/// Reads a table, byte by byte.
struct CSVReader {
  private let bytes: [UInt8]
  private let file: String
  private var place = 0
  private var line = 1
  private var lineStart = 0
  private var reasons: [Reason] = []

  init(_ bytes: [UInt8], file: String) {
    self.bytes = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
    self.file = file
  }

  mutating func table() -> Result<CSVTable, ListFaults> {
    guard String(validating: bytes, as: UTF8.self) != nil else {
      fault("the file is not UTF-8", hint: "export it as UTF-8")
      return .failure(ListFaults(reasons: reasons))
    }
    guard let header = record() else {
      if reasons.isEmpty { fault("the file is empty", hint: "the first line names the columns") }
      return .failure(ListFaults(reasons: reasons))
    }
    check(header)
    var rows: [CSVTable.Row] = []
    while place < bytes.count {
      let start = line
      guard let fields = record() else { break }
      let number = rows.count + 1
      if fields.count != header.count {
        note(
          "row \(number) has \(fields.count) fields, where the header has \(header.count)",
          line: start, column: 1,
          hint: fields == [""]
            ? "remove the empty line" : "put fields that hold a comma in double quotes")
      }
      rows.append(CSVTable.Row(number: number, line: start, fields: fields))
    }
    guard reasons.isEmpty else { return .failure(ListFaults(reasons: reasons)) }
    return .success(CSVTable(header: header, rows: rows))
  }

  private mutating func check(_ header: [String]) {
    var seen: Set<String> = []
    for name in header where !seen.insert(name).inserted {
      note("the column \(quoted(name)) is there twice", line: 1, column: 1, hint: "remove one")
    }
    if header.count == 1, header[0].utf8.contains(where: { ";\t".utf8.contains($0) }) {
      note(
        "the header is one field", line: 1, column: 1,
        hint: "export it with commas between the fields")
    }
  }

  /// The fields up to the end of a line; nil at the end of the file and after a fault that hides where
  /// fields end.
  private mutating func record() -> [String]? {
    guard place < bytes.count else { return nil }
    var fields: [String] = []
    while true {
      guard let field = peek() == UInt8(ascii: "\"") ? quotedField() : plainField() else {
        return nil
      }
      fields.append(field)
      switch peek() {
      case UInt8(ascii: ","): place += 1
      case nil: return fields
      case UInt8(ascii: "\r") where peek(1) == UInt8(ascii: "\n"):
        place += 2
        endLine()
        return fields
      case UInt8(ascii: "\n"):
        place += 1
        endLine()
        return fields
      default:
        fault(
          "text stands behind a closing quote", hint: "double the quotes that are part of a field")
        return nil
      }
    }
  }

  private mutating func plainField() -> String? {
    let start = place
    while let byte = peek(), !",\n\r".utf8.contains(byte) {
      if byte == UInt8(ascii: "\"") {
        fault(
          "a quote stands in a field without quotes",
          hint: "put the field in double quotes and double those within")
        return nil
      }
      place += 1
    }
    if peek() == UInt8(ascii: "\r"), peek(1) != UInt8(ascii: "\n") {
      fault("a carriage return stands alone", hint: "end lines in LF or CRLF")
      return nil
    }
    return String(decoding: bytes[start..<place], as: UTF8.self)
  }

  private mutating func quotedField() -> String? {
    let (startLine, startColumn) = (line, column)
    var text: [UInt8] = []
    place += 1
    while let byte = peek() {
      place += 1
      if byte == UInt8(ascii: "\"") {
        guard peek() == UInt8(ascii: "\"") else { return String(decoding: text, as: UTF8.self) }
        place += 1
      }
      text.append(byte)
      if byte == UInt8(ascii: "\n") { endLine() }
    }
    note(
      "a quoted field does not end", line: startLine, column: startColumn, hint: "close the quote")
    return nil
  }

  private func peek(_ ahead: Int = 0) -> UInt8? {
    place + ahead < bytes.count ? bytes[place + ahead] : nil
  }

  private mutating func endLine() {
    line += 1
    lineStart = place
  }

  /// Counted in Unicode scalars from 1.
  private var column: Int { 1 + bytes[lineStart..<place].count { $0 & 0xC0 != 0x80 } }

  private mutating func fault(_ message: String, hint: String) {
    note(message, line: line, column: column, hint: hint)
  }

  private mutating func note(_ message: String, line: Int, column: Int, hint: String) {
    reasons.append(
      Reason(
        .invalidDocument, message,
        at: SourceLocation(file: file, mark: Mark(line: line, column: column)), hint: hint))
  }

  private func quoted(_ name: String) -> String { "`\(name)`" }
}
