import Documents
import FoundationEssentials
import Model
import TestSupport
import Testing

/// Documents with their faults, as `Golden/` has them, word for word.
///
/// A section's document is taken from the file itself, so a new one is added there.
@Suite("Golden texts of faults")
struct GoldenFaultTests {
  static let names = [
    "request", "person", "workload", "group", "system", "rule", "settings", "tests", "forge",
    "notifications", "review", "directory", "issuer", "mandate",
  ]

  @Test(
    "Each document has the faults that the golden file has",
    arguments: names)
  func golden(name: String) throws {
    let file = "\(name).txt"
    let data = try #require(FileManager.default.contents(atPath: goldenFile(file)))
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
    try expectGolden(rendered, file)
  }

  private func cut(_ text: String, at separator: String) throws -> (String, String) {
    let range = try #require(text.firstRange(of: separator))
    return (String(text[..<range.lowerBound]), String(text[range.upperBound...]))
  }
}
