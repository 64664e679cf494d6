/// Access that is really there, as its target lists it.
package struct TargetAccess: Hashable, Sendable, Decodable {
  /// Whose it is: the id that Countersign gave, where the target can tell.
  package let subject: String
  /// What it is called there.
  package let target: String
  /// The grant that it was given for, where the target keeps that.
  package let grant: String?
  /// What the target itself calls it, by a name that outlives renaming, where it has one.
  package let id: String?

  package init(subject: String, target: String, grant: String? = nil, id: String? = nil) {
    self.subject = subject
    self.target = target
    self.grant = grant
    self.id = id
  }

  /// Whether this is what `grant` gives `subject`; access that names its grant counts for that one alone.
  package func isGiven(to subject: String, on target: String, by grant: String) -> Bool {
    self.target.utf8.elementsEqual(target.utf8)
      && (self.grant.map { $0.utf8.elementsEqual(grant.utf8) }
        ?? self.subject.utf8.elementsEqual(subject.utf8))
  }
}
