package import Documents
internal import Model

/// People as another system lists them: text by text, in our fields and words.
package struct PeopleList {
  /// What the list says of one person.
  package struct Row {
    /// Counted from 1: the row below the header, or the place in the array.
    let number: Int
    /// In the file; absent for JSON.
    let line: Int?
    private let values: [ImportField: String]

    init(number: Int, line: Int?, values: [ImportField: String]) {
      self.number = number
      self.line = line
      self.values = values
    }

    /// The text of a field; nil where the list has none.
    package subscript(field: ImportField) -> String? { values[field] }
  }

  let file: String
  let mapping: ImportMapping
  package let rows: [Row]

  /// Reads CSV, or JSON where the text begins as that does.
  package static func read(
    _ bytes: [UInt8], file: String, mapping: ImportMapping
  ) -> Result<PeopleList, ListFaults> {
    let first = bytes.first { !" \n\r\t".utf8.contains($0) }
    let rows: Result<[Row], ListFaults> =
      first == UInt8(ascii: "[") || first == UInt8(ascii: "{")
      ? json(bytes, file, mapping)
      : CSVTable.read(bytes, file: file).flatMap { csv($0, file, mapping) }
    return rows.map { PeopleList(file: file, mapping: mapping, rows: $0) }
  }

  private static func csv(
    _ table: CSVTable, _ file: String, _ mapping: ImportMapping
  ) -> Result<[Row], ListFaults> {
    let columns = Dictionary(table.header.enumerated().map { ($1, $0) }) { first, _ in first }
    // A column that the mapping names must be there; one that is called as ours may be.
    let missing = ImportField.allCases.filter {
      (mapping.columns[$0] != nil || $0 == .id) && columns[mapping.column(of: $0)] == nil
    }
    guard missing.isEmpty else {
      return .failure(
        ListFaults(
          reasons: missing.map {
            fault(
              "there is no column `\(mapping.column(of: $0))` for `\($0.rawValue)`", file, line: 1,
              hint: "the file has " + table.header.map { "`\($0)`" }.joined(separator: ", "))
          }))
    }
    return .success(
      table.rows.map { row in
        values(of: row.number, row.line, mapping) { field in
          columns[mapping.column(of: field)].map { row.fields[$0] }
        }
      })
  }

  private static func json(
    _ bytes: [UInt8], _ file: String, _ mapping: ImportMapping
  ) -> Result<[Row], ListFaults> {
    guard case .array(let elements) = JSONTree(parsing: bytes) else {
      return .failure(
        ListFaults(reasons: [
          fault(
            "the file is no JSON array", file, line: nil, hint: "export it as CSV or as an array")
        ]))
    }
    var faults: [Reason] = []
    var rows: [Row] = []
    for (index, element) in elements.enumerated() {
      guard case .object(let members) = element else {
        faults.append(
          fault("row \(index + 1) is no object", file, line: nil, hint: "each person is an object"))
        continue
      }
      rows.append(
        values(of: index + 1, nil, mapping) { field in
          let name = mapping.column(of: field)
          let value = ValuePath(name).map { element.text(at: $0) } ?? members[name]?.words
          return value ?? nil
        })
    }
    guard faults.isEmpty else { return .failure(ListFaults(reasons: faults)) }
    return .success(rows)
  }

  private static func values(
    of number: Int, _ line: Int?, _ mapping: ImportMapping, _ text: (ImportField) -> String?
  ) -> Row {
    var values: [ImportField: String] = [:]
    for field in ImportField.allCases {
      values[field] = mapping.value(text(field), of: field)
    }
    return Row(number: number, line: line, values: values)
  }

  static func fault(_ message: String, _ file: String, line: Int?, hint: String?) -> Reason {
    Reason(
      .invalidDocument, message,
      at: SourceLocation(file: file, mark: line.map { Mark(line: $0, column: 1) }), hint: hint)
  }
}

extension JSONTree {
  fileprivate func text(at path: ValuePath) -> String? {
    if case .value(let value) = value(at: path) { value.words } else { nil }
  }

  /// A word, or the words of an array with `;` between them.
  fileprivate var words: String? {
    if case .array(let elements) = self {
      return elements.compactMap(\.word).joined(separator: ";")
    }
    return word
  }
}
