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
  /// The keys that came with each voided file.
  package let keys: [RepositoryPath: Keys]
  /// The landings with late approvals that hold these files as they are in force.
  package let holders: Set<ObjectID>
  /// Who has no usable keys in force but such as came with this or another voided acceptance.
  package private(set) var dependents: Set<IdentityID> = []

  /// Keys that came with a file.
  package struct Keys: Sendable {
    package let names: Set<String>
    /// Whose they are.
    package let owners: Set<IdentityID>

    package init(names: Set<String>, owners: Set<IdentityID>) {
      (self.names, self.owners) = (names, owners)
    }
  }

  package init(
    before: PolicyInForce, proposal: PolicyProposal, broughtKeys: Set<String>,
    keys: [RepositoryPath: Keys], holders: Set<ObjectID>
  ) {
    self.broughtKeys = broughtKeys
    self.keys = keys
    self.before = before
    self.proposal = proposal
    self.holders = holders
  }

  /// The same where `dependents` have no other keys.
  package func depended(onBy dependents: Set<IdentityID>) -> VoidedGround {
    var other = self
    other.dependents = dependents
    return other
  }
}
