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
  /// The failure as standard error shows it.
  var text: String {
    var lines: [String] = []
    if let message {
      // Lines of ours; what stands in them may be from anywhere (THREATS row 30).
      let parts = message.split(separator: "\n", omittingEmptySubsequences: false)
      lines.append("countersign: " + parts.map { shownText(String($0)) }.joined(separator: "\n"))
    }
    for reason in reasons {
      lines.append("countersign: \(reason.code.rawValue): \(shownText(reason.message))")
    }
    for hint in [hint].compactMap({ $0 }) + reasons.compactMap(\.hint) {
      lines.append("  mend: \(shownText(hint))")
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
