import Model

/// The bytes of a document that are known to be plain text: the only thing that is given to YAML.
struct SourceText {
  private let text: String
  private let bytes: [UInt8]
  /// Where each line begins in `bytes`.
  private let lineStarts: [Int]
  /// Takes at most 64 KiB of strict UTF-8 without hidden characters, tabs, carriage returns, directives
  /// or a second document; notes each fault in `findings` and answers `nil` where there is one.
  init?(_ bytes: [UInt8], _ findings: inout Findings) {
    guard bytes.count <= Limits.file else {
      findings.fault(
        tooLarge(bytes.count), at: nil, hint: "a document has at most \(Limits.file) bytes")
      return nil
    }
    var lineStarts = [0]
    for (place, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") {
      lineStarts.append(place + 1)
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      findings.fault(
        "the file is not UTF-8", at: firstInvalidMark(bytes),
        hint: "save the file as UTF-8 without a byte order mark")
      return nil
    }
    self.bytes = bytes
    self.lineStarts = lineStarts
    self.text = text
    let clean = checkCharacters(&findings)
    let single = checkMarkers(&findings)
    guard clean && single else { return nil }
  }

  /// `mark`, or the end of the text where the mark lies behind it, as libyaml's do at the end.
  func inside(_ mark: Mark) -> Mark {
    guard mark.line > lineStarts.count else { return mark }
    let last = bytes[lineStarts[lineStarts.count - 1]...]
    return Mark(line: lineStarts.count, column: 1 + last.count { !isContinuation($0) })
  }

  private func checkCharacters(_ findings: inout Findings) -> Bool {
    // Nearly every document is ASCII without controls, which the bytes tell at once.
    let isPlain = bytes.allSatisfy {
      (0x20..<0x7F).contains($0) || $0 == UInt8(ascii: "\n")
    }
    if isPlain { return true }
    var line = 1
    var column = 1
    var clean = true
    // One fault a line: a file with foreign line ends has one on each.
    var reported = 0
    for scalar in text.unicodeScalars {
      if scalar == "\n" {
        line += 1
        column = 1
        continue
      }
      if HarmfulText.isHidden(scalar), line != reported {
        let (message, hint) = explanation(of: scalar, isFirst: line == 1 && column == 1)
        findings.fault(message, at: Mark(line: line, column: column), hint: hint)
        reported = line
        clean = false
      }
      column += 1
    }
    return clean
  }

  /// Looks for directives and document markers, which stand at the beginning of a line and nowhere else
  /// (YAML 1.2.2, sections 6.8 and 9.1).
  private func checkMarkers(_ findings: inout Findings) -> Bool {
    var hasBegun = false
    var clean = true
    for (index, start) in lineStarts.enumerated() {
      let rest = bytes[start...]
      guard let first = rest.first, first != UInt8(ascii: "\n") else { continue }
      let mark = Mark(line: index + 1, column: 1)
      if first == UInt8(ascii: "%") {
        findings.fault(
          "a YAML directive, where a document has none", at: mark, hint: "remove the line")
        clean = false
      } else if isMarker("---", rest) {
        if hasBegun {
          findings.fault(
            "a second YAML document begins here, where a file holds one", at: mark,
            hint: "put each document into a file of its own")
          clean = false
        }
        hasBegun = true
      } else if isMarker("...", rest) {
        findings.fault(
          "`...` ends a YAML document, where the end of the file does", at: mark,
          hint: "remove the line")
        clean = false
      } else if first != UInt8(ascii: "#") {
        hasBegun = hasBegun || rest.prefix { $0 != UInt8(ascii: "\n") }.contains { $0 != 0x20 }
      }
    }
    return clean
  }
}

/// How a file that is too large is named, wherever its size is looked at.
func tooLarge(_ size: Int) -> String {
  "the file has \(size) bytes, more than the \(Limits.file) that a document may have"
}

private func isMarker(_ marker: StaticString, _ line: ArraySlice<UInt8>) -> Bool {
  let length = marker.utf8CodeUnitCount
  guard line.count >= length else { return false }
  let matches = marker.withUTF8Buffer { line.starts(with: $0) }
  let next = line.dropFirst(length).first
  return matches && (next == nil || next == 0x20 || next == UInt8(ascii: "\n"))
}

private func isContinuation(_ byte: UInt8) -> Bool { byte & 0xC0 == 0x80 }

private func explanation(
  of scalar: Unicode.Scalar, isFirst: Bool
) -> (message: String, hint: String) {
  switch scalar {
  case "\t":
    ("a tab, where YAML documents here have blanks", "replace the tab by blanks")
  case "\r":
    (
      "a carriage return, where lines end in a line feed alone",
      "save the file with Unix line ends (LF)"
    )
  case "\u{FEFF}" where isFirst:
    ("a byte order mark", "save the file as UTF-8 without a byte order mark")
  default:
    (
      "the character \(codePoint(scalar)), which cannot be seen or changes what is seen",
      "remove the character"
    )
  }
}

/// Where the bytes cease to be UTF-8.
private func firstInvalidMark(_ bytes: [UInt8]) -> Mark {
  var decoder = UTF8()
  var iterator = bytes.makeIterator()
  var mark = Mark(line: 1, column: 1)
  while case .scalarValue(let scalar) = decoder.decode(&iterator) {
    mark =
      scalar == "\n"
      ? Mark(line: mark.line + 1, column: 1) : Mark(line: mark.line, column: mark.column + 1)
  }
  return mark
}
