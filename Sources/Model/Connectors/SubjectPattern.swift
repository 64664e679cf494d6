/// What a target calls subjects: a text with `$subject` where the subject's id belongs.
///
/// One text for one id, and the other way round, so that what a target lists leads back to its subject.
package struct SubjectPattern: Hashable, Sendable {
  /// Stands for the subject's id.
  package static let placeholder = "$subject"

  /// As a document has it.
  package let text: String
  private let head: [UInt8]
  private let tail: [UInt8]

  /// Takes a text that has `$subject` once, and no other `$`.
  package init?(_ text: String) {
    let bytes = Array(text.utf8)
    let placeholder = Array(Self.placeholder.utf8)
    let dollar = UInt8(ascii: "$")
    guard let place = bytes.firstIndex(of: dollar), bytes.lastIndex(of: dollar) == place,
      bytes[place...].starts(with: placeholder)
    else { return nil }
    self.text = text
    head = Array(bytes[..<place])
    tail = Array(bytes[(place + placeholder.count)...])
  }

  /// The pattern by which a target knows subjects by their ids.
  package static let id = SubjectPattern(head: [], tail: [])

  private init(head: [UInt8], tail: [UInt8]) {
    text = Self.placeholder
    self.head = head
    self.tail = tail
  }

  /// What the target calls `subject`.
  package func name(of subject: IdentityID) -> String {
    String(decoding: head + Array(subject.text.utf8) + tail, as: UTF8.self)
  }

  /// Whom the target calls `name`; nil where that is nobody's.
  package func subject(of name: String) -> IdentityID? {
    let bytes = Array(name.utf8)
    guard bytes.count > head.count + tail.count, bytes.starts(with: head),
      bytes.suffix(tail.count).elementsEqual(tail)
    else { return nil }
    return IdentityID(
      String(decoding: bytes[head.count..<(bytes.count - tail.count)], as: UTF8.self))
  }
}
