import Model
import Testing

@testable import Reports

@Suite struct LayoutTests {
  @Test(arguments: [
    ("ascii", 5), ("", 0), ("naïve", 5), ("nai\u{308}ve", 5), ("東京", 4), ("ｗｉｄｅ", 8), ("한글", 4),
    ("😀", 2), ("…", 1),
  ])
  func countsColumns(text: String, columns: Int) {
    #expect(displayWidth(text) == columns)
  }

  @Test func alignsColumnsByTheirWidth() {
    let table = TextTable(
      header: ["NAME", "CITY", "N"],
      rows: [["\("ana", .good)", "東京", "1"], ["priya.nair", "Bonn", "22"]])
    let style = Style(isColored: false, width: nil, now: .earliest)
    #expect(
      table.rendered(style, indent: 1)
        == " NAME        CITY  N\n ana         東京  1\n priya.nair  Bonn  22\n")
  }

  @Test(arguments: [(nil, "  "), (60, "  "), (30, "\n    "), (3, "\n    ")] as [(Int?, String)])
  func cutsNothingThatIsPasted(width: Int?, between: String) {
    let id = "g-1f2e3d4c5b6a79881f2e3d4c5b6a7988"
    let table = TextTable(rows: [["state", "\(id, .faint)"]])
    let style = Style(isColored: false, width: width, now: .earliest)
    #expect(table.rendered(style) == "state\(between)\(id)\n")
  }

  @Test func cutsWordsThatFindNoRoomOnALineOfTheirOwn() {
    let table = TextTable(rows: [["state", "why", "one two three four five six seven"]])
    let style = Style(isColored: false, width: 24, now: .earliest)
    #expect(table.rendered(style) == "state  why\n    one two three four …\n")
  }

  @Test(arguments: [
    (11, 8, ["one  two", "three", "four"]), (8, 20, ["one  two", "three four"]),
    (1, 1, ["one", "two", "three", "four"]), (40, 40, ["one  two three four"]),
  ])
  func breaksLinesAtBlanks(first: Int, rest: Int, lines: [String]) {
    let phrase: Phrase = "one  \("two", .good) thr\("ee", .bad) four"
    let style = Style(isColored: false, width: nil, now: .earliest)
    #expect(phrase.wrapped(first: first, rest: rest).map { $0.rendered(style) } == lines)
  }

  @Test func coloursOnlyWhereThereAreColours() {
    let phrase: Phrase = "\("ok", .good) \(3)\("", .bad)"
    let now = Instant.earliest
    #expect(
      phrase.rendered(Style(isColored: true, width: nil, now: now)) == "\u{1B}[32mok\u{1B}[0m 3")
    #expect(phrase.rendered(Style(isColored: false, width: nil, now: now)) == "ok 3")
  }

  @Test func putsNothingRawIntoAPhrase() {
    let outside = "\u{1B}[31m"
    let phrase: Phrase = "\(outside) \("\(outside)", .strong)"
    #expect(
      phrase.rendered(Style(isColored: false, width: nil, now: .earliest))
        == "\\u{1b}[31m \\u{1b}[31m")
  }

  @Test(arguments: [
    ([], "nobody"), (["a"], "a"), (["a", "b"], "a or b"), (["a", "b", "c"], "a, b or c"),
    (["a", "b", "c", "d"], "a, b, c and 1 more"),
  ])
  func listsNames(names: [String], text: String) {
    #expect(listed(names, joinedBy: "or", most: 3) == text)
  }
}
