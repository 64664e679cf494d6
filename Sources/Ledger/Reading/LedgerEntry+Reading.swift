import Git
import Model

extension LedgerEntry {
  /// Reads the message of `commit`, which must be in the form that `LedgerMessage` writes.
  init(_ commit: Commit) throws(LedgerError) {
    guard let text = String(validating: commit.message, as: UTF8.self) else {
      throw .untrusted(commit.id, "has a message that is not UTF-8")
    }
    let lines = text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }
    // The last line ends in a newline too, and an empty line stands in front of the trailers.
    guard lines.count > 4, lines[1].isEmpty, lines[lines.count - 1].isEmpty,
      let gap = lines.dropLast().lastIndex(of: "")
    else { throw .untrusted(commit.id, "has a message without trailers") }
    guard gap == 1 || lines[2..<gap].allSatisfy({ $0.utf8.starts(with: "  ".utf8) }) else {
      throw .untrusted(commit.id, "has a message that the processor would not write")
    }
    var trailers = TrailerReader(rest: lines[(gap + 1)...].dropLast())
    guard let event = trailers.take("Event").flatMap(LedgerEvent.init(rawValue:)) else {
      throw .untrusted(commit.id, "has no event that is known")
    }
    self.event = event
    let (grantText, requestText) = (trailers.take("Grant"), trailers.take("Request"))
    let reviewText = trailers.take("Review")
    grant = grantText.flatMap { GrantID($0) }
    request = requestText.flatMap(Self.file)
    review = reviewText.flatMap(Self.file)
    while trailers.take("Approved-by") != nil {}
    guard (grant == nil) == (grantText == nil), (request == nil) == (requestText == nil),
      (review == nil) == (reviewText == nil),
      let mainline = trailers.take("Mainline").flatMap({ ObjectID(hex: $0) }),
      let at = trailers.take("At").flatMap({ Instant(rfc3339: $0.utf8) })
    else { throw .untrusted(commit.id, "has trailers that the processor would not write") }
    let reachText = trailers.take("Reach")
    reach = reachText.flatMap(Reach.init(rawValue:))
    guard reachText == nil || reach.map({ !$0.readsLandings }) == true, trailers.rest.isEmpty else {
      throw .untrusted(commit.id, "has trailers that the processor would not write")
    }
    self.mainline = mainline
    self.at = at
    self.commit = commit.id
    parent = commit.parents.first
    tree = commit.tree
    subject = lines[0]
  }

  private static func file(_ value: String) -> RequestKey? {
    let words = value.utf8.split(separator: 0x20, omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }
    guard words.count == 2, let path = RepositoryPath(description: words[0]),
      let blob = ObjectID(hex: words[1])
    else { return nil }
    return RequestKey(path: path, blob: blob)
  }
}

/// Takes trailers off in the order in which they are written.
private struct TrailerReader {
  private(set) var rest: ArraySlice<String>

  /// The value of the next trailer, if that is `key`.
  mutating func take(_ key: String) -> String? {
    guard let line = rest.first, line.utf8.starts(with: "\(key): ".utf8) else { return nil }
    rest = rest.dropFirst()
    return String(decoding: line.utf8.dropFirst(key.utf8.count + 2), as: UTF8.self)
  }
}
