package import Model

/// A table as RFC 4180 has it: a header, and rows of as many fields.
package struct CSVTable: Sendable {
  package struct Row: Sendable {
    /// Counted from 1 below the header.
    package let number: Int
    /// Where it begins in the file.
    package let line: Int
    package let fields: [String]
  }

  package let header: [String]
  package let rows: [Row]

  /// Reads strictly: what two readers could understand in two ways is a fault.
  ///
  /// Lines end in LF or CRLF; a byte order mark at the beginning, which spreadsheets write, is skipped.
  /// - Returns: The table, or all its faults with row, line and column.
  package static func read(_ bytes: [UInt8], file: String) -> Result<CSVTable, ListFaults> {
    var reader = CSVReader(bytes, file: file)
    return reader.table()
  }
}

/// What is wrong with a list of people.
package struct ListFaults: Error {
  package let reasons: [Reason]

  package init(reasons: [Reason]) { self.reasons = reasons }
}
