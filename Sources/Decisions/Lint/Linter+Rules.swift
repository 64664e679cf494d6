import Model

extension Linter {
  /// Rules that change nothing: unreachable, over, or asked for by another already.
  func ruleFindings() -> [PolicyFinding] {
    var findings: [PolicyFinding] = []
    for rule in policy.rules {
      if let why = unreachable(rule) {
        findings.append(
          PolicyFinding(
            .unreachableRule, "rule `\(rule.id)` applies to nothing: \(why)",
            at: SourceLocation(file: rule.file, mark: rule.appliesTo.mark),
            hint: "mend `applies_to`, or remove the rule"))
      } else if let other = policy.rules.first(where: { covers($0, rule) }) {
        findings.append(
          PolicyFinding(
            .shadowedRule,
            "rule `\(rule.id)` adds nothing: `\(other.id)` asks for all of it wherever it applies",
            at: SourceLocation(file: rule.file, mark: rule.appliesTo.mark),
            hint: "remove one of the two"))
      }
      if let denial = rule.deny, let until = denial.until, until <= now {
        findings.append(
          PolicyFinding(
            .endedDenial, "rule `\(rule.id)` denies nothing any more: it was over at \(until)",
            at: SourceLocation(file: rule.file, mark: denial.mark),
            hint: "remove the denial, or give it another end"))
      }
    }
    return findings
  }

  /// Why no request could ever meet the rule; nil where one could.
  ///
  /// A class always could: people come and go. Groups and subjects are who they are.
  private func unreachable(_ rule: Rule) -> String? {
    let appliesTo = rule.appliesTo
    let hasTarget = systems.contains { system in
      system.entitlements.contains { appliesTo.matches(system, $0) }
    }
    guard hasTarget else { return missingTarget(appliesTo) }
    guard appliesTo.groups != nil || appliesTo.subjects != nil else { return nil }
    if kinds.kinds.contains(where: { appliesTo.matches($0.traits) }) { return nil }
    if appliesTo.classes == nil, appliesTo.subjects == nil {
      return "nobody is in \(listed((appliesTo.groups ?? []).map { "group:\($0)" }.sorted()))"
    }
    return "nobody is all that it asks for in one person"
  }

  private func missingTarget(_ appliesTo: AppliesTo) -> String {
    let parts = [
      appliesTo.systems.map { "of the system \(listed($0.map(\.text).sorted(), joinedBy: "or"))" },
      appliesTo.planes.map {
        "of the plane \(listed($0.map(\.rawValue).sorted(), joinedBy: "or"))"
      },
      appliesTo.risks.map {
        "of the risk \(listed($0.map(\.rawValue).sorted(), joinedBy: "or"))"
      },
    ].compactMap(\.self)
    return parts.isEmpty
      ? "there is no entitlement" : "no entitlement is \(parts.joined(separator: " and "))"
  }

  /// Whether `other` makes `rule` pointless; of two that say the same, the first stays.
  private func covers(_ other: Rule, _ rule: Rule) -> Bool {
    guard other.id != rule.id, other.appliesTo.isWider(than: rule.appliesTo),
      other.asksAll(of: rule)
    else { return false }
    let isMutual = rule.appliesTo.isWider(than: other.appliesTo) && rule.asksAll(of: other)
    return !isMutual || other.id < rule.id
  }
}

extension AppliesTo {
  /// Whether every request that `other` speaks of is one that this speaks of, by the words alone.
  fileprivate func isWider(than other: AppliesTo) -> Bool {
    func holds<Value>(_ own: Set<Value>?, _ theirs: Set<Value>?) -> Bool {
      guard let own else { return true }
      return theirs?.isSubset(of: own) ?? false
    }
    return holds(classes, other.classes) && holds(risks, other.risks)
      && holds(systems, other.systems) && holds(planes, other.planes)
      && holds(groups, other.groups) && holds(subjects, other.subjects)
  }
}

extension Rule {
  /// Whether whatever `other` asks for or denies, this rule asks for or denies as well.
  fileprivate func asksAll(of other: Rule) -> Bool {
    if let denial = other.deny {
      guard let own = deny, own.covers(denial) else { return false }
    }
    guard let theirs = other.require else { return true }
    // What is always denied needs no requirements.
    if let deny, deny.from == nil, deny.until == nil { return true }
    return require?.asksAll(of: theirs) ?? false
  }
}

extension Denial {
  fileprivate func covers(_ other: Denial) -> Bool {
    let begins = from.map { from in other.from.map { from <= $0 } ?? false } ?? true
    let ends = until.map { until in other.until.map { $0 <= until } ?? false } ?? true
    return begins && ends
  }
}

extension Requirements {
  fileprivate func asksAll(of other: Requirements) -> Bool {
    let sameLines =
      other.approvals.isEmpty
      || (approvals.count == other.approvals.count
        && zip(approvals, other.approvals).allSatisfy {
          $0.count == $1.count && Set($0.from) == Set($1.from)
        })
    return sameLines && (other.ticket == nil || other.ticket?.value == ticket?.value)
      && holds(maximumDuration?.value, other.maximumDuration?.value, <=)
      && holds(assurance?.value, other.assurance?.value, >=)
      && (other.signedRequest == nil || signedRequest?.value == true
        || other.signedRequest?.value == signedRequest?.value)
      && holds(renewals?.maximum, other.renewals?.maximum, <=)
      && holds(renewals?.within, other.renewals?.within, >=)
  }

  /// Whether `own` is as strict as `theirs`, where they say anything.
  private func holds<Value>(_ own: Value?, _ theirs: Value?, _ isAsStrict: (Value, Value) -> Bool)
    -> Bool
  {
    guard let theirs else { return true }
    return own.map { isAsStrict($0, theirs) } ?? false
  }
}
