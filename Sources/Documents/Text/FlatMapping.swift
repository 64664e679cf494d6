import Model

/// The mapping in `bytes` where each line is a plain word, `: ` and a plain text, as nearly all lines of
/// requests are; nil for whatever else, be it good or bad.
///
/// A short cut past libyaml, which takes twenty times as long. It is believed only where no reading of
/// YAML can differ: plain ASCII, nothing that means something to YAML anywhere in a text (YAML 1.2.2,
/// section 7.3.3), no key twice, nothing that `readComposedYAML` would look at closer. Empty lines and
/// lines of comment mean nothing in between.
func readFlatMapping(_ bytes: [UInt8]) -> Element? {
  guard bytes.count <= Limits.file else { return nil }
  var entries: [Element.Entry] = []
  entries.reserveCapacity(8)
  var (line, start) = (0, 0)
  while start < bytes.count {
    line += 1
    guard let end = endOfPlainLine(in: bytes, from: start) else { return nil }
    defer { start = end + 1 }
    if end == start || bytes[start] == UInt8(ascii: "#") { continue }
    guard let entry = entry(in: bytes, start..<end, line: line), entries.count < mostEntries,
      !entries.contains(where: { $0.key == entry.key })
    else { return nil }
    entries.append(entry)
  }
  guard let first = entries.first else { return nil }
  return Element(content: .mapping(entries), mark: first.keyMark)
}

/// More is no request, and would be compared with one another for long.
private let mostEntries = 16

/// Where the line that begins at `start` ends; nil where it holds more than printable ASCII.
private func endOfPlainLine(in bytes: [UInt8], from start: Int) -> Int? {
  var place = start
  while place < bytes.count {
    switch bytes[place] {
    case UInt8(ascii: "\n"): return place
    case 0x20..<0x7F: place += 1
    default: return nil
    }
  }
  return place
}

/// The entry that is all of a line.
private func entry(in bytes: [UInt8], _ range: Range<Int>, line: Int) -> Element.Entry? {
  var colon = range.lowerBound
  while colon < range.upperBound, isSmallLetter(bytes[colon]) { colon += 1 }
  var start = colon + 1
  while start < range.upperBound, bytes[start] == 0x20 { start += 1 }
  guard colon > range.lowerBound, colon - range.lowerBound <= Limits.identifier,
    start < range.upperBound, bytes[colon] == UInt8(ascii: ":"), start > colon + 1,
    isPlainText(bytes, start..<range.upperBound)
  else { return nil }
  let value = String(decoding: bytes[start..<range.upperBound], as: UTF8.self)
  return Element.Entry(
    key: String(decoding: bytes[range.lowerBound..<colon], as: UTF8.self),
    keyMark: Mark(line: line, column: 1),
    value: Element(
      content: .scalar(value, isPlain: true),
      mark: Mark(line: line, column: start - range.lowerBound + 1)))
}

/// Whether YAML takes the whole of `range` as it stands: it begins with a letter or digit, ends in no
/// blank or colon, and holds neither `: ` nor ` #`.
private func isPlainText(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
  let first = bytes[range.lowerBound]
  guard isSmallLetter(first | 0x20) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first)
  else { return false }
  var previous: UInt8 = 0
  for place in range {
    let byte = bytes[place]
    if byte == 0x20, previous == UInt8(ascii: ":") { return false }
    if byte == UInt8(ascii: "#"), previous == 0x20 { return false }
    previous = byte
  }
  return previous != 0x20 && previous != UInt8(ascii: ":")
}

private func isSmallLetter(_ byte: UInt8) -> Bool {
  (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
}
