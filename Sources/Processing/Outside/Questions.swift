/// Somebody who can be asked, a line at a time.
package struct Questions: Sendable {
  private let tell: @Sendable (String) -> Void
  private let ask: @Sendable (String) -> String?

  /// - Parameters:
  ///   - tell: Shows one line.
  ///   - ask: Shows what stands before the answer, and waits for that; nil once there is nothing more to read.
  package init(
    tell: @escaping @Sendable (String) -> Void, ask: @escaping @Sendable (String) -> String?
  ) {
    self.tell = tell
    self.ask = ask
  }

  /// Shows one line.
  func show(_ line: String) { tell(line) }

  /// Lets them choose one of `options` by its number.
  func choice(_ question: String, _ options: [String]) throws(ProcessingError) -> Int {
    tell(question)
    for (place, option) in options.enumerated() { tell("  \(place + 1)) \(option)") }
    return try answer("1 to \(options.count)", default: options.count == 1 ? "1" : nil) { typed in
      guard let number = Int(typed), options.indices.contains(number - 1) else { return nil }
      return number - 1
    }
  }

  /// Asks until `read` takes the answer; an empty one stands for `fallback`.
  func answer<Value>(
    _ question: String, default fallback: String? = nil, _ read: (String) -> Value?
  ) throws(ProcessingError) -> Value {
    var complaint = ""
    while true {
      guard let line = ask(complaint + question + (fallback.map { " [\($0)]" } ?? "") + ": ") else {
        throw ProcessingError(.wrongUsage, "The input ended before everything was answered.")
      }
      let typed = line.isEmpty ? fallback ?? "" : line
      if let value = read(typed) { return value }
      complaint = "That is no answer to it. "
    }
  }
}
