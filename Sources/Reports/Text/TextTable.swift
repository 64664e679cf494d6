/// Rows in columns that are as wide as their widest cell.
struct TextTable {
  private let rows: [[Phrase]]

  /// Rows have a cell for each column; the header is the first of them.
  ///
  /// Where the terminal is too narrow for all of a row, the cells that find no room stand on a line of their own below
  /// it: what is to be pasted is never cut. Words that are wider than that line end in `…`.
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
    var text: [UInt8] = []
    text.reserveCapacity(rows.count * (columns.reduce(indent + 1) { $0 + $1 + 2 }))
    func addBlanks(_ count: Int) { text += repeatElement(UInt8(ascii: " "), count: count) }
    for (row, widths) in zip(rows, widths) {
      if row.count > 1 || row.contains(where: { !$0.isEmpty }) { addBlanks(indent) }
      var (place, gap, isBroken) = (indent, 0, false)
      for (column, cell) in row.enumerated() {
        if let width = style.width, column > 0, width < place + widths[column] {
          text.append(UInt8(ascii: "\n"))
          addBlanks(indent + TextTable.broken)
          (place, gap, isBroken) = (indent + TextTable.broken, 0, true)
        }
        addBlanks(gap)
        let room = style.width.map { max(TextTable.leastCut, $0 - place) } ?? .max
        cell.cut(to: cell.isProse ? room : .max).write(style, to: &text)
        let taken = isBroken ? widths[column] : columns[column]
        place += taken + 2
        gap = column < row.count - 1 ? taken + 2 - widths[column] : 0
      }
      text.append(UInt8(ascii: "\n"))
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// How far a line stands in that goes on with a row.
  private static let broken = 4

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

  /// Less of a text would say nothing.
  private static let leastCut = 15
}

extension Phrase {
  /// Whether it is several words, which nobody pastes.
  fileprivate var isProse: Bool { spans.contains { $0.text.contains(" ") } }

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
