/// What a check held a branch against.
package struct CheckBasis: Sendable {
  /// Whose word it is that these policies govern.
  package enum Authority: String, Sendable {
    /// A trusted ledger's: they are in force.
    case ledger
    /// The anchor's: there is no ledger yet.
    case anchor
    /// The mainline's own, and so nobody's: without an anchor a check is advice only.
    case mainline
  }

  /// The branch's tip.
  package let head: ObjectID
  /// The mainline's tip.
  package let base: ObjectID
  /// The mainline as git's commands name it, such as `origin/main`.
  package let baseName: String
  /// How many commits the branch has and the mainline has not.
  package let commits: Int
  /// The `policies/` tree that judged.
  package let policy: ObjectID
  package let authority: Authority

  package init(
    head: ObjectID, base: ObjectID, baseName: String, commits: Int, policy: ObjectID,
    authority: Authority
  ) {
    self.head = head
    self.base = base
    self.baseName = baseName
    self.commits = commits
    self.policy = policy
    self.authority = authority
  }
}
