/// A policy file that came into force by approvals of which too few still stand.
package struct VoidedAcceptance: Hashable, Sendable, Codable {
  package let path: RepositoryPath
  package let landing: ObjectID
  /// The first voided acceptance that it rests on; absent where it rests on none but itself.
  package let root: ObjectID?
  package let reason: Reason

  package init(
    path: RepositoryPath, landing: ObjectID, restingOn root: ObjectID? = nil, reason: Reason
  ) {
    self.path = path
    self.landing = landing
    self.root = root == landing ? nil : root
    self.reason = reason
  }

  /// Before which acceptance there is nothing in what it brought that is in doubt.
  package var origin: ObjectID { root ?? landing }
}
