internal import Git
package import Model

/// Works out what merges would bring in, by the rule that they are checked with afterwards.
package struct MergePreviewer {
  private let reader: ObjectReader

  /// A previewer over the repository that `policies` reads.
  package init(_ policies: PolicyReader) { reader = policies.reader }

  /// What the merge of `theirs` into `ours` would bring in, or what of it is over the budget of one landing.
  ///
  /// - Throws: `.git` where objects cannot be read.
  package func preview(
    merging theirs: ObjectID, into ours: ObjectID
  ) throws(IntakeError) -> Result<MergePreview, Overrun> {
    try counted { () throws(GitError) in
      let (changes, conflicts) = try result(ours, theirs)
      var commits: [MergePreview.NewCommit] = []
      for id in try MergeBases(reader).commits(of: theirs, hiding: ours).reversed() {
        commits.append(try described(id))
      }
      return MergePreview(
        ours: ours, theirs: theirs, changes: changes, conflicts: conflicts, commits: commits)
    }
  }

  /// Whether the merge of `theirs` into `ours` would change `path`, or both sides have changed it.
  ///
  /// Nothing but that path is looked at: branches of strangers are asked about, and they may hold anything.
  package func brings(
    _ path: RepositoryPath, merging theirs: ObjectID, into ours: ObjectID
  ) throws(IntakeError) -> Result<Bool, Overrun> {
    try counted { () throws(GitError) in
      var entries: [Entry?] = []
      for tree in try MergeSides(reader, ours: ours, theirs: theirs).trees {
        entries.append(
          try tree.flatMap { tree throws(GitError) in
            try reader.entry(at: path, in: tree)
          })
      }
      return outcome(entries) != .settled(entries[0])
    }
  }

  private func counted<Value>(
    _ body: () throws(GitError) -> Value
  ) throws(IntakeError) -> Result<Value, Overrun> {
    try reader.within(.current) { () throws(IntakeError) in
      do throws(GitError) {
        return try body()
      } catch {
        throw .git(error)
      }
    }
  }

  private func result(
    _ ours: ObjectID, _ theirs: ObjectID
  ) throws(GitError) -> (changes: [MergePreview.Change], conflicts: [RepositoryPath]) {
    var changes: [MergePreview.Change] = []
    var conflicts: [RepositoryPath] = []
    let sides = try MergeSides(reader, ours: ours, theirs: theirs)
    try TreeComparison(reader).walk(sides.trees) { folders in
      // A folder that stays ours changes nowhere; any other is opened, so that each path is named.
      outcome(folders) == .settled(folders[0]) ? .skip : .descend
    } visit: { path, entries throws(GitError) in
      switch outcome(entries) {
      case .conflict:
        try reader.charge(.changes)
        conflicts.append(path)
      case .settled(let entry) where entry != entries[0]:
        try reader.charge(.changes)
        changes.append(
          MergePreview.Change(
            path: path, before: entries[0].map { $0.id },
            after: entry.map { $0.id }, isRegularFile: entry?.mode == TreeEntry.file))
      case .settled: break
      }
    }
    return (changes.sorted { $0.path < $1.path }, conflicts.sorted())
  }

  private func outcome<Value: Equatable>(_ values: [Value?]) -> MergeRule.Outcome<Value> {
    MergeRule.outcome(ours: values[0], theirs: values[1], bases: values[2...])
  }

  private func described(_ id: ObjectID) throws(GitError) -> MergePreview.NewCommit {
    let node = try reader.commit(id)
    var parents: [ObjectID?] = []
    for parent in node.parents { parents.append(try reader.commit(parent).tree) }
    // What a root commit holds, it changed from nothing.
    if parents.isEmpty { parents = [nil] }
    let changed = try TreeComparison(reader).changes(of: node.tree, against: parents)
    let commit = try parsed(id)
    return MergePreview.NewCommit(
      id: id, author: commit.map { written($0.author) },
      committer: commit.map { written($0.committer) }, changed: changed.keys.sorted(),
      isMerge: node.parents.count > 1)
  }

  private func parsed(_ id: ObjectID) throws(GitError) -> Commit? {
    let raw = try reader.repository.rawCommit(id)
    do throws(CommitFormatError) {
      return try Commit(parsing: raw)
    } catch {
      return nil
    }
  }

  private func written(_ ident: Ident) -> String {
    "\(String(decoding: ident.name, as: UTF8.self)) <\(shown(ident.email))>"
  }
}
