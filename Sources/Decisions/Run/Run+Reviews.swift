import Model

extension Run {
  /// Notes which systems have reviews from now on, and which reviews are late.
  mutating func noteReviews() {
    let policy = snapshot.policy.policy
    let unknown = policy.systems.values.filter { $0.review != nil && calendar[$0.id] == nil }
    for system in unknown.sorted(by: { $0.id < $1.id }) {
      calendar.note(ReviewCalendar.Entry(system: system.id, since: now))
      decide(.schedule(system.id, since: now))
    }
    let late = (dues.reviews() + dues.takings()).filter { $0.at <= now }
    // What was done, or is no longer asked for, is late no more.
    overdue = overdue.filter { known in late.contains { known.isAbout($0) } }
    for due in late where !overdue.contains(where: { $0.isAbout(due) }) {
      guard let system = due.system else { continue }
      let found = OverdueReview(
        system: system, grant: due.grant, due: due.at, reason: lateness(of: due, system))
      overdue.append(found)
      decide(.findOverdue(found))
    }
    late.forEach { lapse($0) }
    overdue.sort { $0.order.lexicographicallyPrecedes($1.order) }
  }

  /// Ends what a review should have looked at which nobody landed in time, where its system says so.
  ///
  /// Only a pass that has read all that landed knows that it is late; and what was granted since was looked at then.
  private mutating func lapse(_ due: Due) {
    guard snapshot.gives, due.kind == .review, due.grant == nil, let system = due.system,
      let schedule = snapshot.policy.policy.systems[system]?.review, schedule.late == .lapse
    else { return }
    let reason = Reason(
      .reviewLapsed,
      "The access to `\(system)` was to be reviewed by \(due.at), and nobody did: it lapses.",
      at: SourceLocation(file: "policies/systems/\(system).yaml", mark: schedule.mark),
      hint: "countersign review start \(system)")
    for grant in live
    where grant.system == system && now < grant.end
      && (grant.history.first.map { $0.at < due.at } ?? true)
    {
      revoke(grant, [reason])
    }
    for record in held.mandates.all
    where record.agreed < due.at
      && record.terms.entitlements.contains(where: { $0.system == system })
    {
      end(record, [reason])
    }
  }

  /// Reminds of what comes near, of each thing once.
  ///
  /// What the run before left near has been told by then, so the ledger needs no list of it.
  mutating func remind() {
    let record = snapshot.record
    var told = reminded
    let last = record.cursor.at
    let before = Dues(
      policy: (snapshot.landings.first?.policy ?? snapshot.policy).policy, live: record.live,
      unreviewed: record.unreviewed, calendar: record.calendar, leaving: record.leaving,
      discovery: record.cursor.discovery, mandates: record.mandates)
    // A ledger that has just begun has told nobody anything.
    let hasJustBegun =
      record.cursor.mainline == record.cursor.anchor && record.cursor.next == nil
    if !hasJustBegun { told.formUnion(before.reminders(at: last).map(\.topic)) }
    told.formUnion(
      before.recurring(at: last).filter { !hasJustBegun || $0.at < last }.map(\.topic))
    for due in dues.reminders(at: now) + dues.recurring(at: now) where !told.contains(due.topic) {
      decide(.remind(due))
    }
  }

  /// What falls due by the state that the run leaves.
  var dues: Dues {
    Dues(
      policy: snapshot.policy.policy, live: live,
      unreviewed: unreviewed.values.sorted { $0.id < $1.id }, calendar: calendar,
      leaving: leaving.values.sorted { $0.person < $1.person }, discovery: discovery,
      mandates: held.mandates.all)
  }

  private func lateness(of due: Due, _ system: SystemID) -> Reason {
    let owner = snapshot.policy.policy.systems[system].map { ", owned by `\($0.owner)`," } ?? ""
    guard let grant = due.grant else {
      return Reason(
        .reviewOverdue, "The access to `\(system)`\(owner) was to be reviewed by \(due.at).",
        at: SourceLocation(
          file: "policies/systems/\(system).yaml",
          mark: snapshot.policy.policy.systems[system]?.review?.mark),
        hint: "countersign review start \(system)")
    }
    let who = due.subject.map { "`\($0)`" } ?? "somebody"
    let what = due.entitlement.map { "`\($0)`" } ?? "`\(system)`"
    if due.kind == .taking {
      return Reason(
        .reviewOverdue,
        "\(who) may still have \(what)\(owner.isEmpty ? "," : owner) which ended: by \(due.at) nobody had confirmed that it "
          + "was taken away by hand.",
        hint: "countersign review confirm \(grant)")
    }
    return Reason(
      .reviewOverdue,
      "\(who) had \(what)\(owner) in an emergency, and nobody reviewed it by \(due.at).",
      hint: "countersign review emergency \(grant)")
  }
}

extension OverdueReview {
  /// The one due first before all others, in a fixed order.
  fileprivate var order: [String] {
    [due.description, system.text, grant?.description ?? ""]
  }

  fileprivate func isAbout(_ other: Due) -> Bool {
    system == other.system && grant == other.grant && due == other.at
  }
}
