internal import Git
package import Model

/// Finds request files in commits, and the landing that brought one to the mainline.
package struct RequestTracer {
  private let reader: ObjectReader

  /// A tracer over the repository that `policies` reads.
  package init(_ policies: PolicyReader) { reader = policies.reader }

  /// The object at `path` in `commit`, whatever it is; nil where nothing stands there.
  package func object(
    at path: RepositoryPath, in commit: ObjectID
  ) throws(IntakeError) -> ObjectID? {
    try inGit { () throws(GitError) in
      try reader.entry(at: path, inCommit: commit).map { $0.id }
    }
  }

  /// What the review `key` says.
  package func review(_ key: RequestKey) throws(IntakeError) -> SignOffDocument {
    try inGit { () throws(GitError) in
      try SignOffFiles(reader: reader).document(
        at: key.path, Entry(mode: TreeEntry.file, id: key.blob))
    }
  }

  /// Whether `commit` is `tip` or lies in its history.
  package func contains(
    _ commit: ObjectID, inHistoryOf tip: ObjectID
  ) throws(IntakeError) -> Bool {
    try inGit { () throws(GitError) in
      try Ancestry(reader).contains(commit, inHistoryOf: tip)
    }
  }

  /// The newest commit of the first-parent chain that ends in `tip` which changed `path` to what it
  /// is there, with the commit before it; nil where nothing on the chain did.
  package func landing(
    of path: RepositoryPath, before tip: ObjectID
  ) throws(IntakeError) -> (landing: ObjectID, previous: ObjectID)? {
    try inGit { () throws(GitError) in
      var id = tip
      let entry = try reader.entry(at: path, inCommit: id)
      while let parent = try reader.commit(id).parents.first {
        if try reader.entry(at: path, inCommit: parent) != entry {
          return (id, parent)
        }
        id = parent
      }
      return nil
    }
  }

  /// The files below `folder` that stand in `commit` and otherwise, or not at all, in `base`, sorted; nil where
  /// finding them is over the budget of one landing.
  package func files(
    below folder: String, in commit: ObjectID, notIn base: ObjectID
  ) throws(IntakeError) -> [RepositoryPath]? {
    try counted { () throws(GitError) in
      var folders: [ObjectID?] = []
      for commit in [base, commit] {
        let entry = try reader.entry(at: RepositoryPath(folder), inCommit: commit)
        folders.append(try reader.side(entry).folder)
      }
      return try TreeComparison(reader).differences(from: folders[0], to: folders[1], at: folder)
        .filter { $0.after != nil }.map(\.path)
    }
  }

  /// What `commit` changes against `base`, sorted; nil where finding it is over the budget of one landing.
  package func changes(
    of commit: ObjectID, against base: ObjectID
  ) throws(IntakeError) -> [RepositoryPath]? {
    try counted { () throws(GitError) in
      let trees = (try reader.commit(base).tree, try reader.commit(commit).tree)
      return try TreeComparison(reader).differences(from: trees.0, to: trees.1).map(\.path)
    }
  }

  private func counted<Value>(
    _ body: () throws(GitError) -> Value
  ) throws(IntakeError) -> Value? {
    switch try reader.within(.current, { () throws(IntakeError) in try inGit(body) }) {
    case .success(let found): found
    case .failure: nil
    }
  }
}
