/// What was heard of something that somebody who has left may still use: a fact from outside.
package struct LeaverAnswer: Hashable, Sendable {
  package enum Word: Hashable, Sendable {
    /// What a connector lists of their access, as it is called on the target, each once, sorted; empty once
    /// nothing is left.
    case left([String])
    /// When the secret was last rotated; nil where it never was.
    case rotated(secret: String, last: Instant?)
  }

  package let person: IdentityID
  package let system: SystemID
  package let word: Word

  /// What a connector lists of somebody who has left, by its names on the target.
  package init(person: IdentityID, system: SystemID, left: some Sequence<String>) {
    self.person = person
    self.system = system
    word = .left(Set(left).sorted())
  }

  /// When a program says that `secret` was last rotated; nil for never.
  package init(person: IdentityID, system: SystemID, secret: String, rotated last: Instant?) {
    self.person = person
    self.system = system
    word = .rotated(secret: secret, last: last)
  }
}
