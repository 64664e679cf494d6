internal import Documents
internal import Git
internal import Model

/// A commit on the mainline's tip that changes one file of the policies and nothing else.
struct PolicyFileDraft {
  let repository: Repository
  let base: ObjectID
  let path: RepositoryPath
  let git: GitProgram

  /// Makes the commit, signed with the user's own key; no reference moves.
  ///
  /// - Parameters:
  ///   - branch: What `point` is to call it; it must be new.
  ///   - change: What becomes of the file; nil where there is none.
  func commit(
    for branch: String, message: String, change: ([UInt8]?) throws(ProcessingError) -> [UInt8]
  ) async throws(ProcessingError) -> ObjectID {
    let root = try root()
    let before = try reading { () throws(GitError) in try file(in: root) }
    let isTaken = try reading { () throws(GitError) in
      try repository.reference("refs/heads/\(branch)") != nil
    }
    guard !isTaken else {
      throw ProcessingError(
        .negative, "There is a branch \(branch) already.",
        hint: "Push it, or delete it: git branch -D \(shellWord(branch)).")
    }
    let after = try change(before)
    let blob = try reading { () throws(GitError) in try repository.write(after, as: .blob) }
    let tree = try reading { () throws(GitError) in
      try repository.updateTree(root, [.put(blob, at: "\(path)")])
    }
    return try await SignedCommits(repository: repository, git: git)
      .commit(tree: tree, parents: [base], message: message)
  }

  /// Lets `branch`, which must be new, end in `commit`.
  func point(
    _ branch: String, at commit: ObjectID, by command: String
  ) throws(ProcessingError) {
    try reading { () throws(GitError) in
      try repository.updateReference(
        "refs/heads/\(branch)", to: commit, from: nil, log: command)
    }
  }

  /// Whether the mainline has the file.
  func isThere() throws(ProcessingError) -> Bool {
    let root = try root()
    return try reading { () throws(GitError) in try file(in: root) } != nil
  }

  /// What a changed file says; nil where it has faults.
  func reread(_ bytes: [UInt8]) -> ParsedDocument.Content? {
    guard case .success(let document) = readPolicyDocument(bytes, at: path) else { return nil }
    return document.content
  }

  /// Why nothing is made of a file that cannot be read.
  var faulty: ProcessingError {
    ProcessingError(.unreadableDocument, "\(path) has faults: countersign check shows them.")
  }

  private func root() throws(ProcessingError) -> ObjectID {
    try reading { () throws(GitError) in try repository.rawCommit(base).tree }
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
}
