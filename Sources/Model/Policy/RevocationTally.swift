/// How many live grants a change of policy would revoke that nothing else does.
package struct RevocationTally: Hashable, Sendable {
  package let revoked: Int
  /// How many there are that the policy before would keep.
  package let live: Int

  package init(revoked: Int, live: Int) {
    self.revoked = revoked
    self.live = live
  }
}
