package import Model

/// What a branch would bring to the mainline: verified facts, read before anybody merges it.
package struct Prospect: Sendable {
  /// The end of the branch.
  package let head: ObjectID
  /// The mainline's commit that it is held against.
  package let base: ObjectID
  /// The commits of the branch that the mainline does not have; none: there is nothing to check.
  package let commits: Int
  /// The requests that the branch adds or changes, as if its merge were landing now, sorted.
  package let requests: [LandedRequest]
  /// The paths among `requests` at which the mainline has another file.
  package let modified: Set<RepositoryPath>
  /// The requests that the branch takes away, sorted.
  package let deleted: [RepositoryPath]
  /// Absent where the branch leaves `policies/` alone.
  package let policy: ProspectivePolicy?
  /// The governed paths that change, with what their lines ask for.
  package let governed: [GovernedChange]
  /// Why files that the branch brings to `reviews/` are no reviews.
  package let reviewFaults: [Reason]
  /// What of the branch is over the budget of one landing; then it was not read to its end, and all of the
  /// above but its ends is empty.
  package let overrun: Overrun?

  package init(
    head: ObjectID, base: ObjectID, commits: Int, requests: [LandedRequest],
    modified: Set<RepositoryPath>, deleted: [RepositoryPath], policy: ProspectivePolicy?,
    governed: [GovernedChange], reviewFaults: [Reason], overrun: Overrun? = nil
  ) {
    self.head = head
    self.base = base
    self.commits = commits
    self.requests = requests
    self.modified = modified
    self.deleted = deleted
    self.policy = policy
    self.governed = governed
    self.reviewFaults = reviewFaults
    self.overrun = overrun
  }

  /// The branch that ends in `head`, which is over the budget of one landing.
  static func unread(_ head: ObjectID, onto base: ObjectID, _ overrun: Overrun) -> Prospect {
    Prospect(
      head: head, base: base, commits: 1, requests: [], modified: [], deleted: [], policy: nil,
      governed: [], reviewFaults: [], overrun: overrun)
  }
}

/// The policies that a branch proposes.
package struct ProspectivePolicy: Sendable {
  /// Why they could not come into force, whoever approved them.
  package let faults: [Reason]
  /// The policies, where they can be read at all.
  package let policy: Policy?

  package init(faults: [Reason], policy: Policy?) {
    self.faults = faults
    self.policy = policy
  }
}
