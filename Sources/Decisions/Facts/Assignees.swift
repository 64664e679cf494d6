package import Model

extension Policy {
  /// Who acts by hand on `system`, and whose merges confirm that it is done.
  ///
  /// Where its file no longer says who, its owner; where it is gone, whoever may put it back: what was given
  /// by hand has to be taken away, and somebody has to be able to say that it was.
  func assignees(of system: SystemID) -> [Owner] {
    if let file = systems[system] { return file.connector.manual?.assignees ?? [file.owner] }
    let path = RepositoryPath("policies/systems/\(system).yaml")
    return settings.governance(of: path)?.approvals.flatMap(\.from).compactMap { selector in
      switch selector {
      case .group(let id): .group(id)
      case .person(let id): .person(id)
      case .owner, .sponsor: nil
      }
    } ?? []
  }

  /// How often somebody is reminded of what they have to do by hand on `system`.
  func reminderPeriod(of system: SystemID) -> Duration {
    systems[system]?.connector.manual?.remindEvery ?? ManualConnector.usualReminder
  }

  /// Whoever has the access of `grant`, or asked for it on behalf of a workload.
  func insiders(of grant: Grant) -> Set<IdentityID> {
    Set([grant.subject] + (subject(grant.subject).map(people(answeringFor:)) ?? []))
  }

  /// Who can do by hand what `grant` needs, sorted: nobody does it for themselves.
  package func people(assignedTo grant: Grant) -> [IdentityID] {
    Set(assignees(of: grant.system).flatMap(people(of:))).subtracting(insiders(of: grant))
      .filter { people[$0]?.status == .active }.sorted()
  }
}

extension Dues {
  /// What has to be done by hand, the longest waiting first, whoever has been reminded of it.
  package func handWork() -> [Due] {
    sorted(live.compactMap { work(on: $0, at: nil) })
  }

  /// When access that has ended is late to be taken away by hand: at the first reminder that recurs.
  ///
  /// Access that nobody gives is only its subject's trouble; access that nobody takes away is everybody's.
  func takings() -> [Due] {
    live.filter { $0.handWork == .take }.compactMap { grant in
      guard let since = grant.history.last(where: \.event.moves)?.at else { return nil }
      return work(on: grant, at: since.advanced(by: policy.reminderPeriod(of: grant.system)))
    }
  }

  /// What somebody is to be reminded of at `now` that waits to be done by hand: when it begins to wait, and
  /// again and again until it is done.
  func recurring(at now: Instant) -> [Due] {
    live.compactMap { grant in
      guard let due = work(on: grant, at: nil), let since = due.since else { return nil }
      let period = policy.reminderPeriod(of: grant.system).wholeSeconds
      let times = max(0, since.duration(to: now).wholeSeconds / period)
      return work(on: grant, at: since.advanced(by: .seconds(times * period)))
    }
  }

  /// When somebody is next reminded of what waits to be done by hand.
  func nextRecurrence(after now: Instant) -> Instant? {
    recurring(at: now).compactMap { due in
      due.system.map { due.at.advanced(by: policy.reminderPeriod(of: $0)) }
    }.min()
  }

  private func work(on grant: Grant, at instant: Instant?) -> Due? {
    guard let work = grant.handWork,
      let since = grant.history.last(where: \.event.moves)?.at
    else { return nil }
    return Due(
      work == .give ? .giving : .taking, at: instant ?? since, subject: grant.subject,
      grant: grant.id, entitlement: grant.entitlementName, system: grant.system, since: since,
      runbook: work == .give ? grant.runbook?.give : grant.runbook?.take,
      recipients: policy.people(assignedTo: grant))
  }
}
