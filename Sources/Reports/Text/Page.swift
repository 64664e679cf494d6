/// The text of a report while it is written, line by line.
struct Page {
  let style: Style
  private(set) var text = ""

  init(_ style: Style) { self.style = style }

  /// Adds a line of prose, broken where the terminal ends; its further lines stand `hanging` deeper.
  mutating func line(_ phrase: Phrase, indent: Int = 0, hanging: Int = 2) {
    guard let width = style.width else { return whole(phrase, indent: indent) }
    // However narrow the terminal, some words go on a line.
    let first = max(30, width - indent)
    let rest = max(30, width - indent - hanging)
    for (place, part) in phrase.wrapped(first: first, rest: rest).enumerated() {
      whole(part, indent: indent + (place == 0 ? 0 : hanging))
    }
  }

  /// Adds a line that is never broken: a command to copy, the row of a table.
  mutating func whole(_ phrase: Phrase, indent: Int = 0) {
    text += phrase.isEmpty ? "\n" : blanks(indent) + phrase.rendered(style) + "\n"
  }

  /// Adds an empty line between what is there and what follows.
  mutating func gap() {
    if !text.isEmpty, !text.hasSuffix("\n\n") { text += "\n" }
  }

  /// Adds what is known, one label and fact a line, the facts beneath each other.
  mutating func facts(_ facts: [(label: String, fact: Phrase)], indent: Int = 0) {
    let column = 2 + (facts.map { displayWidth($0.label) }.max() ?? 0)
    for (label, fact) in facts {
      let label: Phrase = "\(label, .faint)"
      line(label.padded(to: column) + fact, indent: indent, hanging: column)
    }
  }

  mutating func table(_ table: TextTable, indent: Int = 0) {
    text += table.rendered(style, indent: indent)
  }
}
