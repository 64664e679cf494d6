import FoundationEssentials
import FuzzTargets
import Testing

/// What fuzzing has found, and what it begins with, in the ordinary suite.
@Suite struct CorpusTests {
  /// No input traps, and whatever a parser accepts holds what it must.
  @Test(arguments: FuzzTarget.allCases)
  func everyInputIsParsed(target: FuzzTarget) throws {
    let folder =
      #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3)
      .joined(separator: "/") + "/Fuzz/Corpus/\(target.rawValue)"
    let names = try FileManager.default.contentsOfDirectory(atPath: folder)
    try #require(!names.isEmpty)
    for name in names {
      let bytes = try #require(FileManager.default.contents(atPath: "\(folder)/\(name)"))
      target.run(Array(bytes))
      // What is cut short is the commonest damage of all.
      for end in stride(from: 0, to: bytes.count, by: max(1, bytes.count / 64)) {
        target.run(Array(bytes[..<end]))
      }
    }
  }
}
