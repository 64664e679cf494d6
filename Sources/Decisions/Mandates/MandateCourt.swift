import Model

/// Holds a mandate that was agreed against a policy: whether what carried it once would carry it still.
struct MandateCourt {
  let policy: Policy

  /// What a request of the mandate's subject for one of its entitlements needs; of a person, as if it were a renewal.
  func demand(_ name: EntitlementName, of subject: IdentityID) -> Terms? {
    guard let (system, entitlement) = policy.entitlement(name) else { return nil }
    let terms = Terms(for: subject, of: system, entitlement, under: policy)
    guard policy.people[subject] != nil else { return terms }
    let lists = policy.renewalLists(of: subject, by: terms.renewalLimits)
    return lists.isEmpty ? terms : terms.adding(lists)
  }

  /// Why the rules ask for more than `record` has; nil where they do not.
  ///
  /// Whoever approved it counts as what they then were: that somebody leaves ends no mandate (DESIGN section 5).
  func shortfall(of record: MandateRecord) -> Reason? {
    guard let subject = policy.subject(record.terms.subject) else { return nil }
    for name in record.terms.entitlements {
      guard let terms = demand(name, of: record.terms.subject) else {
        return reason(record, "there is no `\(name)` any more", at: nil)
      }
      let place = SourceLocation(file: terms.system.file, mark: terms.entitlement.mark)
      if terms.entitlement.risk == .critical {
        return reason(record, "`\(name)` is of critical risk, for which there are none", at: place)
      }
      if !policy.isEligible(subject, by: terms.eligible.value) {
        return reason(
          record, "`\(record.terms.subject)` may not ask for `\(name)` any more",
          at: SourceLocation(file: terms.system.file, mark: terms.eligible.mark))
      }
      if terms.maximum.value < record.terms.each {
        return reason(
          record, "`\(name)` is for \(terms.maximum.value.written) at most",
          at: terms.maximum.location)
      }
      if let list = unmet(terms, by: record, besides: { _ in false }) {
        return reason(
          record, "\(list.origin) asks for approvals that it does not have",
          at: SourceLocation(file: list.file, mark: list.lines.first?.mark))
      }
    }
    return nil
  }

  /// Whether `record` has all that its lists ask for without the approvals that `fall`.
  func stands(_ record: MandateRecord, besides fall: (SeenApproval) -> Bool) -> Bool {
    guard record.landed.approvals.contains(where: fall) else { return true }
    return record.terms.entitlements.allSatisfy { name in
      demand(name, of: record.terms.subject).map { unmet($0, by: record, besides: fall) == nil }
        ?? true
    }
  }

  /// As whom those who gave `approvals` count for what `terms` asks.
  func approvers(_ approvals: [SeenApproval], of terms: MandateTerms) -> [MandateApprover] {
    let demands = terms.entitlements.compactMap { demand($0, of: terms.subject) }
    var groups: Set<GroupID> = []
    for demand in demands {
      for selector in demand.lists.flatMap(\.lines).flatMap(\.from) {
        switch selector {
        case .group(let id): groups.insert(id)
        case .owner: if case .group(let id) = demand.system.owner { groups.insert(id) }
        case .person, .sponsor: break
        }
      }
    }
    return Set(approvals.map(\.approval.person)).sorted().map { person in
      MandateApprover(
        person: person, groups: policy.groups(of: person).filter(groups.contains))
    }
  }

  /// The first list of `terms` that the approvals of `record` do not satisfy.
  private func unmet(
    _ terms: Terms, by record: MandateRecord, besides fall: (SeenApproval) -> Bool
  ) -> Terms.List? {
    let electorate = Electorate(
      policy: policy, owner: terms.system.owner,
      sponsor: policy.subject(record.terms.subject).flatMap(policy.sponsor(of:)))
    let people = Set(
      record.landed.approvals.filter { !fall($0) && terms.assurance <= $0.approval.assurance }
        .map(\.approval.person))
    let approvers = record.approvers.filter { people.contains($0.person) }
    return terms.lists.first { list in
      !Assignment(
        slots: list.lines.map { line in
          Assignment.Slot(
            count: line.count,
            people: approvers.filter { electorate.names($0, in: line) }.map(\.person))
        }
      ).isComplete
    }
  }

  private func reason(
    _ record: MandateRecord, _ why: String, at place: SourceLocation?
  ) -> Reason {
    Reason(
      .shortOfApprovals,
      "The mandate `\(record.path)` rests until it is approved anew: \(why).",
      at: place ?? SourceLocation(file: record.path.description),
      hint: "countersign approve \(shellWord(record.path.description))")
  }
}

extension Electorate {
  /// Whether `line` names `approver`, now or as what they were when they approved.
  fileprivate func names(_ approver: MandateApprover, in line: ApprovalLine) -> Bool {
    if names(approver.person, in: line) { return true }
    return line.from.contains { selector in
      switch selector {
      case .group(let id): approver.groups.contains(id)
      case .owner: if case .group(let id) = owner { approver.groups.contains(id) } else { false }
      case .person, .sponsor: false
      }
    }
  }
}
