/// One person's newest approval of what a landing holds in `policies/` (DESIGN section 6).
package struct PolicyApproval: Hashable, Sendable, Codable {
  /// The landing that it approves.
  package let landing: ObjectID
  package let seen: SeenApproval
  /// The paths that its merge brought in from where they were as the policy in force has them; absent for a late
  /// approval, which speaks for the whole difference.
  package let paths: [RepositoryPath]?
  /// The paths that its merge brought in from where they stopped somebody; a late approval speaks for all.
  package let lifts: [RepositoryPath]?

  /// A late approval of `landing`.
  package init(late seen: SeenApproval, of landing: ObjectID) {
    self.init(seen, of: landing, bringing: nil, lifting: nil)
  }

  /// The approval by a merge of `landing` that brought in `paths` and let those go whom `lifts` stopped.
  package init(
    _ seen: SeenApproval, of landing: ObjectID, bringing paths: [RepositoryPath]?,
    lifting lifts: [RepositoryPath]?
  ) {
    self.landing = landing
    self.seen = seen
    self.paths = paths
    self.lifts = lifts
  }

  package var person: IdentityID { seen.approval.person }

  /// Whether it speaks for a change of `path`.
  package func speaks(for path: RepositoryPath) -> Bool { paths?.contains(path) ?? true }

  /// Whether it speaks for letting those go whom `path` stopped.
  package func lifts(_ path: RepositoryPath) -> Bool { lifts?.contains(path) ?? true }
}
