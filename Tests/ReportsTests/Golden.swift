import FoundationEssentials
import Testing

/// Holds `text` against the golden file `name`.
///
/// With `COUNTERSIGN_RECORD_GOLDEN` in the environment the file is written instead, to be looked at as a
/// change like any other.
func expectGolden(
  _ text: String, _ name: String, sourceLocation: Testing.SourceLocation = #_sourceLocation
) throws {
  let folder = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast()
    .joined(separator: "/")
  let path = "\(folder)/Golden/\(name)"
  if ProcessInfo.processInfo.environment["COUNTERSIGN_RECORD_GOLDEN"] != nil {
    try Data(text.utf8).write(to: URL(filePath: path))
    return
  }
  let golden = try #require(
    FileManager.default.contents(atPath: path), "no golden file \(name)",
    sourceLocation: sourceLocation)
  #expect(
    Array(text.utf8) == Array(golden), "\(name) differs; it is now:\n\(text)",
    sourceLocation: sourceLocation)
}
