/// Why something was decided as it was: what a person reads and a program compares.
///
/// Its texts are within their `Bounds`, whatever they quote.
package struct Reason: Hashable, Sendable, Codable {
  package let code: ReasonCode
  /// One sentence that names the people, keys and commits it speaks of.
  package let message: String
  package let file: String?
  package let line: Int?
  package let column: Int?
  /// What to do about it, with the exact commands where there are any.
  package let hint: String?
  /// The commit that it is about, where it says why one is no approval, or flaws what it landed.
  package let commit: ObjectID?

  /// Cuts texts that are longer than their `Bounds`.
  ///
  /// - Parameters:
  ///   - hint: What to do about it, only where that helps in the state that the repository is in.
  ///   - commit: The commit that it is about.
  package init(
    _ code: ReasonCode, _ message: String, at location: SourceLocation? = nil,
    hint: String? = nil, about commit: ObjectID? = nil
  ) {
    self.code = code
    self.message = Bounds.cut(message, to: Bounds.text)
    file = (location?.file).map { Bounds.cut($0, to: Bounds.file) }
    line = location?.mark?.line
    column = location?.mark?.column
    self.hint = hint.map { Bounds.cut($0, to: Bounds.text) }
    self.commit = commit
  }

  /// The place it names, if any.
  package var location: SourceLocation? {
    file.map { file in
      SourceLocation(
        file: file,
        mark: line.flatMap { line in column.map { Mark(line: line, column: $0) } })
    }
  }

  /// The same where something else helps; with nil, nothing that is told here.
  package func mended(by hint: String?) -> Reason {
    Reason(code, message, at: location, hint: hint, about: commit)
  }

  /// The same where it is about `commit`, unless it says about which already.
  package func about(_ commit: ObjectID) -> Reason {
    Reason(code, message, at: location, hint: hint, about: self.commit ?? commit)
  }

  /// Why something is no approval, with what brings one while it is not too late.
  ///
  /// Whoever finds out why does not know the state that it is told in, and only that says whether an approval helps.
  /// - Parameter subject: What `countersign approve` takes: the path of a request, or `policies`.
  package func approvable(as subject: String) -> Reason {
    let command = "Approve it: countersign approve \(shellWord(subject))"
    return mended(by: hint.map { "\($0) \(command)" } ?? command)
  }
}
