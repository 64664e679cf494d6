/// One term of access that a change of policy makes looser or tighter, for whoever it applies to.
package struct TermChange: Hashable, Sendable {
  /// What the change does to those who ask, whoever they are.
  package enum Weight: String, Hashable, Sendable, CaseIterable {
    /// More is given, or less is asked.
    case looser
    case tighter
    /// Neither, or both.
    case other
  }

  /// What stands for a term that is not there.
  package static let absent = "none"
  /// What stands for one that is too long to be shown: a rule, the terms of emergencies, a line of governance.
  package static let present = "there"

  /// Whose term it is: `billing-db/read-only`, `rule third-parties`, `settings`.
  package let whose: String
  /// The term, as documents write it.
  package let term: String
  /// What it was and would be, as documents write it; `none` where there is none.
  package let before: String
  package let after: String
  package let weight: Weight

  package init(whose: String, term: String, before: String, after: String, weight: Weight) {
    self.whose = whose
    self.term = term
    self.before = before
    self.after = after
    self.weight = weight
  }
}
