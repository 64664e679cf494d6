/// How much harm an entitlement can do, from the least.
package enum Risk: String, Hashable, Sendable, Codable, CaseIterable {
  case low, medium, high, critical
}

/// What a verified signature proves about its maker, from the weakest (DESIGN section 4).
package enum Assurance: String, Hashable, Sendable, Codable, CaseIterable, Comparable {
  case forge, personal, hardware

  private var rank: Int {
    switch self {
    case .forge: 0
    case .personal: 1
    case .hardware: 2
    }
  }

  package static func < (left: Assurance, right: Assurance) -> Bool { left.rank < right.rank }
}

/// Whom a `from` names.
package enum ApproverSelector: Hashable, Sendable {
  case group(GroupID)
  case person(IdentityID)
  /// The owner of the system that is asked for.
  case owner
  /// The sponsor in the subject's own file; what a request says about sponsors counts for nothing.
  case sponsor
}

extension ApproverSelector: CustomStringConvertible {
  /// As documents write it.
  package var description: String {
    switch self {
    case .group(let id): "group:\(id)"
    case .person(let id): "person:\(id)"
    case .owner: "owner"
    case .sponsor: "sponsor"
    }
  }
}

/// One line of an `approvals` list: so many different people out of these.
package struct ApprovalLine: Hashable, Sendable {
  /// 1 to 100.
  package let count: Int
  package let from: [ApproverSelector]
  package let mark: Mark

  package init(count: Int, from: [ApproverSelector], mark: Mark) {
    self.count = count
    self.from = from
    self.mark = mark
  }

  /// That `missing` of its approvals are, in words.
  package func words(missing: Int) -> String {
    "\(missing) of \(from.map(\.description).joined(separator: ", "))"
  }
}

/// How often the same access may follow on itself.
package struct RenewalLimit: Hashable, Sendable {
  package let maximum: Int
  package let within: Duration
  package let mark: Mark

  package init(maximum: Int, within: Duration, mark: Mark) {
    self.maximum = maximum
    self.within = within
    self.mark = mark
  }
}

/// What a rule asks of a request on top of what the entitlement asks.
package struct Requirements: Hashable, Sendable {
  /// A pattern that must match the whole ticket (THREATS row 40).
  package var ticket: Marked<String>?
  /// Empty: nothing is added.
  package var approvals: [ApprovalLine]
  package var maximumDuration: Marked<Duration>?
  package var assurance: Marked<Assurance>?
  package var signedRequest: Marked<Bool>?
  package var renewals: RenewalLimit?

  package init(
    ticket: Marked<String>? = nil, approvals: [ApprovalLine] = [],
    maximumDuration: Marked<Duration>? = nil, assurance: Marked<Assurance>? = nil,
    signedRequest: Marked<Bool>? = nil, renewals: RenewalLimit? = nil
  ) {
    self.ticket = ticket
    self.approvals = approvals
    self.maximumDuration = maximumDuration
    self.assurance = assurance
    self.signedRequest = signedRequest
    self.renewals = renewals
  }
}
