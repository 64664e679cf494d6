package import Model
internal import Reports

/// Why a command cannot do its work: what to print on standard error, and how to exit.
package struct Failure: Error {
  package let status: ExitStatus
  package let reasons: [Reason]
  /// What happened, where no reason code fits.
  package let message: String?
  package let hint: String?
  /// What led to it, shown beneath the message.
  let causes: [Objection]

  /// A failure that has a stable code.
  package init(_ status: ExitStatus, _ reasons: [Reason]) {
    self.status = status
    self.reasons = reasons
    message = nil
    hint = nil
    causes = []
  }

  /// A failure in words.
  package init(_ status: ExitStatus, _ message: String, hint: String? = nil) {
    self.init(status, message, causes: [], hint: hint)
  }

  /// A failure in words, with what led to it.
  init(_ status: ExitStatus, _ message: String, causes: [Objection], hint: String? = nil) {
    self.status = status
    reasons = []
    self.message = message
    self.hint = hint
    self.causes = causes
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
