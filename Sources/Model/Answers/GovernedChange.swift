/// A proposed change of a governed path, with what it needs before it counts.
package struct GovernedChange: Sendable {
  package let path: RepositoryPath
  /// What the path's governance line asks for, and what more it takes to give a person something.
  ///
  /// Empty where no line matches the path, so that it cannot change.
  package let requirements: [RequirementStatus]
  /// Why the change could not count, whoever approved it.
  package let faults: [Reason]
  /// The directory, where its signature is all that the change needs.
  package let attestedBy: IdentityID?

  package init(
    path: RepositoryPath, requirements: [RequirementStatus], faults: [Reason],
    attestedBy: IdentityID? = nil
  ) {
    self.path = path
    self.requirements = requirements
    self.faults = faults
    self.attestedBy = attestedBy
  }
}
