/// Rows in columns that are as wide as their widest cell.
struct TextTable {
  private let header: [String]?
  private let rows: [[Phrase]]

  /// Rows have a cell for each column.
  ///
  /// The last column is cut short, with `…`, where the terminal is too narrow for it.
  init(header: [String]? = nil, rows: [[Phrase]]) {
    self.header = header
    self.rows = rows
  }

  /// One line a row, the header first, none with blanks at its end.
  func lines(width: Int?) -> [Phrase] {
    let titles = header.map { [$0.map { title in "\(title, .faint)" as Phrase }] } ?? []
    let all = titles + rows
    let columns = all.map(\.count).max() ?? 0
    let widths = (0..<columns).map { column in
      all.map { $0.count > column ? $0[column].width : 0 }.max() ?? 0
    }
    let before = widths.dropLast().reduce(0) { $0 + $1 + 2 }
    return all.map { row in
      var line = Phrase(spans: [])
      for (column, cell) in row.enumerated() {
        if column < row.count - 1 {
          line += cell.padded(to: widths[column] + 2)
        } else if let width, column == columns - 1 {
          line += cell.cut(to: max(TextTable.leastCut, width - before))
        } else {
          line += cell
        }
      }
      return line
    }
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
