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
  /// The governed paths outside `policies/` that change.
  package let governed: [GovernedPath]
  /// The paths that the branch and the mainline both changed since they parted: no merge of them is clean.
  package let crossed: [RepositoryPath]
  /// Why files that the branch brings to `reviews/` are no reviews.
  package let reviewFaults: [Reason]
  /// The tokens that the branch brings beside requests that the mainline has, and what those say.
  package let lateTokens: [(token: LateToken, request: RequestDocument)]
  /// What of the branch is over the budget of one landing; then it was not read to its end, and all of the
  /// above but its ends is empty.
  package let overrun: Overrun?

  package init(
    head: ObjectID, base: ObjectID, commits: Int, requests: [LandedRequest],
    modified: Set<RepositoryPath>, deleted: [RepositoryPath], policy: ProspectivePolicy?,
    governed: [GovernedPath], crossed: [RepositoryPath], reviewFaults: [Reason],
    lateTokens: [(token: LateToken, request: RequestDocument)] = [], overrun: Overrun? = nil
  ) {
    self.head = head
    self.base = base
    self.commits = commits
    self.requests = requests
    self.modified = modified
    self.deleted = deleted
    self.policy = policy
    self.governed = governed
    self.crossed = crossed
    self.reviewFaults = reviewFaults
    self.lateTokens = lateTokens
    self.overrun = overrun
  }

  /// The branch that ends in `head`, which is over the budget of one landing.
  static func unread(_ head: ObjectID, onto base: ObjectID, _ overrun: Overrun) -> Prospect {
    Prospect(
      head: head, base: base, commits: 1, requests: [], modified: [], deleted: [], policy: nil,
      governed: [], crossed: [], reviewFaults: [], overrun: overrun)
  }
}

/// The policies that a branch proposes.
package struct ProspectivePolicy: Sendable {
  /// A file of the directory's.
  package struct DirectoryFile: Sendable {
    package let path: RepositoryPath
    /// Why its signature does not carry the change.
    package let reasons: [Reason]
    package let isAttested: Bool

    /// - Parameter reasons: Why it proves nothing; nil where nothing speaks against it.
    package init(path: RepositoryPath, reasons: [Reason]?, isAttested: Bool) {
      self.path = path
      self.reasons = reasons ?? []
      self.isAttested = isAttested
    }
  }

  package let proposal: PolicyProposal
  /// The approving merges on the branch.
  package let approvals: [PolicyApproval]
  /// The directory's files that change.
  package let directory: [DirectoryFile]
  /// Whether the merge of the branch could approve it: not where the mainline holds what is not in force.
  package let isApprovedByMerging: Bool

  package init(
    proposal: PolicyProposal, approvals: [PolicyApproval], directory: [DirectoryFile],
    isApprovedByMerging: Bool
  ) {
    self.proposal = proposal
    self.approvals = approvals
    self.directory = directory
    self.isApprovedByMerging = isApprovedByMerging
  }
}

/// A governed path that a branch changes, with what stands for and against that.
package struct GovernedPath: Sendable {
  package let path: RepositoryPath
  package let line: GovernanceLine
  package let approvals: [SeenApproval]
  /// Whoever changed it on the branch: they approve it not.
  package let authors: Set<IdentityID>
  /// Why nobody can tell who made the change.
  package let flaws: [Reason]

  package init(
    path: RepositoryPath, line: GovernanceLine, approvals: [SeenApproval],
    authors: Set<IdentityID>, flaws: [Reason]
  ) {
    self.path = path
    self.line = line
    self.approvals = approvals
    self.authors = authors
    self.flaws = flaws
  }
}
