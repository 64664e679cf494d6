/// What a clean merge makes of one place, a path or a whole folder (DESIGN section 5).
///
/// With ours = theirs the result is that; with base = ours, theirs; with base = theirs, ours. Without a
/// merge base every base is absent; with several, a place at which they differ counts as changed on both
/// sides. Checking a merge and making one ask this same rule, so they cannot disagree.
enum MergeRule {
  enum Outcome<Value: Equatable>: Equatable {
    /// What must stand there; nil for nothing.
    case settled(Value?)
    /// Both sides changed it, and not in the same way.
    case conflict
  }

  /// The outcome where the sides have `ours` and `theirs` and the merge bases have `bases`, at least one.
  static func outcome<Value: Equatable>(
    ours: Value?, theirs: Value?, bases: some Sequence<Value?>
  ) -> Outcome<Value> {
    if ours == theirs { return .settled(ours) }
    if bases.allSatisfy({ $0 == ours }) { return .settled(theirs) }
    if bases.allSatisfy({ $0 == theirs }) { return .settled(ours) }
    return .conflict
  }
}
