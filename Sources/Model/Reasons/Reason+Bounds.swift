extension [Reason] {
  /// The first of them, each within its bounds, and how many more there are.
  ///
  /// A list that was bounded once stays as it is.
  package var bounded: [Reason] {
    // Hardly a list comes near: no byte takes more than six in JSON, and texts know their lengths.
    let most = reduce(0) { $0 + Reason.fields + 6 * $1.textSize }
    if count <= Bounds.reasons, most <= Bounds.reasonBytes, allSatisfy(\.isBounded) { return self }
    let texts = map(\.bounded)
    func room(for more: Int) -> Int {
      var bytes = 0
      return texts.prefix(Bounds.reasons - more).prefix {
        bytes += $0.recordedSize
        return bytes <= Bounds.reasonBytes - more * Reason.fields
      }.count
    }
    guard room(for: 0) < texts.count, let first = texts.first else { return texts }
    let kept = room(for: 1)
    return texts.prefix(kept) + [Reason(first.code, "And \(texts.count - kept) more reasons.")]
  }
}

extension Reason {
  /// Bytes of a record that names and indentation of a reason's fields take, and a short sentence.
  fileprivate static let fields = 480

  /// Bytes of its texts.
  fileprivate var textSize: Int {
    message.utf8.count + (hint?.utf8.count ?? 0) + (file?.utf8.count ?? 0)
  }

  fileprivate var isBounded: Bool {
    message.utf8.count <= Bounds.text && hint?.utf8.count ?? 0 <= Bounds.text
      && file?.utf8.count ?? 0 <= Bounds.file
  }

  /// Bytes that it takes in a record, or a little more.
  fileprivate var recordedSize: Int {
    Reason.fields + jsonSize(message) + (hint.map(jsonSize) ?? 0) + (file.map(jsonSize) ?? 0)
  }

  /// The same with texts within their bounds, as every reason that this version makes has them.
  fileprivate var bounded: Reason {
    if isBounded { return self }
    return Reason(
      code, message,
      at: file.map { file in
        SourceLocation(file: file, mark: line.map { Mark(line: $0, column: column ?? 1) })
      }, hint: hint, about: commit)
  }
}
