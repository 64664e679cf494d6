package import Model

extension CommitVerdict {
  /// Appends the verdict as one line of JSON, its members sorted by name.
  ///
  /// Written by hand: a `JSONValue` for each of 100,000 commits would cost as much as judging them.
  package func appendLine(to output: inout [UInt8]) {
    // The ids and names that are ours need no escapes.
    output += "{\"commit\":\"\(commit)\",\"format\":\"\(format.rawValue)\"".utf8
    if let key {
      output += ",\"key\":".utf8
      writeString(key, to: &output)
    }
    if let principal {
      output += ",\"principal\":".utf8
      writeString(principal, to: &output)
    }
    output += ",\"verdict\":\"\(answer.rawValue)\"}\n".utf8
  }
}
