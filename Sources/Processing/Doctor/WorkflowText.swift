/// The text of a CI file as far as it can be searched without understanding it.
///
/// Comments, quotes and blanks are gone, so that `fetch-depth: "0"   # all` is found as `fetch-depth:0`.
/// A CI file has a hundred ways to say a thing; what is found here is a hint and is worded as one.
struct WorkflowText {
  private let lines: [String]

  init(_ bytes: [UInt8]) {
    lines = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline).map { line in
      var kept = ""
      var previous: Character = " "
      for character in line {
        if character == "#", previous.isWhitespace { break }
        if !character.isWhitespace, character != "\"", character != "'" { kept.append(character) }
        previous = character
      }
      return kept
    }
  }

  /// Whether some line has all of `words`, written without blanks and quotes.
  func has(_ words: String...) -> Bool {
    lines.contains { line in words.allSatisfy { line.contains($0) } }
  }

  /// How many lines have `word`.
  func count(_ word: String) -> Int { lines.count { $0.contains(word) } }

  /// Whether a line names the anchor and has a whole commit id.
  var hasLiteralAnchor: Bool {
    lines.contains { line in
      guard line.contains("COUNTERSIGN_ANCHOR") || line.contains("--anchor") else { return false }
      let runs = line.utf8.split { hexadecimalDigit($0) == nil }
      return runs.contains { $0.count == 40 }
    }
  }
}

private func hexadecimalDigit(_ byte: UInt8) -> UInt8? {
  switch byte {
  case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"): byte
  default: nil
  }
}
