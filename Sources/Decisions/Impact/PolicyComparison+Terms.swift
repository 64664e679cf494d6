import Model

extension PolicyComparison {
  /// Every term that got looser or tighter: of entitlements that stay, of rules, of the settings.
  func terms() -> [TermChange] {
    var list = TermList()
    let (old, new) = (before.entitlements, after.entitlements)
    for (name, theirs) in old.sorted(by: { $0.key < $1.key }) {
      guard let ours = new[name] else { continue }
      list.whose = name.description
      list.compare(theirs.1, ours.1)
      list.note("owner", theirs.0.owner.description, ours.0.owner.description) { .other }
      list.duration("review.every", theirs.0.review?.every, ours.0.review?.every, longer: .looser)
    }
    let rules = Dictionary(before.policy.rules.map { ($0.id, $0) }) { first, _ in first }
    let next = Dictionary(after.policy.rules.map { ($0.id, $0) }) { first, _ in first }
    for id in Set(rules.keys).union(next.keys).sorted() {
      list.whose = "rule \(id)"
      list.compare(rules[id], next[id])
    }
    list.whose = "settings"
    list.compare(before.policy.settings, after.policy.settings)
    return list.changes
  }
}

/// Collects changes of terms.
private struct TermList {
  var whose = ""
  private(set) var changes: [TermChange] = []

  /// Notes the term where `before` and `after` differ; `weight` is asked only then.
  mutating func note(
    _ term: String, _ before: String, _ after: String, weight: () -> TermChange.Weight
  ) {
    guard before != after else { return }
    changes.append(
      TermChange(whose: whose, term: term, before: before, after: after, weight: weight()))
  }

  /// - Parameter longer: What a longer time means; having none counts as the longest.
  mutating func duration(
    _ term: String, _ before: Duration?, _ after: Duration?, longer: TermChange.Weight
  ) {
    note(term, before?.written ?? TermChange.absent, after?.written ?? TermChange.absent) {
      guard let before else { return longer.opposite }
      guard let after else { return longer }
      return before < after ? longer : longer.opposite
    }
  }

  /// Notes a list of which having more members means `more`.
  mutating func list<Element: Hashable & CustomStringConvertible>(
    _ term: String, _ before: [Element], _ after: [Element], more: TermChange.Weight
  ) {
    note(term, TermList.shown(before), TermList.shown(after)) {
      let (old, new) = (Set(before), Set(after))
      if old.isStrictSubset(of: new) { return more }
      return new.isStrictSubset(of: old) ? more.opposite : .other
    }
  }

  mutating func approvals(_ term: String, _ before: [ApprovalLine], _ after: [ApprovalLine]) {
    func shown(_ lines: [ApprovalLine]) -> String {
      lines.isEmpty
        ? TermChange.absent
        : lines.map { line in
          "\(line.count) of " + line.from.map(\.description).sorted().joined(separator: ", ")
        }.sorted().joined(separator: "; ")
    }
    note(term, shown(before), shown(after)) {
      let (old, new) = (before.reduce(0) { $0 + $1.count }, after.reduce(0) { $0 + $1.count })
      if old != new { return new < old ? .looser : .tighter }
      let (who, whoNext) = (Set(before.flatMap(\.from)), Set(after.flatMap(\.from)))
      if who.isStrictSubset(of: whoNext) { return .looser }
      return whoNext.isStrictSubset(of: who) ? .tighter : .other
    }
  }

  mutating func assurance(
    _ term: String, _ before: Assurance?, _ after: Assurance?, without: Assurance
  ) {
    note(term, before?.rawValue ?? TermChange.absent, after?.rawValue ?? TermChange.absent) {
      let (old, new) = (before ?? without, after ?? without)
      return old == new ? .other : new < old ? .looser : .tighter
    }
  }

  mutating func flag(_ term: String, _ before: Bool?, _ after: Bool?) {
    let (before, after) = (before ?? false, after ?? false)
    note(term, "\(before)", "\(after)") { after ? .tighter : .looser }
  }

  private static func shown(_ values: [some CustomStringConvertible]) -> String {
    values.isEmpty ? TermChange.absent : values.map(\.description).sorted().joined(separator: ", ")
  }
}

extension TermList {
  mutating func compare(_ before: Entitlement, _ after: Entitlement) {
    note("risk", before.risk.rawValue, after.risk.rawValue) { .other }
    list("eligible", before.eligible, after.eligible, more: .looser)
    approvals("approvals", before.approvals, after.approvals)
    duration(
      "maximum_duration", before.maximumDuration.value, after.maximumDuration.value,
      longer: .looser)
    assurance("assurance", before.assurance?.value, after.assurance?.value, without: .personal)
    flag("signed_request", before.signedRequest?.value, after.signedRequest?.value)
    list(
      "conflicts_with", before.conflictsWith.map(\.value), after.conflictsWith.map(\.value),
      more: .tighter)
    compare(before.emergency, after.emergency)
  }

  private mutating func compare(_ before: EmergencyTerms?, _ after: EmergencyTerms?) {
    guard let before, let after else {
      return note(
        "emergency", before == nil ? TermChange.absent : TermChange.present,
        after == nil ? TermChange.absent : TermChange.present
      ) {
        after == nil ? .tighter : .looser
      }
    }
    list("emergency.eligible", before.eligible, after.eligible, more: .looser)
    approvals("emergency.approvals", before.approvals, after.approvals)
    duration(
      "emergency.maximum_duration", before.maximumDuration, after.maximumDuration, longer: .looser)
    duration(
      "emergency.review_within", before.reviewWithin, after.reviewWithin, longer: .looser)
  }

