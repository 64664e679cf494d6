import Documents
import FoundationEssentials
import Model
import Testing

/// Documents with their faults, as `Golden/` has them, word for word.
///
/// `RECORD_GOLDEN=1 swift test --filter GoldenFaultTests` writes them anew; read the difference before
/// it is committed.
@Suite("Golden texts of faults")
struct GoldenFaultTests {
  static let folder =
    #filePath.split(separator: "/", omittingEmptySubsequences: false)
    .dropLast().joined(separator: "/") + "/Golden"

  static let names = [
    "request", "person", "workload", "group", "system", "rule", "settings", "tests", "forge",
    "notifications", "review", "directory",
  ]

  @Test(
    "Each document has the faults that the golden file has",
    arguments: names)
  func golden(name: String) throws {
    let file = "\(Self.folder)/\(name).txt"
    let data = try #require(FileManager.default.contents(atPath: file))
    let recorded = String(decoding: data, as: UTF8.self)
    let sections = recorded.split(separator: "=== ").map(String.init)
    #expect(sections.count >= 4)
    var rendered = ""
    for section in sections {
      let (path, rest) = try cut(section, at: "\n")
      let (text, _) = try cut(rest, at: "--- faults\n")
      let lines = documentFaults(path, text)
      #expect(!lines.isEmpty, "\(path) of \(name) has no fault:\n\(text)")
      rendered += "=== \(path)\n\(text)--- faults\n"
      rendered += lines.map { $0 + "\n" }.joined()
    }
    if ProcessInfo.processInfo.environment["RECORD_GOLDEN"] != nil {
      try Data(rendered.utf8).write(to: URL(filePath: file))
    } else {
      #expect(rendered == recorded)
    }
  }

  private func cut(_ text: String, at separator: String) throws -> (String, String) {
    let range = try #require(text.firstRange(of: separator))
    return (String(text[..<range.lowerBound]), String(text[range.upperBound...]))
  }
}
