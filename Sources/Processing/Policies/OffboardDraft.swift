package import Git
package import Model

/// The commit that sets somebody's status.
package struct OffboardDraft {
  private let draft: PersonDraft

  package init(repository: Repository, base: ObjectID, person: IdentityID, git: GitProgram) {
    draft = PersonDraft(repository: repository, base: base, person: person, git: git)
  }

  /// Makes it and points `branch`, which must be new, at it.
  package func commit(to branch: String) async throws(ProcessingError) -> ObjectID {
    let commit = try await draft.commit(
      for: branch, message: "Offboard \(draft.person)"
    ) { known, bytes throws(ProcessingError) in
      try changed(known, bytes)
    }
    try draft.point(branch, at: commit, by: "countersign offboard")
    return commit
  }

  /// The file with the status changed and nothing else.
  private func changed(_ known: Person, _ bytes: [UInt8]) throws(ProcessingError) -> [UInt8] {
    guard known.status != .offboarded else {
      throw ProcessingError(.negative, "\(draft.person) is offboarded already.")
    }
    let change = PersonFile(person: known, bytes: bytes).leaving()
    guard let next = draft.reread(change.bytes), next.status == .offboarded, next.keys == known.keys
    else {
      throw ProcessingError(
        .unreadableDocument, "\(draft.path) cannot be changed without touching its keys.",
        hint: "Set its status by hand.")
    }
    return change.bytes
  }
}

extension OffboardDraft {
  /// Makes the branch that offboards `person`, and says what the next run would revoke for it.
  package static func report(
    on person: IdentityID, at path: String, anchor: ObjectID?, _ now: Instant, _ outside: Outside
  ) async throws(ProcessingError) -> OffboardDraftReport {
    let ground = try CheckGround(at: path, anchor: anchor, base: nil, now, outside)
    let draft = OffboardDraft(
      repository: ground.repository, base: ground.base, person: person,
      git: GitProgram(ground.repository, outside))
    let branch = "offboard/\(person)"
    let commit = try await draft.commit(to: branch)
    let judged = try BranchCheck(ground, at: now).report(on: commit)
    let policy = ground.force.policy
    return OffboardDraftReport(
      person: person, branch: branch, commit: commit,
      revoked: try ground.view.map { view throws(ProcessingError) in
        try ended(by: commit, view)
      },
      change: judged.governed.first { $0.path == draft.draft.path }, faults: judged.policyFaults,
      workloads: policy.workloads.values.filter { workload in
        let owners = policy.people(of: workload.owner)
        return workload.status == .active && owners.contains(person)
          && owners.allSatisfy { $0 == person || policy.departure(of: $0, at: now) != nil }
      }.map(\.id).sorted(),
      sponsored: policy.people.values.filter { $0.sponsor == person && $0.status == .active }
        .map(\.id).sorted(),
      commands: ["git push -u origin \(shellWord(branch))"])
  }

  /// The grants that the next run would revoke if `commit`, which follows the mainline's tip, landed before it, and
  /// would not revoke otherwise.
  private static func ended(
    by commit: ObjectID, _ view: LedgerOutlook
  ) throws(ProcessingError) -> [Grant] {
    let anyway = Set(Forecast(try view.snapshot(), at: view.now).revoked.map(\.id))
    return Forecast(try view.snapshot(at: commit), at: view.now).revoked.filter {
      !anyway.contains($0.id)
    }
  }
}
