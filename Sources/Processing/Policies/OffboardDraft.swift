internal import Documents
package import Git
internal import Intake
package import Model

/// The commit that sets somebody's status.
package struct OffboardDraft {
  let repository: Repository
  let base: ObjectID
  let person: IdentityID
  let git: GitProgram

  package init(repository: Repository, base: ObjectID, person: IdentityID, git: GitProgram) {
    self.repository = repository
    self.base = base
    self.person = person
    self.git = git
  }

  private var path: RepositoryPath { RepositoryPath("policies/people/\(person).yaml") }

  /// Makes it and points `branch`, which must be new, at it.
  package func commit(to branch: String) async throws(ProcessingError) -> ObjectID {
    let reference = "refs/heads/\(branch)"
    let root = try reading { () throws(GitError) in try repository.rawCommit(base).tree }
    let before = try reading { () throws(GitError) in try file(in: root) }
    let isTaken = try reading { () throws(GitError) in try repository.reference(reference) != nil }
    guard !isTaken else {
      throw ProcessingError(
        .negative, "There is a branch \(branch) already.",
        hint: "Push it, or delete it: git branch -D \(shellWord(branch)).")
    }
    let bytes = try changed(before)
    let blob = try reading { () throws(GitError) in try repository.write(bytes, as: .blob) }
    let tree = try reading { () throws(GitError) in
      try repository.updateTree(root, [.put(blob, at: "\(path)")])
    }
    let commit = try await SignedCommits(
      repository: repository, git: git
    )
    .commit(tree: tree, parents: [base], message: "Offboard \(person)")
    try reading { () throws(GitError) in
      try repository.updateReference(
        reference, to: commit, from: nil, log: "countersign offboard")
    }
    return commit
  }

  private func reading<Value>(_ body: () throws(GitError) -> Value) throws(ProcessingError) -> Value
  {
    do throws(GitError) {
      return try body()
    } catch {
      throw ProcessingError(error)
    }
  }

  private func file(in root: ObjectID) throws(GitError) -> [UInt8]? {
    var folder = root
    for (depth, name) in path.segments.enumerated() {
      guard let entry = try repository.tree(folder).first(where: { $0.name.elementsEqual(name) })
      else { return nil }
      if depth == path.segments.count - 1 {
        return try repository.bytes(of: entry.id, as: .blob, atMost: Limits.file)
      }
      guard entry.isTree else { return nil }
      folder = entry.id
    }
    return nil
  }

  /// The file with the status changed and nothing else.
  private func changed(_ bytes: [UInt8]?) throws(ProcessingError) -> [UInt8] {
    guard let bytes else {
      throw ProcessingError(
        .negative, "There is no person \(person) on the mainline.",
        hint: "ls policies/people/ lists them; a workload is ended in its own file.")
    }
    guard case .success(let document) = readPolicyDocument(bytes, at: path),
      case .person(let known) = document.content
    else {
      throw ProcessingError(
        .unreadableDocument, "\(path) has faults: countersign check shows them.")
    }
    guard known.status != .offboarded else {
      throw ProcessingError(.negative, "\(person) is offboarded already.")
    }
    let change = PersonFile(person: known, bytes: bytes).leaving()
    guard case .success(let after) = readPolicyDocument(change.bytes, at: path),
      case .person(let next) = after.content, next.status == .offboarded, next.keys == known.keys
    else {
      throw ProcessingError(
        .unreadableDocument, "\(path) cannot be changed without touching its keys.",
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
    return OffboardDraftReport(
      person: person, branch: branch, commit: commit,
      revoked: try ground.view.map { view throws(ProcessingError) in
        try ended(by: commit, view)
      },
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
