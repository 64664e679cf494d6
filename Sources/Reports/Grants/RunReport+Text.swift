import Model

extension RunReport {
  package func text(_ style: Style) -> String {
    var page = Page(style)
    let kinds = decisions.all.map { LedgerEvent($0) }
    let labels = kinds.map { ledger.isDryRun ? $0.planned : $0.done }
    let column = labels.map(\.utf8.count).max() ?? 0
    for (place, decision) in decisions.all.enumerated() {
      let label: Phrase = "\(labels[place], kinds[place].tone)"
      page.line(
        label.padded(to: column + 2) + decision.phrase(style), hanging: column + 2)
      page.reasons(decision.reasons, indent: 2)
      if case .remind(let due) = decision { page.instructions(of: due, indent: 2) }
    }
    let further = decisions.further
    if further > 0 { page.line("and \(further) more, which `countersign history` lists") }
    for fault in unreadable { page.line("\("unreadable", .bad)  \(fault)", hanging: 12) }
    if !unreadable.isEmpty {
      page.line("  mend: countersign discover <system> lists access that no ledger knows of")
    }
    // What keeps anything from being issued since this run has just been told.
    page.standstill(
      halted: halted, frozen: kinds.contains(.frozen) ? [] : cursor.frozen)
    page.notAccepted(cursor)
    page.heldBack(cursor)
    page.ungoverned(standing)
    page.overdue(standingReviews)
    page.discovered(cursor.discovery)
    if !page.text.isEmpty { page.gap() }
    page.line("\(summary)\(nextDue(style))")
    return page.text
  }

  /// The ungoverned changes that earlier runs found and nobody has put right.
  private var standing: [UngovernedChange] {
    let told = decisions.all.compactMap { decision -> UngovernedChange? in
      if case .find(let change) = decision { change } else { nil }
    }
    return cursor.ungoverned.filter { !told.contains($0) }
  }

  /// The late reviews that earlier runs found and nobody has landed.
  private var standingReviews: [OverdueReview] {
    let told = decisions.all.compactMap { decision -> OverdueReview? in
      if case .findOverdue(let late) = decision { late } else { nil }
    }
    return cursor.overdue.filter { !told.contains($0) }
  }

  /// How many decisions there were of each kind, told or not.
  private var summary: Phrase {
    let counts = LedgerEvent.allCases.compactMap { kind in
      let count = decisions.counts[kind] ?? 0
      return count == 0 ? nil : ledger.isDryRun ? "\(kind.planned) \(count)" : kind.summary(count)
    }
    let what = counts.isEmpty ? "nothing to decide" : counts.joined(separator: ", ")
    switch ledger {
    case .begun(let tip): return "\(what); ledger begun, now \(tip.short)"
    case .moved(let from, let to): return "\(what); ledger \(from.short)..\(to.short)"
    case .unmoved(let tip):
      let idle = counts.isEmpty && halted.isEmpty ? "nothing to do" : what
      return "\(idle); ledger unchanged at \(tip.short)"
    case .dryRun: return "dry run: \(what); nothing was written"
    }
  }

  private func nextDue(_ style: Style) -> Phrase {
    cursor.next.map { "; next due \(style.moment($0))" } ?? ""
  }
}

