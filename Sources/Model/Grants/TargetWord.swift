/// What a target said of a grant's access.
package struct TargetWord: Hashable, Sendable {
  /// The state that the grant was in when its target was asked.
  package let state: GrantState
  /// What the access is called there, where that was asked.
  package let target: TargetIdentifier?
  /// Whether it is written down where somebody else makes it so, and nobody says that it is.
  package let isWritten: Bool

  package init(_ state: GrantState, target: TargetIdentifier? = nil, isWritten: Bool = false) {
    self.state = state
    self.target = target
    self.isWritten = isWritten
  }
}
