internal import Model
internal import Processing
internal import Reports

/// Asks somebody at a terminal, on standard error, so that standard output holds the answer alone.
struct Prompter {
  /// Lets them choose one of `options` by its number.
  func choice(_ question: Phrase, _ options: [String]) throws(Failure) -> Int {
    var text: Phrase = question + "\n"
    for (place, option) in options.enumerated() {
      text += "  \(place + 1)) \(option)\n"
    }
    Output.note(text)
    return try answer("1 to \(options.count)", default: options.count == 1 ? "1" : nil) { typed in
      guard let number = Int(typed), options.indices.contains(number - 1) else { return nil }
      return number - 1
    }
  }

  /// Asks until `read` takes the answer; an empty one stands for `fallback`.
  func answer<Value>(
    _ question: Phrase, default fallback: String? = nil, _ read: (String) -> Value?
  ) throws(Failure) -> Value {
    while true {
      Output.note(question + (fallback.map { " [\($0)]" } ?? "") + ": ")
      guard let line = readLine() else {
        throw Failure(.wrongUsage, "The input ended before everything was answered.")
      }
      let typed = line.isEmpty ? fallback ?? "" : line
      if let value = read(typed) { return value }
      Output.note("That is no answer to it. ")
    }
  }
}
