/// Why something is not approved: a reason with its code where there is one.
package struct Objection: Sendable {
  package let code: ReasonCode?
  package let message: String
  package let hint: String?

  package init(_ message: String, hint: String? = nil, code: ReasonCode? = nil) {
    self.code = code
    self.message = message
    self.hint = hint
  }

  /// The same as `reason`.
  package init(_ reason: Reason) {
    self.init(reason.message, hint: reason.hint, code: reason.code)
  }
}
