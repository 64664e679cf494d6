import Model

extension Linter {
  /// Systems without an owner who could act, and files that nobody could ever change.
  func systemFindings() -> [PolicyFinding] {
    systems.flatMap { system -> [PolicyFinding] in
      var findings: [PolicyFinding] = []
      if !policy.people(of: system.owner).contains(where: possible.standing.isActive) {
        findings.append(
          PolicyFinding(
            .ownerlessSystem,
            "the owner `\(system.owner)` of `\(system.id)` has nobody who is active",
            at: SourceLocation(file: system.file, mark: system.ownerMark),
            hint: "name an active person, or a group that has one"))
      }
      if let manual = system.connector.manual,
        !manual.assignees.flatMap(policy.people(of:)).contains(where: possible.standing.isActive)
      {
        findings.append(
          PolicyFinding(
            .ownerlessSystem,
            "nobody who is active is named to give `\(system.id)` by hand and take it away",
            at: SourceLocation(file: system.file),
            hint: "let `assignees` name an active person, or a group that has one"))
      }
      if policy.settings.governance(of: RepositoryPath(system.file)) == nil {
        findings.append(
          PolicyFinding(
            .noWayOut, "no governance line matches the file, so that nobody can ever change it",
            at: SourceLocation(file: system.file),
            hint: "let a line of \(Settings.file) name it: `policies/**`"))
      }
      return findings
    }
  }

  /// Groups that nothing names.
  func groupFindings() -> [PolicyFinding] {
    let used = policy.namedGroups
    return policy.groups.values.filter { !used.contains($0.id) }.map { group in
      PolicyFinding(
        .unusedGroup, "nothing names the group `\(group.id)`",
        at: SourceLocation(file: group.file, mark: group.mark),
        hint: "remove the file, or name the group where it was meant to count")
    }
  }
}

extension Policy {
  /// Every group that something in the policy names.
  fileprivate var namedGroups: Set<GroupID> {
    var named: Set<GroupID> = []
    func note(_ lines: [ApprovalLine]) {
      for case .group(let id) in lines.lazy.flatMap(\.from) { named.insert(id) }
    }
    func note(_ owner: Owner) { if case .group(let id) = owner { named.insert(id) } }
    func note(_ selectors: [EligibleSelector]) {
      for case .group(let id) in selectors { named.insert(id) }
    }
    for system in systems.values {
      note(system.owner)
      for assignee in system.connector.manual?.assignees ?? [] { note(assignee) }
      for entitlement in system.entitlements {
        note(entitlement.eligible)
        note(entitlement.approvals)
        note(entitlement.emergency?.eligible ?? [])
        note(entitlement.emergency?.approvals ?? [])
      }
    }
    for workload in workloads.values { note(workload.owner) }
    for rule in rules {
      named.formUnion(rule.appliesTo.groups ?? [])
      note(rule.require?.approvals ?? [])
    }
    for line in settings.governance { note(line.approvals) }
    return named
  }
}
