internal import Git
package import Model

/// Answers what a run asks of the mainline besides its landings, which `LandingReader` reads.
package struct MainlineReader {
  let reader: ObjectReader
  let policies: PolicyReader

  /// Reads by the reader, and the budget, of `policies`.
  package init(_ policies: PolicyReader) {
    reader = policies.reader
    self.policies = policies
  }

  /// The tree of a commit of the mainline.
  package func tree(of commit: ObjectID) throws(IntakeError) -> ObjectID {
    try inGit { () throws(GitError) in try reader.commit(commit).tree }
  }

  /// What `tree` holds at those of `paths` at which it has a plain file.
  package func held(
    _ paths: Set<RepositoryPath>, in tree: ObjectID
  ) throws(IntakeError) -> [RepositoryPath: ObjectID] {
    try inGit { () throws(GitError) in
      var held: [RepositoryPath: ObjectID] = [:]
      // In their order, so that each folder is looked for once.
      for path in paths.sorted() {
        // The same content as a link or a program is not the request that was approved.
        if let entry = try reader.entry(at: path, in: tree), entry.mode == TreeEntry.file {
          held[path] = entry.id
        }
      }
      return held
    }
  }

  /// Which of `paths` stand in `commit`, whatever stands there; none in no commit at all.
  package func standing(
    _ paths: some Collection<RepositoryPath>, in commit: ObjectID
  ) throws(IntakeError) -> Set<RepositoryPath> {
    guard !paths.isEmpty, commit != .null else { return [] }
    return try inGit { () throws(GitError) in
      let tree = try reader.commit(commit).tree
      var standing: Set<RepositoryPath> = []
      for path in paths where try reader.entry(at: path, in: tree) != nil {
        standing.insert(path)
      }
      return standing
    }
  }

  /// The directory's files that are in force where only `policy`, an accepted `policies/` tree, is known.
  package func directory(ofPolicy policy: ObjectID) throws(IntakeError) -> DirectoryInForce {
    try inGit { () throws(GitError) in try policies.directory(ofTree: policy) }
  }

  /// `directory` without the exceptions that say what stands in its tree anyway.
  package func settled(_ directory: DirectoryInForce) throws(IntakeError) -> DirectoryInForce {
    try inGit { () throws(GitError) in
      var exceptions: [DirectoryInForce.Exception] = []
      for exception in directory.exceptions {
        let standing = try policies.blob(
          of: exception.path, in: DirectoryInForce(tree: directory.tree))
        if standing != exception.blob { exceptions.append(exception) }
      }
      return DirectoryInForce(
        tree: directory.tree, exceptions: exceptions, keys: directory.keys)
    }
  }

  /// The landings after `start` up to the mainline's `tip` that changed `policies/`, oldest first.
  package func policyLandings(
    after start: ObjectID, upTo tip: ObjectID, joints: [MainlineJoint]
  ) throws(IntakeError) -> [MainlineJoint] {
    let line = try inGit { () throws(GitError) in
      try Mainline(reader, tip: tip, joints: joints).commits(after: start) ?? []
    }
    var found: [MainlineJoint] = []
    var previous = start
    var before = try policies.tree(inCommit: start)
    for id in line {
      let tree = try policies.tree(inCommit: id)
      if tree != before { found.append(MainlineJoint(landing: id, previous: previous)) }
      (previous, before) = (id, tree)
    }
    return found
  }
}
