import Documents
import Model
import Reports

/// What writes texts from outside.
extension FuzzTarget {
  /// The bytes as a text and as a path: nothing of them does harm, and nothing is lost.
  static func text(_ bytes: [UInt8]) {
    let text = String(decoding: bytes, as: UTF8.self)
    for written in [shownText(text), recordedText(text), recordedWord(text)] {
      checkHarmless(written)
    }
    precondition(!recordedWord(text).contains(" "), "one word")
    let json = JSONValue.string(text).rendered(.line)
    checkHarmless(json)
    guard case .string(let again) = JSONTree(parsing: Array(json.utf8)) else {
      preconditionFailure("what is written as JSON is JSON")
    }
    precondition(again.utf8.elementsEqual(text.utf8), "a text reads back")
    let path = RepositoryPath(bytes)
    checkHarmless(path.recorded)
    precondition(RepositoryPath(description: path.recorded) == path, "a path reads back")
    precondition(!path.recorded.contains(" "), "one word")
  }

  private static func checkHarmless(_ text: String) {
    var rest = text.unicodeScalars[...]
    var previous: Unicode.Scalar?
    while let scalar = rest.popFirst() {
      precondition(!HarmfulText.isHarmful(scalar, after: previous, before: rest))
      previous = scalar
    }
  }
}
