/// Standing access on one system that one person answers for, until they look at it again.
package struct StandingAccess: Hashable, Sendable {
  /// One subject's access to one thing, as the target names both.
  package struct Item: Hashable, Sendable, Codable {
    package let subject: String
    package let target: String

    package init(subject: String, target: String) {
      self.subject = subject
      self.target = target
    }
  }

  package let system: SystemID
  /// Who answers for it: whose signed merge brings it in.
  package let owner: IdentityID
  /// From then on it is a finding again.
  package let reviewBy: Instant
  package let reason: String
  /// Never empty, each once.
  package let access: [Item]
  package let systemMark: Mark
  package let ownerMark: Mark
  package let reviewByMark: Mark

  package init(
    system: SystemID, owner: IdentityID, reviewBy: Instant, reason: String, access: [Item],
    systemMark: Mark, ownerMark: Mark, reviewByMark: Mark
  ) {
    self.system = system
    self.owner = owner
    self.reviewBy = reviewBy
    self.reason = reason
    self.access = access
    self.systemMark = systemMark
    self.ownerMark = ownerMark
    self.reviewByMark = reviewByMark
  }

  /// The longest that nobody has to look at it again.
  package static let longest = Duration.seconds(366 * 86_400)
}

/// Standing access that somebody answers for, as the ledger recorded it and the mainline still has it.
package struct AdoptedAccess: Hashable, Sendable {
  package let system: SystemID
  package let item: StandingAccess.Item
  package let owner: IdentityID
  package let reviewBy: Instant

  package init(
    system: SystemID, item: StandingAccess.Item, owner: IdentityID, reviewBy: Instant
  ) {
    self.system = system
    self.item = item
    self.owner = owner
    self.reviewBy = reviewBy
  }
}
