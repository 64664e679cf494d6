/// What one acceptance brought and a compromised key has left without approvals, as those see it who governed it before.
///
/// It is approved anew by the lines and groups in force before it came (DESIGN section 6).
package struct VoidedGround: Sendable {
  /// The policy in force before it.
  package let before: PolicyInForce
  /// Of what was accepted the files that are voided, held against that policy.
  package let proposal: PolicyProposal
  /// The names of the keys that came with it: whoever holds one does not judge by it what brought it.
  package let broughtKeys: Set<String>
  /// The landings with late approvals that hold these files as they are in force.
  package let holders: Set<ObjectID>

  package init(
    before: PolicyInForce, proposal: PolicyProposal, broughtKeys: Set<String>,
    holders: Set<ObjectID>
  ) {
    self.broughtKeys = broughtKeys
    self.before = before
    self.proposal = proposal
    self.holders = holders
  }
}
