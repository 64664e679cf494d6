extension Reason {
  private static let ofTokensBefore = "the token proves nothing: "
  private static let ofTokens = "The token proves nothing: "

  /// Why a token proves nothing.
  ///
  /// Codes of keys and issuers say so of signatures too, and the ledger keeps nothing but code and text, so what all
  /// these begin with is what tells them from others (`isOfToken`).
  package static func provingNothing(
    _ code: ReasonCode, _ message: String, at location: SourceLocation, hint: String? = nil
  ) -> Reason {
    Reason(code, sentence(ofTokens + message), at: location, hint: hint.map(sentence))
  }

  /// Whether it says why a token proves nothing: of several tokens the newest alone is told of.
  ///
  /// Ledgers of before have it without the capital.
  var isOfToken: Bool {
    message.hasPrefix(Self.ofTokens) || message.hasPrefix(Self.ofTokensBefore)
  }
}
