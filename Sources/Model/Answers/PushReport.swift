/// A move of one reference that somebody pushes.
package struct ProposedPush: Hashable, Sendable {
  /// Its full name, such as `refs/heads/main`.
  package let reference: String
  /// Where it stands; `ObjectID.null` where it is not there yet.
  package let old: ObjectID
  /// Where it would stand; `ObjectID.null` where it would be deleted.
  package let new: ObjectID

  package init(_ reference: String, from old: ObjectID, to new: ObjectID) {
    self.reference = reference
    self.old = old
    self.new = new
  }
}

/// Whether a push may come in, as the hook of a plain host asks (DESIGN section 6).
package struct PushReport: Sendable {
  package let push: ProposedPush
  /// Why not, in a run's own words.
  package let refusals: [Reason]
  /// What a run will say of it all the same.
  package let warnings: [Reason]

  package init(_ push: ProposedPush, refusals: [Reason], warnings: [Reason] = []) {
    self.push = push
    self.refusals = refusals
    self.warnings = warnings
  }

  package var isOK: Bool { refusals.isEmpty }
}
