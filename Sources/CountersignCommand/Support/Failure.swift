package import Model
internal import Reports

/// Why a command cannot do its work: what to print on standard error, and how to exit.
package struct Failure: Error {
  package let status: ExitStatus
  package let reasons: [Reason]
  /// What happened, where no reason code fits.
  package let message: String?
  package let hint: String?

  /// A failure that has a stable code.
  package init(_ status: ExitStatus, _ reasons: [Reason]) {
    self.status = status
    self.reasons = reasons
    message = nil
    hint = nil
  }

  /// A failure in words.
  package init(_ status: ExitStatus, _ message: String, hint: String? = nil) {
    self.status = status
    reasons = []
    self.message = message
    self.hint = hint
  }
}

extension Failure {
  /// The failure as standard error shows it, whatever the answer's format is.
  ///
  /// Standard output stays empty: a program sees the exit status, and the code in these lines. Texts
  /// from the repository are shown harmless (THREATS row 30).
  var text: String {
    var lines: [String] = []
    if let message {
      // The lines are ours; what stands in them may be from anywhere.
      let parts = message.split(separator: "\n", omittingEmptySubsequences: false)
      lines.append("countersign: " + parts.map { shownText(String($0)) }.joined(separator: "\n"))
    }
    if let hint { lines.append("  mend: \(shownText(hint))") }
    for reason in reasons {
      lines.append("countersign: \(reason.code.rawValue): \(shownText(reason.message))")
      if let file = reason.file {
        let place = [file, reason.line?.description, reason.column?.description].compactMap(\.self)
        lines.append("  at \(shownText(place.joined(separator: ":")))")
      }
      if let hint = reason.hint { lines.append("  mend: \(shownText(hint))") }
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
