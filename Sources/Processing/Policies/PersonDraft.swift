internal import Documents
package import Git
internal import Intake
package import Model

/// A commit on the mainline's tip that changes one person's file and nothing else.
package struct PersonDraft {
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

  package var path: RepositoryPath { RepositoryPath("policies/people/\(person).yaml") }

  /// Makes the commit, signed with the user's own key; no reference moves.
  ///
  /// - Parameters:
  ///   - branch: What `point` is to call it; it must be new.
  ///   - change: What becomes of the file, whose person it is given with.
  package func commit(
    for branch: String, message: String,
    change: (Person, [UInt8]) throws(ProcessingError) -> [UInt8]
  ) async throws(ProcessingError) -> ObjectID {
    let root = try reading { () throws(GitError) in try repository.rawCommit(base).tree }
    let before = try reading { () throws(GitError) in try file(in: root) }
    let isTaken = try reading { () throws(GitError) in
      try repository.reference("refs/heads/\(branch)") != nil
    }
    guard !isTaken else {
      throw ProcessingError(
        .negative, "There is a branch \(branch) already.",
        hint: "Push it, or delete it: git branch -D \(shellWord(branch)).")
    }
    let (known, bytes) = try person(in: before)
    let after = try change(known, bytes)
    let blob = try reading { () throws(GitError) in try repository.write(after, as: .blob) }
    let tree = try reading { () throws(GitError) in
      try repository.updateTree(root, [.put(blob, at: "\(path)")])
    }
    return try await SignedCommits(repository: repository, git: git)
      .commit(tree: tree, parents: [base], message: message)
  }

  /// Lets `branch`, which must be new, end in `commit`.
  package func point(
    _ branch: String, at commit: ObjectID, by command: String
  ) throws(ProcessingError) {
    try reading { () throws(GitError) in
      try repository.updateReference(
        "refs/heads/\(branch)", to: commit, from: nil, log: command)
    }
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

  /// Whom `bytes` are about.
  private func person(in bytes: [UInt8]?) throws(ProcessingError) -> (Person, [UInt8]) {
    guard let bytes else {
      throw ProcessingError(
        .negative, "There is no person \(person) on the mainline.",
        hint: "ls policies/people/ lists them; a workload is changed in its own file.")
    }
    guard let known = reread(bytes) else {
      throw ProcessingError(
        .unreadableDocument, "\(path) has faults: countersign check shows them.")
    }
    return (known, bytes)
  }

  /// What a changed file says; nil where it has faults.
  package func reread(_ bytes: [UInt8]) -> Person? {
    guard case .success(let document) = readPolicyDocument(bytes, at: path),
      case .person(let person) = document.content
    else { return nil }
    return person
  }
}
