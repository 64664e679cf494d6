internal import Model
package import Processing
internal import Reports

/// Why a command cannot do its work: what to print on standard error, and how to exit.
package typealias Failure = ProcessingError

extension Failure {
  /// How the command exits.
  package var status: ExitStatus { ExitStatus(kind) }
}

extension ExitStatus {
  /// The status that says what kind of trouble it was.
  init(_ kind: ProcessingError.Kind) {
    self =
      switch kind {
      case .negative: .negative
      case .wrongUsage: .wrongUsage
      case .unreadableDocument: .unreadableDocument
      case .unavailable: .unavailable
      case .bug: .bug
      case .repositoryFailure: .repositoryFailure
      case .tryAgain: .tryAgain
      case .untrusted: .untrusted
      }
  }
}

extension Failure {
  /// The failure as standard error shows it, whatever the answer's format is.
  ///
  /// Standard output stays empty: a program sees the exit status, and the code in these lines. Texts
  /// from the repository are shown harmless (THREATS row 30), and each stays in its line.
  var text: Phrase {
    var lines: [Phrase] = []
    if let message {
      lines.append("countersign: \(message)")
      for cause in causes { lines += cause.lines.map { "  " + $0 } }
    }
    if let hint { lines.append("  mend: \(hint)") }
    for reason in reasons {
      lines.append("countersign: \(reason.code.rawValue): \(reason.message)")
      if let file = reason.file {
        let place = [file, reason.line?.description, reason.column?.description].compactMap(\.self)
        lines.append("  at \(place.joined(separator: ":"))")
      }
      if let hint = reason.hint { lines.append("  mend: \(hint)") }
    }
    return lines.reduce("") { $0 + $1 + "\n" }
  }
}
