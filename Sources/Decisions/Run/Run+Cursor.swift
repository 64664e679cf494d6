import Model

extension Run {
  /// Where the run leaves the cursor; the same as before where nothing was decided and nothing moved.
  func cursor() -> Cursor {
    var cursor = snapshot.record.cursor
    let passed = landings.filter { $0.underway == nil }
    let moved =
      passed.last.map { $0.commit != cursor.mainline } ?? false
      || landings.last.map { $0.underway != cursor.underway } ?? false
    if let last = passed.last { cursor.mainline = last.commit }
    if !landings.isEmpty { cursor.underway = landings.last?.underway }
    // A pass that ends what is over and finds nothing writes nothing.
    let governance =
      decisions.isEmpty && !snapshot.reach.readsLandings
      ? snapshot.record.cursor.governance : governance
    let isGovernedOtherwise = governance != snapshot.record.cursor.governance
    let troubles = snapshot.troubles ?? cursor.troubles
    if moved || !decisions.isEmpty || isGovernedOtherwise || troubles != cursor.troubles
      || discovery != cursor.discovery
    {
      cursor.at = now
    }
    cursor.troubles = troubles
    cursor.discovery = discovery
    cursor.policy = snapshot.policy.tree
    cursor.frozen = snapshot.frozen
    cursor.ungoverned = ungoverned.values.sorted { $0.path < $1.path }
    cursor.voided = snapshot.voided
    cursor.governance = governance
    cursor.acceptances += landings.count { $0.acceptance != nil }
    cursor.tooLarge += landings.compactMap(\.tooLarge)
    cursor.note(landings.compactMap(\.joint))
    let tickets = snapshot.tickets.notOpen
    cursor.tickets = tickets.isEmpty ? nil : tickets
    cursor.overdue = overdue
    cursor.lateLeavers = leaving.values.filter { $0.overdue != nil }.map(\.person).sorted()
    cursor.next = nextDue()
    return cursor
  }

  /// The first instant after now at which something falls due though nobody pushes.
  ///
  /// A denial is never among them: it touches a live grant from the moment the policy has it, or never.
  private func nextDue() -> Instant? {
    let policy = snapshot.policy.policy
    let grants = live.flatMap { [$0.start, $0.end] + contractEnds(of: $0.subject) }
    let requests = waiting.records.map {
      $0.seen.advanced(by: policy.settings.expireAfter)
    }
    // What is dated ahead of the clock counts once that has come there.
    let dated =
      waiting.records.flatMap { [$0.dated] + $0.approvals.map(\.dated) }
      + waiting.keys.compactMap { waiting[$0]?.landed.made?.upperBound }
      + (snapshot.governance?.approvals.map(\.seen.dated) ?? [])
      + held.mandates.all.filter { $0.state == .resting }.flatMap(\.landed.approvals).map(\.dated)
    let dues = dues
    let mandates = held.mandates.all.map(\.terms.until)
    let reviews = (dues.reviews() + dues.takings() + dues.offboardings()).map(\.at)
    // What waits for an answer about its ticket, for its certificate or for its target is tried again by the
    // very next run.
    let isTriedAgain =
      waitsForTickets || waitsForLeaverAnswers || leavesDueUndone
      || live.contains { isAskedAgain($0, under: policy) }
    let asked = isTriedAgain ? now.advanced(by: .seconds(1)) : nil
    let others = [
      dues.nextReminder(after: now), dues.nextRecurrence(after: now), asked, nextDiscovery,
    ].compactMap(
      \.self)
    return (grants + mandates + requests + dated.map(Hearing.counting) + reviews + others)
      .filter { now < $0 }.min()
  }

  /// Whether the next run has something to ask the target or the authority of `grant`.
  private func isAskedAgain(_ grant: Grant, under policy: Policy) -> Bool {
    grant.isTriedAgain
      || grant.state.isOnlyWritten
        && policy.systems[grant.system]?.connector.tellsWhatIsApplied == true
  }

  /// Whether something is due that this pass leaves to the next one.
  private var leavesDueUndone: Bool {
    if leavesWaiting { return true }
    let patience = snapshot.policy.policy.settings.expireAfter
    return snapshot.reach != .whole && live.contains { $0.isToBegin(at: now) }
      || waiting.records.contains { $0.seen.advanced(by: patience) <= now }
  }

  private func contractEnds(of id: IdentityID) -> [Instant] {
    let policy = snapshot.policy.policy
    guard let subject = policy.subject(id) else { return [] }
    return policy.people(answeringFor: subject).flatMap { id in
      let person = policy.people[id]
      let sponsor = person?.sponsor.flatMap { policy.people[$0] }
      return [person?.contract?.ends, sponsor?.contract?.ends].compactMap(\.self)
    }
  }
}
