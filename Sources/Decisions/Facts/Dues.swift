package import Model

/// What falls due by one state of policy and ledger: ends of grants and contracts, facts that go stale,
/// reviews.
package struct Dues {
  let policy: Policy
  let live: [Grant]
  private let unreviewed: [Grant]
  private let calendar: ReviewCalendar
  private let leaving: [OffboardingList]
  private let discovery: DiscoveryState?
  private let mandates: [MandateRecord]

  /// - Parameters:
  ///   - live: The grants that have not ended.
  ///   - unreviewed: The emergency grants that wait for a review.
  ///   - leaving: The offboardings that are incomplete.
  ///   - discovery: What connectors found, and who answers for it.
  ///   - mandates: The mandates that have not ended.
  package init(
    policy: Policy, live: [Grant], unreviewed: [Grant], calendar: ReviewCalendar,
    leaving: [OffboardingList], discovery: DiscoveryState?, mandates: [MandateRecord] = []
  ) {
    self.mandates = mandates
    self.policy = policy
    self.live = live
    self.unreviewed = unreviewed
    self.calendar = calendar
    self.leaving = leaving
    self.discovery = discovery
  }

  /// Everything that falls due before `end`, the soonest first; what should be over already included.
  package func all(before end: Instant) -> [Due] {
    sorted(
      (grants() + mandateEnds() + contracts() + verifications() + reviews() + offboardings()
        + adoptions()).filter {
          $0.at < end
        }
    )
  }

  /// What somebody is to be reminded of at `now`: its time has come nearer than the settings say.
  func reminders(at now: Instant) -> [Due] {
    sorted(
      reminded().filter { due, lead in
        now < due.at && due.at.advanced(by: .zero - lead) <= now
      }.map(\.due))
  }

  /// When somebody is to be reminded next.
  func nextReminder(after now: Instant) -> Instant? {
    reminded().map { $0.due.at.advanced(by: .zero - $0.lead) }.filter { now < $0 }.min()
  }

  /// When each review is late.
  func reviews() -> [Due] { emergencyReviews() + accessReviews() }

  /// When the access to each system that has reviews has to be reviewed.
  func accessReviews() -> [Due] {
    calendar.systems.compactMap { entry in
      guard let system = policy.systems[entry.system], let schedule = system.review else {
        return nil
      }
      return Due(
        .review, at: (entry.last?.at ?? entry.since).advanced(by: schedule.every),
        system: system.id, recipients: policy.people(of: system.owner))
    }
  }

  /// When the list of each of those who have left must be closed.
  func offboardings() -> [Due] {
    leaving.map { list in
      Due(
        .offboarding, at: list.closes(by: policy.settings.offboarding), subject: list.person,
        recipients: [list.owner])
    }
  }

  /// When those who answer for standing access have to look at it again.
  func adoptions() -> [Due] {
    Set(discovery?.adopted ?? []).map { access in
      Due(.adoption, at: access.reviewBy, system: access.system, recipients: [access.owner])
    }.firstOfEachTopic
  }

  func emergencyReviews() -> [Due] {
    unreviewed.compactMap { grant in
      grant.emergency.map { policy.review(of: grant, by: $0.reviewBy) }
    }
  }

  private func grants() -> [Due] {
    live.map { grant in
      Due(
        .grant, at: grant.end, subject: grant.subject, grant: grant.id,
        entitlement: grant.entitlementName, system: grant.system,
        recipients: policy.subject(grant.subject).map(policy.people(answeringFor:)) ?? [])
    }
  }

  /// When each mandate ends.
  func mandateEnds() -> [Due] {
    mandates.map { record in
      Due(
        .mandate, at: record.terms.until, subject: record.terms.subject,
        recipients: policy.subject(record.terms.subject).map(policy.people(answeringFor:)) ?? [],
        mandate: record.path)
    }
  }

  private func contracts() -> [Due] {
    people.compactMap { person in
      person.contract.map {
        Due(.contract, at: $0.ends, subject: person.id, recipients: recipients(for: person))
      }
    }
  }

  private func verifications() -> [Due] {
    people.map { person in
      Due(
        .verification, at: person.verified.advanced(by: policy.settings.staleAfter),
        subject: person.id, recipients: recipients(for: person))
    }
  }

  private var people: some Sequence<Person> {
    policy.people.values.lazy.filter { $0.status == .active }
  }

  private func recipients(for person: Person) -> [IdentityID] {
    Set([person.id] + (person.sponsor.map { [$0] } ?? [])).sorted()
  }

  /// What the settings want reminders of, each with how long before.
  private func reminded() -> [(due: Due, lead: Duration)] {
    let settings = policy.settings.reminders
    var found: [(due: Due, lead: Duration)] = []
    if let lead = settings.grant {
      // Whoever gets access for less time than that has just been told.
      let starts = Dictionary(live.map { ($0.id, $0.start) }) { first, _ in first }
      found += grants().filter { due in
        due.grant.flatMap { starts[$0] }.map { $0.advanced(by: lead) < due.at } ?? false
      }.map { ($0, lead) }
    }
    if let lead = settings.mandate { found += mandateEnds().map { ($0, lead) } }
    if let lead = settings.contract { found += contracts().map { ($0, lead) } }
    if let lead = settings.verification { found += verifications().map { ($0, lead) } }
    if let lead = settings.review {
      found += (reviews() + offboardings() + adoptions()).map { ($0, lead) }
    }
    return found
  }

  func sorted(_ dues: [Due]) -> [Due] {
    dues.sorted { left, right in
      guard left.at == right.at else { return left.at < right.at }
      return left.order.lexicographicallyPrecedes(right.order)
    }
  }
}

extension [Due] {
  /// One for each topic, with all who should know of it.
  fileprivate var firstOfEachTopic: [Due] {
    Dictionary(grouping: self, by: \.topic).values.compactMap { same in
      same.first.map {
        Due(
          $0.kind, at: $0.at, system: $0.system,
          recipients: Set(same.flatMap(\.recipients)).sorted())
      }
    }
  }
}

extension Due {
  /// What tells dues of one instant apart, for a fixed order.
  fileprivate var order: [String] {
    [
      kind.rawValue, subject?.text ?? "", system?.text ?? "", grant?.description ?? "",
      mandate?.description ?? "",
    ]
  }
}

extension Policy {
  /// That the emergency grant `grant` has to be reviewed by `instant`, of which its system's owner is told.
  func review(of grant: Grant, by instant: Instant) -> Due {
    Due(
      .review, at: instant, subject: grant.subject, grant: grant.id,
      entitlement: grant.entitlementName, system: grant.system,
      recipients: systems[grant.system].map { people(of: $0.owner) } ?? [])
  }
}
