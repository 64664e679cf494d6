import Model
import TestSupport
import Testing

/// What `--help` says on a terminal of 80 columns.
@Suite("help") struct HelpTests {
  @Test("examples can be pasted on 80 columns, and options that hints name are there")
  func lines() async throws {
    var waiting: [[String]] = [[]]
    var seen = 0
    var unknown = Set(OptionName.allCases)
    while let command = waiting.popLast() {
      let help = try await runProgram(
        AccessRepository.program, command + ["--help"], environment: ["COLUMNS": "80"]
      ).text
      seen += 1
      let words = Set(help.split { $0.isWhitespace || "[]()<>|,.".contains($0) }.map(String.init))
      unknown = unknown.filter { !words.contains("\($0)") }
      var heading = ""
      for line in help.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
        #expect(line.count <= 80 || line.hasPrefix("USAGE: "), "\(command): \(line)")
        if line.isEmpty {
          heading = ""
        } else if ["EXAMPLES", "EXIT STATUS"].contains(line) || line.hasSuffix("SUBCOMMANDS:") {
          heading = line
        } else if line.hasPrefix("  ") {
          let word = line.split(separator: " ").first.map(String.init) ?? ""
          if heading.hasSuffix("SUBCOMMANDS:"), line.dropFirst(2).first != " " {
            waiting.append(command + [word])
          }
        } else if heading == "EXAMPLES" {
          Issue.record("\(command): `\(line)` has been wrapped below \(heading)")
        }
      }
    }
    #expect(seen > 30)
    #expect(unknown.isEmpty)
  }
}
