internal import Processing
internal import Reports

/// A question on the terminal that only a plain yes answers.
enum Confirmation {
  /// Asks `question` on standard error and reads one line; anything but `y` or `yes` is a no.
  static func ask(_ question: Phrase) -> Bool {
    Output.note("\(question) [y/N] ")
    let answer = readLine()?.utf8.map { $0 | 0x20 } ?? []
    return answer == Array("y".utf8) || answer == Array("yes".utf8)
  }
}

extension Surroundings {
  /// Somebody at the terminal, asked on standard error, so that standard output holds the answer alone; nil where
  /// nobody can be asked.
  var questions: Questions? {
    guard canAsk else { return nil }
    return Questions {
      Output.note("\($0)\n")
    } ask: {
      Output.note("\($0)")
      return readLine()
    }
  }
}
