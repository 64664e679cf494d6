package import Documents
package import Git
package import Model

/// Reads `policies/` trees from git objects, each file's content parsed once for all time.
///
/// A class because it keeps what it has parsed: a policy has thousands of files, of which a landing
/// changes few. The cache is keyed by blob and path, and believed for nothing but parsing.
package final class PolicyReader {
  let reader: ObjectReader
  let certificates = CertificateStore()
  private let loadCache: () -> PolicyCache
  /// What was parsed before this run; loaded when the first whole policy is read.
  private var known: PolicyCache?
  /// What this run parsed, and what it took from `known`.
  private var parsed = PolicyCache()
  private var taken: [(path: RepositoryPath, blob: ObjectID)] = []
  private var hasParsed = false
  /// The policy that was read last without a fault: a first run asks for the anchor's twice.
  private var latest: PolicyInForce?

  /// A reader of one repository.
  ///
  /// - Parameter cache: Loads what was parsed before, where somebody vouches for it; called at most once, and
  ///   only when a whole policy is read.
  package init(
    _ repository: Repository, cache: @escaping () -> PolicyCache = { PolicyCache() }
  ) {
    reader = ObjectReader(repository)
    loadCache = cache
  }

  /// The documents that were read, to be kept for the next run; nil where the cache had them all.
  package var newCache: PolicyCache? {
    guard hasParsed else { return nil }
    var cache = parsed
    for (path, blob) in taken {
      if let document = known?.document(blob: blob, path: path) {
        cache.insert(document, blob: blob)
      }
    }
    return cache
  }

  /// The `policies/` tree of a commit; nil where it has none that can be read.
  package func tree(inCommit commit: ObjectID) throws(IntakeError) -> ObjectID? {
    try inGit { () throws(GitError) in
      try reader.folder(named: "policies", in: reader.commit(commit).tree)
    }
  }

  /// The policy of a tree that is in force: the anchor's, or one that was accepted.
  ///
  /// Its files were held against each other when it came into force, which is not done again.
  /// - Throws: `.unreadablePolicy` where a file has faults, `.git` where it cannot be read.
  package func inForce(_ cursor: Cursor) throws(IntakeError) -> PolicyInForce {
    try inForce(tree: cursor.policy, directory: cursor.governance?.directory)
  }

  /// The same by the tree that was accepted, and the directory's files; without these by those of the tree.
  package func inForce(
    tree: ObjectID, directory: DirectoryInForce?
  ) throws(IntakeError) -> PolicyInForce {
    if let latest, latest.tree == tree, latest.directory == directory { return latest }
    let (documents, faults) = try documents(inTree: tree, directory)
    guard faults.isEmpty, let policy = acceptedPolicy(of: documents) else {
      throw .unreadablePolicy(tree: tree, faults: faults)
    }
    let force = PolicyInForce(tree: tree, directory: directory, policy: policy)
    latest = force
    return force
  }

  /// The directory's files as `tree`, the `policies/` of a commit, has them.
  func directory(ofTree tree: ObjectID?) throws(GitError) -> DirectoryInForce {
    DirectoryInForce(
      tree: try tree.flatMap { tree throws(GitError) in
        try reader.folder(named: "directory", in: tree)
      })
  }

  /// The policy of a tree that nobody has accepted yet, such as an anchor's before the first run.
  ///
  /// - Throws: `.unreadablePolicy` where it has any fault, `.git` where it cannot be read.
  package func faultless(tree: ObjectID) throws(IntakeError) -> PolicyInForce {
    switch try policy(inTree: tree) {
    case .success(let policy):
      let force = PolicyInForce(tree: tree, policy: policy)
      latest = force
      return force
    case .failure(let faults): throw .unreadablePolicy(tree: tree, faults: faults.reasons)
    }
  }

  /// The settings of a tree that is trusted, without reading the rest of it.
  ///
  /// - Throws: `.unreadablePolicy` where they are missing or have faults, `.git`.
  package func settings(ofTree tree: ObjectID) throws(IntakeError) -> Settings {
    let path = RepositoryPath(Settings.file)
    let faults: [Reason]
    do throws(GitError) {
      guard let entry = try reader.entry(at: RepositoryPath("countersign.yaml"), in: tree)
      else { throw GitError(.notFound, "there is no such file", context: "read \(path)") }
      switch try document(at: path, entry) {
      case .success(let document):
        if case .settings(let settings) = document.content { return settings }
        faults = []
      case .failure(let found): faults = found.reasons
      }
    } catch {
      throw .git(error)
    }
    throw .unreadablePolicy(tree: tree, faults: faults)
  }

  /// The policy of any `policies/` tree, or all its faults; that it is over the budget of one landing is one.
  package func policy(ofTree tree: ObjectID) throws(IntakeError) -> Result<Policy, DocumentFaults> {
    let read = try reader.within(.current) { () throws(IntakeError) in
      try policy(inTree: tree)
    }
    switch read {
    case .success(let policy): return policy
    case .failure(let overrun): return .failure(DocumentFaults([overrun.reason("policies/")]))
    }
  }

  /// How many landings lie between `commit` and the mainline's `tip`; nil where it is not on the mainline.
  ///
  /// - Parameter joints: Where the first-parent chain was broken and joined again.
  package func landings(
    from commit: ObjectID, to tip: ObjectID, joints: [MainlineJoint] = []
  ) throws(IntakeError) -> Int? {
    do throws(GitError) {
      return try Mainline(reader, tip: tip, joints: joints).distance(of: commit)
    } catch {
      throw .git(error)
    }
  }

  /// The `policies/` tree of a root tree; nil where it has none.
  package func tree(inRoot root: ObjectID) throws(IntakeError) -> ObjectID? {
    try inGit { () throws(GitError) in try reader.folder(named: "policies", in: root) }
  }

  /// - Parameter directory: The directory's files, where they are not those of the tree.
  func policy(
    inTree tree: ObjectID, _ directory: DirectoryInForce? = nil
  ) throws(IntakeError) -> Result<Policy, DocumentFaults> {
    let (documents, found) = try documents(inTree: tree, directory)
    let faults = found + foldingFaults(documents.map(\.path))
    guard faults.isEmpty else { return .failure(DocumentFaults(faults)) }
    return assemblePolicy(documents).flatMap { policy in
      let faults = CertificateCheck(store: certificates).faults(of: policy)
      return faults.isEmpty ? .success(policy) : .failure(DocumentFaults(faults))
    }
  }

  /// `force` with other `entries` at some of its paths; nil where that is no policy.
  func policy(
    of force: PolicyInForce, replacing entries: [RepositoryPath: Entry?]
  ) throws(IntakeError) -> Policy? {
    let (documents, faults) = try documents(
      inTree: force.tree, force.directory, replacing: entries)
    guard faults.isEmpty, case .success(let policy) = assemblePolicy(documents) else { return nil }
    return policy
  }

  private func documents(
    inTree tree: ObjectID, _ directory: DirectoryInForce? = nil,
    replacing entries: [RepositoryPath: Entry?] = [:]
  ) throws(IntakeError) -> (documents: [ParsedDocument], faults: [Reason]) {
    let known = known ?? loadCache()
    self.known = known
    do throws(GitError) {
      var files = try files(of: tree, directory)
      if !entries.isEmpty {
        files.removeAll { entries.keys.contains($0.path) }
        files += entries.map { Difference(path: $0.key, before: nil, after: $0.value) }
        files.sort { $0.path < $1.path }
      }
      let kept = try reader.repository.concurrently(files, pieces: 8) { _, share in
        var place = 0
        return share.map { file -> ParsedDocument? in
          guard let entry = file.after, entry.mode == TreeEntry.file else { return nil }
          return known.document(blob: entry.id, path: file.path, from: &place)
        }
      }
      var documents: [ParsedDocument] = []
      documents.reserveCapacity(files.count)
      var faults: [Reason] = []
      for (file, document) in zip(files, kept) {
        guard let entry = file.after else { continue }
        if let document {
          taken.append((file.path, entry.id))
          documents.append(document)
          continue
        }
        switch try self.document(at: file.path, entry) {
        case .success(let document): documents.append(document)
        case .failure(let found): faults += found.reasons
        }
      }
      return (documents, faults)
    } catch {
      throw .git(error)
    }
  }

  /// What stands at `path` in a `policies/` tree.
  func entry(
    at path: RepositoryPath, belowPolicies tree: ObjectID
  ) throws(GitError) -> Entry? {
    try reader.entry(
      at: RepositoryPath(Array(path.bytes.dropFirst("policies/".utf8.count))), in: tree)
  }

  /// The files of `tree`, with those of the directory in the place of its own.
  private func files(
    of tree: ObjectID, _ directory: DirectoryInForce?
  ) throws(GitError) -> [Difference] {
    let comparison = TreeComparison(reader)
    let all = try comparison.differences(from: nil, to: tree, at: "policies")
    guard let directory else { return all }
    let instead = Dictionary(directory.exceptions.map { ($0.path, $0.blob) }) { $1 }
    let own =
      try directory.tree.map { tree throws(GitError) in
        try comparison.differences(from: nil, to: tree, at: "policies/directory")
      } ?? []
    let standing = own.filter { !instead.keys.contains($0.path) }
    let kept = directory.exceptions.compactMap { exception in
      exception.blob.map {
        Difference(
          path: exception.path, before: nil, after: Entry(mode: TreeEntry.file, id: $0))
      }
    }
    return (all.filter { !$0.path.isInside("policies/directory") } + standing + kept)
      .sorted { $0.path < $1.path }
  }

  /// The directory's files of `directory` at some of its paths, by blob; nil where it has none there.
  func blob(of path: RepositoryPath, in directory: DirectoryInForce) throws(GitError) -> ObjectID? {
    if let exception = directory.exceptions.first(where: { $0.path == path }) {
      return exception.blob
    }
    guard let tree = directory.tree else { return nil }
    let below = RepositoryPath(Array(path.bytes.dropFirst("policies/directory/".utf8.count)))
    return try reader.entry(at: below, in: tree)?.id
  }

  /// What the file at `path` says, or every fault that keeps it from saying anything.
  func document(
    at path: RepositoryPath, _ entry: Entry
  ) throws(GitError) -> Result<ParsedDocument, DocumentFaults> {
    let blob = entry.id
    if entry.mode == TreeEntry.file, let document = cached(at: path, blob: blob) {
      return .success(document)
    }
    let bytes: [UInt8]
    switch try reader.content(at: path, entry) {
    case .failure(let faults): return .failure(faults)
    case .success(let content): bytes = content.bytes
    }
    let result = readPolicyDocument(bytes, at: path)
    if case .success(let document) = result {
      if case .certificate(let file) = document.content,
        let fault = CertificateCheck(store: certificates).fault(of: file, at: path)
      {
        return .failure(DocumentFaults([fault]))
      }
      if case .tokenKeys(let keys) = document.content, let fault = Self.fault(of: keys, at: path) {
        return .failure(DocumentFaults([fault]))
      }
      parsed.insert(document, blob: blob)
      // Settings are read alone before any cache is loaded; that alone is nothing worth keeping.
      hasParsed = hasParsed || known != nil
    }
    return result
  }

  private func cached(at path: RepositoryPath, blob: ObjectID) -> ParsedDocument? {
    if let document = parsed.document(blob: blob, path: path) { return document }
    guard let document = known?.document(blob: blob, path: path) else { return nil }
    taken.append((path, blob))
    return document
  }
}
