/// What would change for people if one policy governed instead of another.
package struct PolicyImpact: Sendable {
  /// How many live grants there are that the policy in force would keep.
  package let live: Int
  /// Live grants that would be revoked and are not by the policy in force, with the new reasons; by id.
  package let revoked: [ImpactedGrant]
  /// Live grants that would stay and are revoked by the policy in force, with its reasons; by id.
  package let spared: [ImpactedGrant]
  /// Live grants that would not hold and wait for a review that names their number; by id.
  package let heldBack: [Grant]
  /// Pending requests that would fare otherwise, oldest first.
  package let requests: [ImpactedRequest]
  /// The mandates that would rest, or end, and do not by the policy in force; by path.
  package let mandates: [MandateRecord]
  package let eligibility: EligibilityDifference
  /// Who could newly approve, or no longer.
  package let approvers: [ApproverChange]
  /// The terms that got looser or tighter.
  package let terms: [TermChange]

  package init(
    live: Int, revoked: [ImpactedGrant], spared: [ImpactedGrant], heldBack: [Grant] = [],
    requests: [ImpactedRequest], mandates: [MandateRecord] = [],
    eligibility: EligibilityDifference, approvers: [ApproverChange], terms: [TermChange]
  ) {
    self.mandates = mandates
    self.live = live
    self.revoked = revoked
    self.spared = spared
    self.heldBack = heldBack
    self.requests = requests
    self.eligibility = eligibility
    self.approvers = approvers
    self.terms = terms
  }
}

/// A live grant that a change of policy decides about.
package struct ImpactedGrant: Sendable {
  package let grant: Grant
  package let reasons: [Reason]

  package init(grant: Grant, reasons: [Reason]) {
    self.grant = grant
    self.reasons = reasons
  }
}

/// A pending request that would fare otherwise.
package struct ImpactedRequest: Sendable {
  package let key: RequestKey
  package let before: RequestOutcome
  package let after: RequestOutcome
  /// Why it would be refused; empty where it would be granted.
  package let reasons: [Reason]

  package init(
    key: RequestKey, before: RequestOutcome, after: RequestOutcome, reasons: [Reason]
  ) {
    self.key = key
    self.before = before
    self.after = after
    self.reasons = reasons
  }
}

/// Who might newly ask for what, or no longer.
package struct EligibilityDifference: Sendable {
  /// Entitlements that come with the change and those that go, sorted.
  package let added: [EntitlementName]
  package let removed: [EntitlementName]
  /// Of entitlements that stay; people with the same changes together, sorted by the first of them.
  package let changes: [EligibilityChange]

  package init(
    added: [EntitlementName], removed: [EntitlementName], changes: [EligibilityChange]
  ) {
    self.added = added
    self.removed = removed
    self.changes = changes
  }
}

/// People and workloads for whom the same entitlements come or go.
package struct EligibilityChange: Sendable {
  /// Sorted.
  package let subjects: [IdentityID]
  /// What they may newly ask for, sorted.
  package let gained: [EntitlementName]
  /// What they may no longer ask for, sorted.
  package let lost: [EntitlementName]

  package init(
    subjects: [IdentityID], gained: [EntitlementName], lost: [EntitlementName]
  ) {
    self.subjects = subjects
    self.gained = gained
    self.lost = lost
  }
}

/// Approvals lists for which the same people come or go.
package struct ApproverChange: Sendable {
  /// Whose lists: entitlements and rules in words, sorted.
  package let origins: [String]
  /// Who could newly approve, sorted.
  package let gained: [IdentityID]
  /// Who could no longer, sorted.
  package let lost: [IdentityID]

  package init(origins: [String], gained: [IdentityID], lost: [IdentityID]) {
    self.origins = origins
    self.gained = gained
    self.lost = lost
  }
}
