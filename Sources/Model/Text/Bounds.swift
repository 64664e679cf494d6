/// How long texts and lists may be that are recorded or shown: one table for all rooms (DESIGN section 7).
///
/// Whoever can push decides what a path, an address or a list of commits is, and a record that nobody can read any
/// more would end every run for ever (THREATS row 56). What is decoration is cut, and says how much is missing;
/// where a list is meaning, as who wrote a request is, more than this makes it `too-large`.
package enum Bounds {
  /// Bytes of a sentence or a hint.
  package static let text = 2000
  /// Bytes of the name of a file that a reason points to.
  package static let file = 1000
  /// Reasons in one list.
  package static let reasons = 100
  /// Bytes that a list of reasons takes in a record, escapes and names of fields counted.
  package static let reasonBytes = 64 << 10
  /// Commits that changed one request.
  package static let changes = 500
  /// Approvals of one request.
  package static let approvals = 200
  /// Outcomes at one path; then the path is used up for ever.
  package static let outcomes = 20
  /// Paths that changed without their approvals and are listed one by one.
  package static let ungoverned = 100
  /// Places where the mainline was broken and joined again; then the oldest are forgotten.
  package static let joints = 5000
  /// Files that one acceptance of policy may change.
  package static let acceptedChanges = 10_000
  /// Bytes of one record of the ledger, for its writer and its readers.
  package static let record = 16 << 20

  /// `text` in at most `limit` bytes, with how much is missing where that is less than all; cut once, it stays.
  package static func cut(_ text: String, to limit: Int) -> String {
    let size = text.utf8.count
    guard limit < size else { return text }
    var end = text.utf8.index(text.utf8.startIndex, offsetBy: max(0, limit - 40))
    while end.samePosition(in: text.unicodeScalars) == nil { end = text.utf8.index(before: end) }
    let kept = text.utf8.distance(from: text.utf8.startIndex, to: end)
    return "\(text[..<end])… (\(size - kept) bytes more)"
  }
}

/// Bytes that `text` takes at most as a string of JSON in a record, where hidden characters are escaped too.
package func jsonSize(_ text: String) -> Int {
  text.utf8.reduce(2) { size, byte in
    switch byte {
    case ..<0x20, 0x7F: size + 6
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), 0x80...: size + 2
    default: size + 1
    }
  }
}
