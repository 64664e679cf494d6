package import Model

/// What a target is to do for one recorded grant.
package struct AccessOrder: Sendable {
  package enum Deed: String, Sendable {
    case grant, revoke
  }

  package let grant: RecordedGrant
  package let deed: Deed
  /// The subject's addresses by the policy in force, by which targets often know people.
  package let emails: [String]
  /// What the entitlement is called on the target.
  package let target: String

  package init(_ deed: Deed, _ grant: RecordedGrant, emails: [String], target: String) {
    self.deed = deed
    self.grant = grant
    self.emails = emails
    self.target = target
  }
}
