import Reports
import TestSupport
import Testing

@Suite struct GoldenReportTests {
  @Test(arguments: ReportCase.allCases)
  func readsWell(report: ReportCase) throws {
    let fixtures = try Fixtures()
    try expectGolden(
      report.report(fixtures).text(fixtures.style()), "\(report.rawValue).txt")
  }

  /// Colours are written `{32}` in the golden files, so that they can be read and compared.
  @Test(arguments: ReportCase.allCases)
  func readsWellOnATerminal(report: ReportCase) throws {
    let fixtures = try Fixtures()
    let style = fixtures.style(isColored: true, width: 80)
    let text = try report.report(fixtures).text(style)
    let visible = text.split(separator: "\u{1B}[", omittingEmptySubsequences: false)
    let first = visible.first.map { String($0) } ?? ""
    let rest = visible.dropFirst().map { part in
      "{" + String(part).replacing("m", with: "}", maxReplacements: 1)
    }
    try expectGolden(first + rest.joined(), "\(report.rawValue).terminal.txt")
  }

  @Test(arguments: ReportCase.allCases)
  func hasStableNames(report: ReportCase) throws {
    let report = (name: report.rawValue, value: try report.report(Fixtures()))
    let pretty = report.value.json(.pretty)
    try expectGolden(pretty, "\(report.name).json")
    #expect(try JSONTree(reading: pretty) == JSONTree(report.value.json))
    let line = report.value.json(.line)
    #expect(line.count { $0 == "\n" } == 1)
    #expect(try JSONTree(reading: line) == JSONTree(report.value.json))
  }

  @Test(arguments: ReportCase.allCases)
  func saysTheSameWithoutColours(report: ReportCase) throws {
    let fixtures = try Fixtures()
    let value = try report.report(fixtures)
    let colored = value.text(fixtures.style(isColored: true))
    let plain = value.text(fixtures.style())
    #expect(plain == colored.replacing(#/\u{1B}\[[0-9]+m/#, with: ""))
    #expect(plain.hasSuffix("\n") && !plain.hasSuffix("\n\n") && !plain.hasPrefix("\n"))
    #expect(!plain.contains(" \n"))
  }
}