  mutating func compare(_ before: Rule?, _ after: Rule?) {
    guard let before, let after else {
      return note(
        "rule", before == nil ? TermChange.absent : TermChange.present,
        after == nil ? TermChange.absent : TermChange.present
      ) {
        after == nil ? .looser : .tighter
      }
    }
    note("applies_to", before.appliesTo.shown, after.appliesTo.shown) {
      switch (after.appliesTo.covers(before.appliesTo), before.appliesTo.covers(after.appliesTo)) {
      case (true, false): .tighter
      case (false, true): .looser
      default: .other
      }
    }
    note("deny", before.deny?.shown ?? TermChange.absent, after.deny?.shown ?? TermChange.absent) {
      if before.deny == nil { return .tighter }
      return after.deny == nil ? .looser : .other
    }
    let (old, new) = (before.require ?? Requirements(), after.require ?? Requirements())
    note(
      "require.ticket", old.ticket?.value ?? TermChange.absent,
      new.ticket?.value ?? TermChange.absent
    ) {
      if old.ticket == nil { return .tighter }
      return new.ticket == nil ? .looser : .other
    }
    approvals("require.approvals", old.approvals, new.approvals)
    duration(
      "require.maximum_duration", old.maximumDuration?.value, new.maximumDuration?.value,
      longer: .looser)
    assurance("require.assurance", old.assurance?.value, new.assurance?.value, without: .forge)
    flag("require.signed_request", old.signedRequest?.value, new.signedRequest?.value)
    note(
      "require.renewals", old.renewals?.shown ?? TermChange.absent,
      new.renewals?.shown ?? TermChange.absent
    ) {
      guard let old = old.renewals, let new = new.renewals else { return .other }
      let more = old.maximum <= new.maximum && new.within <= old.within
      let less = new.maximum <= old.maximum && old.within <= new.within
      return more == less ? .other : more ? .looser : .tighter
    }
  }

  mutating func compare(_ before: Settings, _ after: Settings) {
    note("mainline", before.mainline, after.mainline) { .other }
    note("ledger", before.ledger, after.ledger) { .other }
    note("witness", before.witness ?? TermChange.absent, after.witness ?? TermChange.absent) {
      if before.witness == nil { return .tighter }
      return after.witness == nil ? .looser : .other
    }
    duration("identity.stale_after", before.staleAfter, after.staleAfter, longer: .looser)
    duration("approvals.expire_after", before.expireAfter, after.expireAfter, longer: .looser)
    duration("approvals.issue_within", before.issueWithin, after.issueWithin, longer: .looser)
    let (old, new) = (before.massRevocation, after.massRevocation)
    note(
      "mass_revocation", old?.description ?? TermChange.absent,
      new?.description ?? TermChange.absent
    ) {
      guard let old else { return .tighter }
      guard let new else { return .looser }
      return old.tenThousandths < new.tenThousandths ? .looser : .tighter
    }
    let ticketed = (before.tickets != nil, after.tickets != nil)
    if before.tickets != after.tickets {
      note(
        "tickets", ticketed.0 ? "a source" : TermChange.absent,
        ticketed.1 ? "another source" : TermChange.absent
      ) {
        switch ticketed {
        case (false, true): .tighter
        case (true, false): .looser
        default: .other
        }
      }
    }
    compareGovernance(before.governance, after.governance)
  }

  private mutating func compareGovernance(_ before: [GovernanceLine], _ after: [GovernanceLine]) {
    func byPaths(_ lines: [GovernanceLine]) -> [String: [ApprovalLine]] {
      Dictionary(
        lines.map { ($0.patterns.map(\.text).sorted().joined(separator: ", "), $0.approvals) }
      ) { first, _ in first }
    }
    let (old, new) = (byPaths(before), byPaths(after))
    for paths in Set(old.keys).union(new.keys).sorted() {
      guard let theirs = old[paths], let ours = new[paths] else {
        note(
          "governance of \(paths)", old[paths] == nil ? TermChange.absent : TermChange.present,
          new[paths] == nil ? TermChange.absent : TermChange.present
        ) { .other }
        continue
      }
      approvals("governance of \(paths)", theirs, ours)
    }
  }
}

extension TermChange.Weight {
  fileprivate var opposite: TermChange.Weight {
    switch self {
    case .looser: .tighter
    case .tighter: .looser
    case .other: .other
    }
  }
}

extension RenewalLimit {
  fileprivate var shown: String { "\(maximum) within \(within.written)" }
}

extension Denial {
  fileprivate var shown: String {
    let times = [from.map { "from \($0)" }, until.map { "until \($0)" }].compactMap(\.self)
    return times.isEmpty ? "always" : times.joined(separator: " ")
  }
}

extension AppliesTo {
  /// What it names, as documents write it.
  fileprivate var shown: String {
    func part(_ name: String, _ values: [String]?) -> String? {
      values.map { "\(name) \($0.sorted().joined(separator: ", "))" }
    }
    let parts = [
      part("class", classes?.map(\.rawValue)), part("risk", risks?.map(\.rawValue)),
      part("system", systems?.map(\.text)), part("plane", planes?.map(\.rawValue)),
      part("group", groups?.map(\.text)), part("subject", subjects?.map(\.text)),
    ].compactMap(\.self)
    return parts.isEmpty ? "everything" : parts.joined(separator: "; ")
  }

  /// Whether everything that `other` speaks of is spoken of here as well.
  fileprivate func covers(_ other: AppliesTo) -> Bool {
    func holds<Element>(_ all: Set<Element>?, _ some: Set<Element>?) -> Bool {
      guard let all else { return true }
      return some.map { all.isSuperset(of: $0) } ?? false
    }
    return holds(classes, other.classes) && holds(risks, other.risks)
      && holds(systems, other.systems) && holds(planes, other.planes)
      && holds(groups, other.groups) && holds(subjects, other.subjects)
  }
}
