import Model

/// Takes a commit's headers off one by one, in the order that git writes them.
struct CommitHeaders {
  private let raw: RawCommit
  /// What has not been read yet; in the end the message.
  private(set) var rest: ArraySlice<UInt8>
  /// The signature with the continuation spaces taken off.
  private(set) var signature: [UInt8]?
  /// The object without its `gpgsig` header.
  private(set) var payload: [UInt8]

  init(_ raw: RawCommit) {
    self.raw = raw
    rest = raw.bytes[raw.rest...]
    payload = raw.bytes
  }

  /// Refuses what makes readers differ about where something ends, and what only the lenient
  /// reading of the first lines let through.
  func checkBytes() throws(CommitFormatError) {
    guard raw.isWhole else { throw fault("has more than \(RawCommit.largest) bytes") }
    guard !raw.bytes.contains(0) else { throw fault("has a NUL") }
    for line in raw.bytes[..<raw.rest].split(separator: 0x0A)
    where line.suffix(2 * ObjectID.byteCount).contains(where: { 0x41...0x46 ~= $0 }) {
      throw fault("has an id in upper case")
    }
    guard Set(raw.parents).count == raw.parents.count else { throw fault("has a parent twice") }
  }

  /// Takes the header `name`, which must come now.
  mutating func ident(_ name: String) throws(CommitFormatError) -> Ident {
    try take(name) { line throws(Ident.Fault) in try Ident(parsing: line) }
  }

  /// Takes the header `name`, which must come now, whatever its date.
  mutating func person(_ name: String) throws(CommitFormatError) -> Ident.Claimant {
    try take(name) { line throws(Ident.Fault) in try Ident.Claimant(parsing: line) }
  }

  /// Refuses a second author or committer, of which some readers would take that one.
  mutating func checkNoMorePeople() throws(CommitFormatError) {
    while true {
      // What comes next may be cut short anywhere: nothing but these two headers is looked for.
      let line = rest.prefix { $0 != 0x0A }
      guard !line.isEmpty else { return }
      for name in ["author", "committer"] where line.starts(with: "\(name) ".utf8) {
        throw fault("has the header \(name) twice")
      }
      rest = rest[line.endIndex...].dropFirst()
    }
  }

  private mutating func take<Value>(
    _ name: String, _ read: (ArraySlice<UInt8>) throws(Ident.Fault) -> Value
  ) throws(CommitFormatError) -> Value {
    let line = try takeLine()
    guard let space = line.firstIndex(of: 0x20), line[..<space].elementsEqual(name.utf8) else {
      throw fault("has \(described(line)) where \(name) must stand")
    }
    guard !line.contains(0) else { throw fault("has a NUL") }
    do throws(Ident.Fault) {
      return try read(line[(space + 1)...])
    } catch {
      throw fault("has a malformed header: \(name) \(error.message)")
    }
  }

  /// Takes what may follow the committer, and the empty line at the end.
  ///
  /// Headers that git does not know are carried along by it and covered by signatures; they mean nothing here.
  mutating func takeOptionalHeaders() throws(CommitFormatError) {
    var seen: Set<[UInt8]> = []
    while true {
      let start = rest.startIndex
      let line = try takeLine()
      if line.isEmpty { return }
      let name = Array(line.prefix { $0 != 0x20 })
      let value = line.dropFirst(name.count + 1)
      var isRepeated = false
      switch String(decoding: name, as: UTF8.self) {
      case "encoding":
        guard !value.isEmpty else { throw fault("has an empty encoding") }
      case "mergetag":
        _ = try takeContinuation(after: value)
        isRepeated = true
      case "gpgsig":
        let unfolded = try takeContinuation(after: value)
        guard !seen.contains(name) else { break }
        signature = unfolded
        payload = Array(raw.bytes[..<start] + rest)
      default:
        guard Self.isUnknownToGit(name) else {
          throw fault("has \(described(line)) after the committer")
        }
        _ = try takeContinuation(after: value)
      }
      guard isRepeated || seen.insert(name).inserted else {
        throw fault("has \(described(line)) twice")
      }
    }
  }

  /// Whether `name` is a header's that git has no use for, and no reader could take for one that it has.
  ///
  /// git leaves each of its `gpgsig` headers, of other repositories' hashes too, out of what a signature covers.
  private static func isUnknownToGit(_ name: [UInt8]) -> Bool {
    guard !name.isEmpty, name.allSatisfy({ 0x21...0x7E ~= $0 }) else { return false }
    let folded = String(decoding: name, as: UTF8.self).lowercased()
    return !folded.hasPrefix("gpgsig")
      && !["tree", "parent", "author", "committer", "encoding", "mergetag"].contains(folded)
  }

  /// The header's lines with their spaces taken off, each ending in a newline.
  private mutating func takeContinuation(
    after first: ArraySlice<UInt8>
  ) throws(CommitFormatError) -> [UInt8] {
    var value = Array(first)
    value.append(0x0A)
    while rest.first == 0x20 {
      value.append(contentsOf: try takeLine().dropFirst())
      value.append(0x0A)
    }
    return value
  }

  private mutating func takeLine() throws(CommitFormatError) -> ArraySlice<UInt8> {
    guard let end = rest.firstIndex(of: 0x0A) else {
      throw fault("ends before its headers do")
    }
    let line = rest[..<end]
    guard !line.contains(0x0D) else { throw fault("has a carriage return in a header") }
    rest = rest[(end + 1)...]
    return line
  }

  /// The name of the header in `line`, fit to be shown: printable ASCII, and not too long.
  private func described(_ line: ArraySlice<UInt8>) -> String {
    if line.isEmpty { return "the end of the headers" }
    if line.first == 0x20 { return "a continued line" }
    let name = line.prefix { $0 != 0x20 }.prefix(32).map { 0x21...0x7E ~= $0 ? $0 : 0x3F }
    return "the header \(String(decoding: name, as: UTF8.self))"
  }

  private func fault(_ message: String) -> CommitFormatError {
    CommitFormatError(commit: raw.id, message: message)
  }
}
