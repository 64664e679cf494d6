extension RepositoryPath {
  /// The path as one word of a commit's message, which `init(description:)` reads.
  ///
  /// Its `description`, with blanks and what `HarmfulText` names escaped in the same way.
  package var recorded: String {
    var text: [UInt8] = []
    var rest = description.unicodeScalars[...]
    var previous: Unicode.Scalar?
    while let scalar = rest.popFirst() {
      let byte = UInt8(truncatingIfNeeded: scalar.value)  // all of a description is ASCII
      if scalar == " " || HarmfulText.isHarmful(scalar, after: previous, before: rest) {
        text += escape(of: byte)
      } else {
        text.append(byte)
      }
      previous = scalar
    }
    return String(decoding: text, as: UTF8.self)
  }
}
