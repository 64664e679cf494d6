/// Rows in columns that are as wide as their widest cell.
struct TextTable {
  private let rows: [[Phrase]]

  /// Rows have a cell for each column; the header is the first of them.
  ///
  /// The last column is cut short, with `…`, where the terminal is too narrow for it.
  init(header: [String]? = nil, rows: [[Phrase]]) {
    let titles = header.map { [$0.map { title in "\(title, .faint)" as Phrase }] } ?? []
    self.rows = titles + rows
  }

  /// One line a row, each ended with a newline and behind `indent` blanks.
  ///
  /// Written cell by cell, since a check may list thousands of requests.
  func rendered(_ style: Style, indent: Int = 0) -> String {
    let widths = rows.map { row in row.map(\.width) }
    let columns = columnWidths(widths)
    let before = columns.dropLast().reduce(indent) { $0 + $1 + 2 }
    var text: [UInt8] = []
    text.reserveCapacity(rows.count * (columns.reduce(indent + 1) { $0 + $1 + 2 }))
    func addBlanks(_ count: Int) { text += repeatElement(UInt8(ascii: " "), count: count) }
    for (row, widths) in zip(rows, widths) {
      if row.count > 1 || row.contains(where: { !$0.isEmpty }) { addBlanks(indent) }
      for (column, cell) in row.enumerated() {
        if column < row.count - 1 {
          cell.write(style, to: &text)
          addBlanks(columns[column] + 2 - widths[column])
        } else if let width = style.width, column == columns.count - 1 {
          cell.cut(to: max(TextTable.leastCut, width - before)).write(style, to: &text)
        } else {
          cell.write(style, to: &text)
        }
      }
      text.append(UInt8(ascii: "\n"))
    }
    return String(decoding: text, as: UTF8.self)
  }

  private func columnWidths(_ rows: [[Int]]) -> [Int] {
    var widths: [Int] = []
    for row in rows {
      for (column, width) in row.enumerated() {
        if column == widths.count { widths.append(0) }
        widths[column] = max(widths[column], width)
      }
    }
    return widths
  }

  /// Twelve digits of an id, what stands before them, and the `…`: less would name nothing.
  private static let leastCut = 15
}

extension Phrase {
  /// The phrase where it fits into `width` columns, else what fits with a `…` behind it.
  fileprivate func cut(to width: Int) -> Phrase {
    guard width < self.width else { return self }
    var left = width - 1
    var kept: [Span] = []
    for span in spans {
      var text = ""
      for character in span.text {
        let columns = displayWidth(String(character))
        guard columns <= left else {
          return Phrase(spans: kept + [Span(text: text + "…", tone: span.tone)])
        }
        text.append(character)
        left -= columns
      }
      kept.append(Span(text: text, tone: span.tone))
    }
    return Phrase(spans: kept)
  }
}
