internal import Model
internal import Reports

/// Why something is not approved: a reason with its code where there is one.
struct Objection: Sendable {
  let code: ReasonCode?
  let message: String
  let hint: String?

  init(_ message: String, hint: String? = nil, code: ReasonCode? = nil) {
    self.code = code
    self.message = message
    self.hint = hint
  }

  init(_ reason: Reason) {
    self.init(reason.message, hint: reason.hint, code: reason.code)
  }
}

extension Objection {
  /// The objection for people, with its mend beneath.
  var lines: [Phrase] {
    let code = code.map { "\($0.rawValue): " } ?? ""
    return ["\(code)\(message)"] + (hint.map { ["  mend: \($0)"] } ?? [])
  }
}
