import FoundationEssentials
package import Testing

/// Holds `text` against the golden file `name` in the folder `Golden/` beside the test that asks.
///
/// With `COUNTERSIGN_RECORD_GOLDEN` in the environment the file is written instead, to be looked at as a
/// change like any other.
package func expectGolden(
  _ text: String, _ name: String, of file: String = #filePath,
  sourceLocation: Testing.SourceLocation = #_sourceLocation
) throws {
  let path = goldenFile(name, of: file)
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

/// Where the golden file `name` of the test in `file` is.
package func goldenFile(_ name: String, of file: String = #filePath) -> String {
  file.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
    + "/Golden/\(name)"
}
