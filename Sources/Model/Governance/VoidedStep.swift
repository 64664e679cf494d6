/// What one acceptance is held against while others are voided.
package struct VoidedStep: Sendable {
  /// In force before it.
  package let before: Policy
  /// In force with it.
  package let after: Policy
  /// What was in force before it, without what was voided then.
  package let sound: SoundPolicy
  /// Whom and which keys only that let act.
  package let doubted: Doubted
  /// The landing of the first acceptance that is in doubt.
  package let root: ObjectID
  /// The files voided then that it puts back as they were before: it leaves nothing of what they had brought.
  package let restored: Set<RepositoryPath>

  package init(
    before: Policy, after: Policy, sound: SoundPolicy, doubted: Doubted, since root: ObjectID,
    restoring restored: Set<RepositoryPath>
  ) {
    (self.before, self.after, self.sound) = (before, after, sound)
    (self.doubted, self.root, self.restored) = (doubted, root, restored)
  }
}