extension Decision {
  /// What was decided, in words, behind its label.
  func phrase(_ style: Style) -> Phrase {
    switch self {
    case .issue(let grant, _):
      let from: Phrase = grant.wait == .start ? " from \(style.moment(grant.start))" : ""
      let waits: Phrase =
        switch grant.wait {
        case .target: ", which waits for its target"
        case .people: ", which waits for somebody to give it by hand"
        case .authority: ", which waits for its certificate"
        case .start, .end, .nothing: ""
        }
      return grant.name + from + " until \(style.moment(grant.end))" + waits
        + "  \(grant.id, .faint)"
    case .certify(let grant), .activate(let grant):
      return grant.name + " until \(style.moment(grant.end))  \(grant.id, .faint)"
    case .confirm(let grant):
      let what: Phrase =
        switch (grant.state, grant.certificate) {
        case (.active, _) where grant.connector == .manual: ", given by hand"
        case (_, nil) where grant.connector == .manual: ", taken away by hand"
        case (.written, _): ", written where its cluster reads it"
        case (.active, _): ", as its target confirms"
        case (_, nil): ", gone from its target"
        case (_, _?): ", whose certificate is on the list of revoked ones"
        }
      return grant.name + what + "  \(grant.id, .faint)"
    case .identify(let grant):
      let what: Phrase =
        grant.target?.isLost == true
        ? ", which is not there by its name: it stays open until somebody confirms that it is gone"
        : ", by what its target calls it"
      return grant.name + what + "  \(grant.id, .faint)"
    case .expire(let grant):
      return grant.name + ", which ended \(style.moment(grant.end))  \(grant.id, .faint)"
    case .revoke(let grant):
      return grant.name + ", which was to end \(style.moment(grant.end))  \(grant.id, .faint)"
    case .settle(let record, let request):
      let asked: Phrase =
        request.map { ": \($0.subject, .strong) on \($0.entitlementName)" } ?? ""
      return "\(record.path)" + asked
    case .mandate(let record, _):
      return "\(record.path) for \(record.terms.subject, .strong): " + record.phrase(style)
    case .accept(let acceptance):
      guard acceptance.isAnew == true else {
        return "policy \(acceptance.tree.short), landed with \(acceptance.landing.short)"
      }
      let paths = listed(acceptance.changes.map(\.path.description), joinedBy: "and")
      return "anew \(paths), by approvals that came with \(acceptance.landing.short)"
    case .freeze(let landing, _):
      return "issuing except of emergencies, since \(landing.short) landed"
    case .brake(let brake):
      let who = brake.by.map(\.text).joined(separator: ", ")
      return "\(brake.words, .strong), by commit \(brake.commit.short)"
        + (who.isEmpty ? "" : " of \(who)") + (brake.isSigned ? "" : ", unsigned")
    case .release(let release):
      return "\(release.brake.words, .strong), stopped by commit \(release.brake.commit.short)"
    case .thaw(let landing): return "issuing, since \(landing.short) landed"
    case .pass(let found): return "landing \(found.landing.short), which gives and accepts nothing"
    case .find(let change): return "\(change.path), changed by \(change.landing.short)"
    case .signOff(let record, _): return "\(record.path)" + record.topic
    case .offboard(let list): return list.phrase
    case .schedule(let system, _): return "reviews of the access to \(system, .strong)"
    case .findOverdue(let late):
      return "review of \(late.system, .strong), due \(style.moment(late.due))"
    case .remind(let due): return due.phrase(style)
    case .discover(let news): return news.phrase
    case .fail(let trouble): return trouble.phrase(style)
    case .recover(let trouble):
      return
        "the connector of \(trouble.system, .strong), which failed since \(style.moment(trouble.since))"
    }
  }

  /// What is shown beneath its line.
  var reasons: [Reason] {
    switch self {
    case .issue(let grant, _), .certify(let grant), .activate(let grant), .expire(let grant),
      .revoke(let grant), .confirm(let grant), .identify(let grant):
      grant.history.last?.reasons ?? []
    case .settle(let record, _): record.reasons
    case .mandate(let record, _): record.history.last?.reasons ?? []
    case .freeze(_, let reasons): reasons
    case .pass(let found): [found.reason]
    case .find(let change): [change.reason]
    case .signOff(let record, _): record.reasons
    case .findOverdue(let late): [late.reason]
    case .offboard: []
    case .accept, .thaw, .brake, .release, .schedule, .remind, .fail, .recover, .discover: []
    }
  }
}

extension SignOffRecord {
  /// What was reviewed.
  fileprivate var topic: Phrase {
    if let offboarding { return ", for \(offboarding.person, .strong)" }
    if let emergency { return ", the emergency grant \(emergency.grant)" }
    if let standing { return ", the standing access to \(standing.system, .strong)" }
    if let confirmation {
      return ", that \(confirmation.grant) was \(confirmation.confirms.rawValue)"
    }
    return access.map { ", the access to \($0.system, .strong)" } ?? ""
  }
}

extension Grant {
  fileprivate var name: Phrase { "\(subject, .strong) on \(entitlementName)" }
}
