package import Model

/// What `policy` says at `now` of the entitlement called `name`, whoever asks; nil where there is none.
///
/// `evaluate` judges a request by the same terms; this answers before there is one.
package func outline(
  of name: EntitlementName, under policy: Policy, at now: Instant
) -> AccessOutline? {
  guard let (system, entitlement) = policy.entitlement(name) else { return nil }
  return Outliner(policy: policy, system: system, entitlement: entitlement, now: now).outline
}

private struct Outliner {
  let policy: Policy
  let system: TargetSystem
  let entitlement: Entitlement
  let now: Instant

  var outline: AccessOutline {
    let name = EntitlementName(system: system.id, entitlement: entitlement.name)
    var possible = PossibleSigners(policy, at: now)
    let kinds = SubjectKinds(of: policy, possible.standing)
    let candidates = policy.rules.filter { $0.appliesTo.matches(system, entitlement) }
    // Kinds are told apart by every rule there is; here only those count that could apply.
    var subjects: [[RuleID]: (rules: [Rule], subjects: [IdentityID])] = [:]
    for place in kinds.places(of: entitlement.eligible) {
      let rules = candidates.filter { $0.appliesTo.matches(kinds.kinds[place].traits) }
      subjects[rules.map(\.id), default: (rules, [])].subjects +=
        kinds.eligible(at: place, by: entitlement.eligible)
        .filter { possible.standing.shortfalls(of: $0).isEmpty }
    }
    let terms = subjects.values.filter { !$0.subjects.isEmpty }
      .map { shared($0.subjects.sorted(), Terms(of: system, entitlement, by: $0.rules), &possible) }
    return AccessOutline(
      name: name, system: system, entitlement: entitlement,
      owners: policy.people(of: system.owner).filter(possible.standing.isActive),
      terms: terms.sorted { $0.subjects[0] < $1.subjects[0] }, barred: barred(possible.standing),
      conflicts: conflicts(with: name),
      emergencySubjects: people(eligible: entitlement.emergency?.eligible ?? [])
        .filter(possible.standing.mayAsk))
  }

  private func shared(
    _ subjects: [IdentityID], _ terms: Terms, _ possible: inout PossibleSigners
  ) -> SharedTerms {
    SharedTerms(
      subjects: subjects, rules: terms.rules.map(\.id),
      approvals: terms.lists.map { list in
        OutlinedList(
          origin: list.origin,
          lines: list.lines.map { outlined($0, of: list, terms, subjects, &possible) })
      },
      maximum: Located(terms.maximum.value, at: terms.maximum.location),
      assurance: terms.assurance,
      signedRequest: Located(terms.signedRequest.value, at: terms.signedRequest.location),
      tickets: terms.rules.compactMap { located($0.require?.ticket, in: $0) },
      renewals: terms.rules.compactMap { rule in
        rule.require?.renewals.map { Located($0, at: place($0.mark, in: rule)) }
      },
      denials: terms.rules.compactMap { rule in
        rule.deny.map { Located($0, at: place($0.mark, in: rule)) }
      },
      stranded: subjects.filter { isStranded($0, terms, &possible) })
  }

  private func located(_ value: Marked<String>?, in rule: Rule) -> Located<String>? {
    value.map { Located($0.value, at: place($0.mark, in: rule)) }
  }

  private func place(_ mark: Mark, in rule: Rule) -> SourceLocation {
    SourceLocation(file: rule.file, mark: mark)
  }

  private func outlined(
    _ line: ApprovalLine, of list: Terms.List, _ terms: Terms, _ subjects: [IdentityID],
    _ possible: inout PossibleSigners
  ) -> OutlinedLine {
    let signers = possible.signers(terms.assurance)
    let electorate = Electorate(policy: policy, owner: system.owner, sponsor: nil)
    let sponsors: [SubjectSponsor] =
      line.from.contains(.sponsor)
      ? subjects.compactMap { subject in
        policy.subject(subject).flatMap(policy.sponsor(of:)).flatMap {
          signers.contains($0) ? SubjectSponsor(subject: subject, sponsor: $0) : nil
        }
      } : []
    return OutlinedLine(
      line: line, location: SourceLocation(file: list.file, mark: line.mark),
      people: electorate.people(in: line).intersection(signers).sorted(), sponsors: sponsors)
  }

  /// Whether some list lacks people for `subject`, who cannot be one of them.
  private func isStranded(
    _ subject: IdentityID, _ terms: Terms, _ possible: inout PossibleSigners
  ) -> Bool {
    let sponsor = policy.subject(subject).flatMap(policy.sponsor(of:))
    let barred = policy.personBarred(by: subject)
    for list in terms.lists {
      let feasibility = possible.feasibility(
        of: list, terms.assurance, owner: system.owner, sponsor: sponsor)
      if !feasibility.isMet || barred.map(feasibility.indispensable.contains) ?? false {
        return true
      }
    }
    return false
  }

  private func barred(_ standing: GoodStanding) -> [BarredSubject] {
    people(eligible: entitlement.eligible).compactMap { id in
      standing.shortfalls(of: id).first.map {
        BarredSubject(id: id, reason: Reason($0.requestCode, sentence($0.message), at: $0.location))
      }
    }
  }

  /// All whom `selectors` name, in whatever standing, sorted.
  private func people(eligible selectors: [EligibleSelector]) -> [IdentityID] {
    policy.identities.filter { id in
      policy.subject(id).map { policy.isEligible($0, by: selectors) } ?? false
    }
  }

  private func conflicts(with name: EntitlementName) -> [LocatedConflict] {
    var found: [EntitlementName: SourceLocation] = [:]
    for other in policy.systems.values {
      for entitlement in other.entitlements {
        let theirs = EntitlementName(system: other.id, entitlement: entitlement.name)
        if let conflict = entitlement.conflictsWith.first(where: { $0.value == name }) {
          found[theirs] = SourceLocation(file: other.file, mark: conflict.mark)
        }
      }
    }
    for conflict in entitlement.conflictsWith {
      found[conflict.value] = SourceLocation(file: system.file, mark: conflict.mark)
    }
    return found.map { LocatedConflict(name: $0.key, location: $0.value) }
      .sorted { $0.name < $1.name }
  }
}
