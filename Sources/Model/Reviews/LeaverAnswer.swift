/// What a connector lists of the access of somebody who has left: a fact from outside.
package struct LeaverAnswer: Hashable, Sendable {
  package let person: IdentityID
  package let system: SystemID
  /// What it is called on the target, each once, sorted; empty once nothing is left.
  package let left: [String]

  package init(person: IdentityID, system: SystemID, left: some Sequence<String>) {
    self.person = person
    self.system = system
    self.left = Set(left).sorted()
  }
}
