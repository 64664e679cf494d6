internal import Decisions
internal import Documents
package import Git
package import Model

/// The commit that sets the status of a person or a workload.
package struct OffboardDraft {
  private let draft: PolicyFileDraft
  private let id: IdentityID

  /// - Throws: With status 1 where the mainline has nobody called `id`.
  package init(
    repository: Repository, base: ObjectID, of id: IdentityID, git: GitProgram
  ) throws(ProcessingError) {
    self.id = id
    let drafts = ["people", "workloads"].map {
      PolicyFileDraft(
        repository: repository, base: base, path: RepositoryPath("policies/\($0)/\(id).yaml"),
        git: git)
    }
    for draft in drafts where try draft.isThere() {
      self.draft = draft
      return
    }
    throw ProcessingError(
      .negative, "There is no person and no workload \(id) on the mainline.",
      hint: "ls policies/people/ policies/workloads/ lists them.")
  }

  /// Makes it and points `branch`, which must be new, at it.
  package func commit(to branch: String) async throws(ProcessingError) -> ObjectID {
    let commit = try await draft.commit(
      for: branch, message: "Offboard \(id)"
    ) { bytes throws(ProcessingError) in
      guard let bytes, let known = draft.reread(bytes)?.identity else { throw draft.faulty }
      return try changed(known, bytes)
    }
    try draft.point(branch, at: commit, by: "countersign offboard")
    return commit
  }

  /// The file with the status changed and nothing else.
  private func changed(
    _ known: ParsedDocument.Content.Identity, _ bytes: [UInt8]
  ) throws(ProcessingError) -> [UInt8] {
    guard known.status != .offboarded else {
      throw ProcessingError(.negative, "\(id) is offboarded already.")
    }
    // Nothing at all where the file cannot be edited.
    var editor = DocumentEditor(bytes)
    editor?.set("status", to: IdentityStatus.offboarded.rawValue, order: known.order)
    let change = editor?.bytes ?? []
    guard let next = draft.reread(change)?.identity, next.status == .offboarded,
      next.keys == known.keys
    else {
      throw ProcessingError(
        .unreadableDocument, "\(draft.path) cannot be changed without touching its keys.",
        hint: "Set its status by hand.")
    }
    return change
  }
}

extension ParsedDocument.Content {
  /// Whether somebody may act, and by which keys.
  fileprivate struct Identity {
    let status: IdentityStatus
    let keys: [PolicyKey]
    /// The entries of their file, in the order in which people read it.
    let order: [String]
  }

  /// Nil of what is no identity.
  fileprivate var identity: Identity? {
    switch self {
    case .person(let person):
      Identity(status: person.status, keys: person.keys, order: PersonFile.order)
    case .workload(let workload):
      Identity(
        status: workload.status, keys: workload.keys,
        order: ["owner", "purpose", "keys", "status"])
    default: nil
    }
  }
}

extension OffboardDraft {
  /// Makes the branch that offboards a person or a workload, and says what the next run would revoke for it.
  package static func report(
    on id: IdentityID, at path: String, anchor: ObjectID?, _ now: Instant, _ outside: Outside
  ) async throws(ProcessingError) -> OffboardDraftReport {
    let ground = try CheckGround(at: path, anchor: anchor, base: nil, now, outside)
    let draft = try OffboardDraft(
      repository: ground.repository, base: ground.base, of: id,
      git: GitProgram(ground.repository, outside))
    let branch = "offboard/\(id)"
    let commit = try await draft.commit(to: branch)
    let judged = try BranchCheck(ground, at: now).report(on: commit)
    let policy = ground.force.policy
    return OffboardDraftReport(
      person: id, branch: branch, commit: commit,
      revoked: try ground.view.map { view throws(ProcessingError) in
        try ended(by: commit, view)
      },
      change: judged.governed.first { $0.path == draft.draft.path }, faults: judged.policyFaults,
      workloads: policy.workloads.values.filter { workload in
        let owners = policy.people(of: workload.owner)
        return workload.status == .active && owners.contains(id)
          && owners.allSatisfy { $0 == id || policy.departure(of: $0, at: now) != nil }
      }.map(\.id).sorted(),
      sponsored: policy.people.values.filter { $0.sponsor == id && $0.status == .active }
        .map(\.id).sorted(),
      commands: ["git push -u origin \(shellWord(branch))"],
      approvedMandates: (ground.view?.session.mandates ?? []).filter { record in
        record.approvers.contains { $0.person == id }
      })
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
