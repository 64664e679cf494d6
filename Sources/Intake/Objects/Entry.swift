internal import Git
import Model

/// What stands at a path: mode and object id together, as merges are checked by (DESIGN section 5).
///
/// Absent is a value too: it is `nil` of `Entry?`.
struct Entry: Hashable {
  let mode: UInt32
  let id: ObjectID

  /// As findings record it: mode in six octal digits, a blank, the id.
  var text: String {
    let octal = String(mode, radix: 8)
    return String(repeating: "0", count: max(0, 6 - octal.utf8.count)) + "\(octal) \(id)"
  }
}

/// One side of a comparison at one name, split into what can stand there apart: a leaf or a folder.
///
/// A tree object that no strict reader accepts counts as a leaf, which no rule admits, so nothing
/// inside it is ever believed (THREATS row 24).
struct Side: Hashable {
  var leaf: Entry?
  var folder: ObjectID?

  static let absent = Side(leaf: nil, folder: nil)
}
