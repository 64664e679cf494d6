import Model

/// How one request follows on the grants before it, by one rule that speaks of renewals.
struct Renewal {
  let rule: Rule
  let limit: RenewalLimit
  /// The grants that it follows on: it is the first renewal behind one grant, the second behind two.
  let count: Int

  var location: SourceLocation { SourceLocation(file: rule.file, mark: limit.mark) }
}

extension Hearing {
  /// By which rules the request renews access that its subject has or had (DESIGN section 8).
  ///
  /// Looked at are the grants themselves, whatever the request says. A rule's look-back begins where the
  /// windows begin that hang together with this one, so that a chain of short windows cannot crawl out
  /// of a short look-back.
  func renewals(_ terms: Terms) -> [Renewal] {
    let limits = terms.renewalLimits
    guard !request.isEmergency, !limits.isEmpty else { return [] }
    let windows = policy.holdings(countedWith: holding).flatMap {
      held.windows(of: $0, countsMandates: policy.people[$0.subject] != nil)
    }
    guard !windows.isEmpty else { return [] }
    var stretches = Stretches()
    for window in windows { stretches.add(window) }
    let whole = stretches.joined(
      with: window, lessThan: terms.maximum.value, upTo: Duration.longestWritten)
    return limits.compactMap { rule, limit in
      let count = windows.count { $0.gap(to: whole) <= limit.within }
      return count == 0 ? nil : Renewal(rule: rule, limit: limit, count: count)
    }
  }

  /// Why there are too many renewals.
  func renewalReasons(_ renewals: [Renewal], _ terms: Terms) -> [Reason] {
    renewals.filter { $0.limit.maximum < $0.count }.map { renewal in
      let allowed =
        switch renewal.limit.maximum {
        case 0: "no renewal"
        case 1: "one renewal"
        case let maximum: "\(maximum) renewals"
        }
      return Reason(
        .renewalLimit,
        "`\(request.subject)` had `\(terms.name)` \(renewal.count == 1 ? "once" : "\(renewal.count) times") within "
          + "\(renewal.limit.within.written), and rule `\(renewal.rule.id)` allows "
          + "\(allowed).",
        at: renewal.location,
        hint: "Ask for it \(renewal.limit.within.written) after the last grant has ended.")
    }
  }

  /// The approvals that renewals need on top.
  func renewalLists(_ renewals: [Renewal]) -> [Terms.List] {
    policy.renewalLists(of: request.subject, by: renewals.map { ($0.rule, $0.limit) })
  }
}

extension Policy {
  /// The approvals that renewals by `id` need on top: the sponsor's own, for employees the system owner's.
  func renewalLists(
    of id: IdentityID, by limits: [(rule: Rule, limit: RenewalLimit)]
  ) -> [Terms.List] {
    guard !limits.isEmpty else { return [] }
    let sponsor = subject(id).flatMap(sponsor(of:))
    return limits.map { rule, limit in
      Terms.List(
        origin: "renewal by rule \(rule.id)", file: rule.file,
        lines: [
          ApprovalLine(count: 1, from: [sponsor == nil ? .owner : .sponsor], mark: limit.mark)
        ])
    }
  }
}

extension Terms {
  /// The rules that speak of renewals, with what they say.
  var renewalLimits: [(rule: Rule, limit: RenewalLimit)] {
    rules.compactMap { rule in rule.require?.renewals.map { (rule, $0) } }
  }
}
