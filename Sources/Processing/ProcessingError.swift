package import Model

/// Why the work cannot be done, in words for whoever asked for it.
package struct ProcessingError: Error {
  /// What kind of trouble it is; whoever runs a command makes its exit status of that.
  package enum Kind: Sendable {
    /// The answer is no, or somebody must act.
    case negative
    case wrongUsage
    /// A document cannot be read.
    case unreadableDocument
    /// Something outside is unreachable or did not confirm.
    case unavailable
    case bug
    /// The repository cannot be read or written.
    case repositoryFailure
    /// The race was lost too often: try again.
    case tryAgain
    /// Trust cannot be established.
    case untrusted
  }

  package let kind: Kind
  /// Why, by the codes that programs know; empty where none fits.
  package let reasons: [Reason]
  /// What happened, where no reason code fits.
  package let message: String?
  package let hint: String?
  /// What led to it, shown beneath the message.
  package let causes: [Objection]

  /// An error that has a stable code.
  package init(_ kind: Kind, _ reasons: [Reason]) {
    self.kind = kind
    self.reasons = reasons
    message = nil
    hint = nil
    causes = []
  }

  /// An error in words.
  package init(_ kind: Kind, _ message: String, hint: String? = nil) {
    self.init(kind, message, causes: [], hint: hint)
  }

  /// An error in words, with what led to it.
  package init(_ kind: Kind, _ message: String, causes: [Objection], hint: String? = nil) {
    self.kind = kind
    reasons = []
    self.message = message
    self.hint = hint
    self.causes = causes
  }
}
