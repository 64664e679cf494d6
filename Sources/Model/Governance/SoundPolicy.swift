/// The policy in force without what acceptances brought that a compromised key has left without approvals.
///
/// What only such an acceptance allows is allowed by nobody whose word stands: a line that was widened, terms of
/// emergencies, a class. So whatever must not rest on it is held against this policy too, besides the one in force.
package struct SoundPolicy: Sendable {
  /// The tree in force.
  package let tree: ObjectID
  package let directory: DirectoryInForce?
  /// What is left out.
  package let voided: [VoidedAcceptance]
  package let policy: Policy

  package init(_ force: PolicyInForce, without voided: [VoidedAcceptance], _ policy: Policy) {
    (tree, directory) = (force.tree, force.directory)
    (self.voided, self.policy) = (voided, policy)
  }

  /// Whether what is in force at `path` is left out.
  package func leavesOut(_ path: RepositoryPath) -> Bool { voided.contains { $0.path == path } }
}

extension SoundPolicy: Hashable {
  /// The same files make the same policy.
  package static func == (one: SoundPolicy, other: SoundPolicy) -> Bool {
    one.tree == other.tree && one.directory == other.directory && one.voided == other.voided
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(tree)
    hasher.combine(voided)
  }
}
