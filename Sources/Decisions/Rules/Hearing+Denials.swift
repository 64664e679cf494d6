import Model

extension Hearing {
  /// The denials that reach into the window: no approval outweighs one.
  func denialReasons(_ terms: Terms) -> [Reason] {
    terms.denials(touching: window).map { rule, denial in
      Reason(
        .deniedByRule, sentence(denial.message),
        at: SourceLocation(file: rule.file, mark: denial.mark))
    }
  }
}
