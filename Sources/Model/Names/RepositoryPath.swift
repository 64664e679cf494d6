/// A path inside a git tree, as the bytes that git compares.
///
/// `String` calls `é` and `e` + U+0301 equal; git, and an attacker, do not (THREATS row 25). Paths are
/// therefore compared, hashed and ordered as bytes, and become text only to be shown.
package struct RepositoryPath: Hashable, Comparable, Sendable {
  package let bytes: [UInt8]

  /// Takes any bytes: git does, and what may stand in `policies/` or `requests/` is judged elsewhere.
  package init(_ bytes: some Sequence<UInt8>) { self.bytes = Array(bytes) }
  /// Apart from the generic one, which other rooms can only call unspecialised.
  package init(_ bytes: [UInt8]) { self.bytes = bytes }
  /// The path that `text` is in UTF-8.
  package init(_ text: String) { self.init(text.utf8) }

  /// The parts between the slashes.
  package var segments: [ArraySlice<UInt8>] {
    var segments: [ArraySlice<UInt8>] = []
    segments.reserveCapacity(4)
    var start = 0
    for (place, byte) in bytes.enumerated() where byte == UInt8(ascii: "/") {
      segments.append(bytes[start..<place])
      start = place + 1
    }
    segments.append(bytes[start...])
    return segments
  }

  /// Whether the path is `folder` itself or lies anywhere below it.
  package func isInside(_ folder: String) -> Bool {
    let prefix = folder.utf8
    guard bytes.starts(with: prefix) else { return false }
    return bytes.count == prefix.count || bytes[prefix.count] == UInt8(ascii: "/")
  }

  /// Whether every segment is `[a-z0-9][a-z0-9._-]*` (DESIGN section 3).
  ///
  /// Such a path looks the same on every file system and in every terminal.
  package var isPlain: Bool { segments.allSatisfy { isPlainName($0) } }

  package static func < (left: RepositoryPath, right: RepositoryPath) -> Bool {
    left.bytes.withUnsafeBufferPointer { left in
      right.bytes.withUnsafeBufferPointer { right in
        for place in 0..<min(left.count, right.count) where left[place] != right[place] {
          return left[place] < right[place]
        }
        return left.count < right.count
      }
    }
  }

  /// Hashes the bytes as a whole, where an array would have each hashed on its own.
  package func hash(into hasher: inout Hasher) {
    bytes.withUnsafeBytes { hasher.combine(bytes: $0) }
  }
}

/// Whether `name` is `[a-z0-9][a-z0-9._-]*`: what ids and path segments are made of.
package func isPlainName(_ name: some Sequence<UInt8>) -> Bool { isMadeOfPlainBytes(name) }
/// Apart from the generic one, which other rooms can only call unspecialised.
package func isPlainName(_ name: ArraySlice<UInt8>) -> Bool { isMadeOfPlainBytes(name) }
/// Apart from the generic one, which other rooms can only call unspecialised.
package func isPlainName(_ name: String.UTF8View) -> Bool { isMadeOfPlainBytes(name) }

private func isMadeOfPlainBytes(_ name: some Sequence<UInt8>) -> Bool {
  var isFirst = true
  for byte in name {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): break
    case UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"): if isFirst { return false }
    default: return false
    }
    isFirst = false
  }
  return !isFirst
}

extension RepositoryPath: CustomStringConvertible {
  /// The path with every byte outside printable ASCII, and the backslash, written `\xNN`.
  ///
  /// One text a path: what a record or a terminal shows can be read back without doubt.
  package var description: String {
    escapedBytes(bytes)
  }

  /// Reads what `description` wrote.
  package init?(description text: String) {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "\\") else {
        guard (0x20..<0x7F).contains(byte) else { return nil }
        bytes.append(byte)
        continue
      }
      guard rest.popFirst() == UInt8(ascii: "x"), let high = rest.popFirst(),
        let low = rest.popFirst(), let upper = hexadecimalValue(high),
        let lower = hexadecimalValue(low)
      else { return nil }
      bytes.append(upper << 4 | lower)
    }
    self.init(bytes)
  }
}

extension RepositoryPath: Codable {
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let path = RepositoryPath(description: text) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a path")
    }
    self = path
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}

extension RepositoryPath {
  /// The folders whose files are used once, each landed alone.
  package static let foldersOfUse = ["requests", "mandates"]
}
