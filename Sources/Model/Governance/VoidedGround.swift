/// Files of one origin that a compromised key has left without approvals, as those see them who governed them before.
///
/// They are approved anew by the lines and groups in force before they came (DESIGN section 6).
package struct VoidedGround: Sendable {
  /// The policy in force before the first acceptance that they rest on.
  package let before: PolicyInForce
  /// The files as they came into force last, held against that policy.
  package let proposal: PolicyProposal
  /// The landings with late approvals that hold these files as they are in force.
  package let holders: Set<ObjectID>

  package init(before: PolicyInForce, proposal: PolicyProposal, holders: Set<ObjectID>) {
    self.before = before
    self.proposal = proposal
    self.holders = holders
  }
}

/// All that is voided, with whom and what it brought: these judge nothing of it.
package struct VoidedGrounds: Sendable {
  package let all: [VoidedGround]
  /// Whom and which keys nothing else lets act, with what would be in force without it.
  package let brought: Doubted
  /// What would be in force without it.
  package let sound: SoundPolicy

  package init(_ all: [VoidedGround], bringing brought: Doubted, besides sound: SoundPolicy) {
    (self.all, self.brought, self.sound) = (all, brought, sound)
  }
}
