package import Model

/// What a target is to do for one recorded grant.
package struct AccessOrder: Sendable {
  package enum Deed: Sendable, Hashable {
    case give, take
    /// Nothing is to be done: the target only says what it calls the access, and whether it is there.
    case identify
  }

  package let grant: RecordedGrant
  package let deed: Deed
  /// The subject's addresses by the policy in force, by which targets often know people.
  package let emails: [String]
  /// What the entitlement is called on the target.
  package let target: String
  /// What the target itself calls the access, where it has said so.
  package let identifier: TargetIdentifier?
  /// Whether what now has the access's name is another grant's, so that this one ends by its identifier alone.
  package let sharesName: Bool

  /// - Parameter identifier: What the target has just said that it calls the access; without, what the grant records.
  package init(
    _ deed: Deed, _ grant: RecordedGrant, emails: [String], target: String,
    identifier: TargetIdentifier? = nil, sharesName: Bool = false
  ) {
    self.deed = deed
    self.grant = grant
    self.emails = emails
    self.target = target
    self.identifier = identifier ?? grant.target
    self.sharesName = sharesName
  }

  /// The same with what the target has just said that it calls the access.
  func known(as identifier: TargetIdentifier) -> AccessOrder {
    AccessOrder(
      deed, grant, emails: emails, target: target, identifier: identifier, sharesName: sharesName)
  }

  /// Whether it is to take away what nothing identifies, though it was given.
  var isUnidentified: Bool {
    deed == .take && identifier == nil && grant.grant.wasGiven
      && grant.connector?.identifies == true
  }
}

/// Whether the access of a grant is there, as its target says when it is looked for.
package enum Sighting: Sendable, Hashable {
  /// It is, and is called so there.
  case there(TargetIdentifier?)
  /// It stands where somebody else makes access of it, or still is what was made of it: nobody says.
  case written
  /// It is not, and the target can tell.
  case gone
  /// Nobody can tell, and why: what is not listed by its name may live on under another.
  case unclear(String)
}
