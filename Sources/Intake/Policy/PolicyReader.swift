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
    do throws(GitError) {
      return try entry(in: reader.commit(commit).tree)
    } catch {
      throw .git(error)
    }
  }

  /// The policy of a tree that is in force: the anchor's, or one that was accepted.
  ///
  /// Its files were held against each other when it came into force, which is not done again.
  /// - Throws: `.unreadablePolicy` where a file has faults, `.git` where it cannot be read.
  package func inForce(tree: ObjectID) throws(IntakeError) -> PolicyInForce {
    if let latest, latest.tree == tree { return latest }
    let (documents, faults) = try documents(inTree: tree)
    guard faults.isEmpty, let policy = acceptedPolicy(of: documents) else {
      throw .unreadablePolicy(tree: tree, faults: faults)
    }
    let force = PolicyInForce(tree: tree, policy: policy)
    latest = force
    return force
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
    try tree(in: root)
  }

  func tree(in root: ObjectID) throws(IntakeError) -> ObjectID? {
    do throws(GitError) {
      return try entry(in: root)
    } catch {
      throw .git(error)
    }
  }

  func policy(inTree tree: ObjectID) throws(IntakeError) -> Result<Policy, DocumentFaults> {
    let (documents, found) = try documents(inTree: tree)
    let faults = found + foldingFaults(documents.map(\.path))
    guard faults.isEmpty else { return .failure(DocumentFaults(faults)) }
    return assemblePolicy(documents).flatMap { policy in
      let faults = CertificateCheck(store: certificates).faults(of: policy)
      return faults.isEmpty ? .success(policy) : .failure(DocumentFaults(faults))
    }
  }

  private func documents(
    inTree tree: ObjectID
  ) throws(IntakeError) -> (documents: [ParsedDocument], faults: [Reason]) {
    let known = known ?? loadCache()
    self.known = known
    do throws(GitError) {
      let files = try files(from: nil, to: tree)
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

  /// What the `policies/` tree `tip`, which nobody has accepted, says of what `force` has: its files that
  /// differ, the directory's on its people, and the certificates that these refer to.
  ///
  /// Nothing else is looked at, so it costs no more than `force` is large, whatever the mainline holds. Files
  /// with faults are left out; many with one content are read once.
  func changedDocuments(
    of force: PolicyInForce, at tip: ObjectID
  ) throws(IntakeError) -> [ParsedDocument] {
    do throws(GitError) {
      var files = try TreeComparison(reader).changes(
        ofKnown: force.tree, in: tip, at: "policies")
      let known = Set(files.map(\.path))
      for path in try directoryFiles(for: force.policy, in: tip) {
        guard !known.contains(path), let entry = try self.entry(at: path, belowPolicies: tip),
          entry != (try self.entry(at: path, belowPolicies: force.tree))
        else { continue }
        files.append(Difference(path: path, before: nil, after: entry))
      }
      var parsed: [ParsedDocument] = []
      var unreadable: Set<ObjectID> = []
      func read(_ path: RepositoryPath, _ entry: Entry) throws(GitError) {
        guard !unreadable.contains(entry.id) else { return }
        switch try document(at: path, entry) {
        case .success(let document): parsed.append(document)
        case .failure: unreadable.insert(entry.id)
        }
      }
      for file in files {
        if let entry = file.after { try read(file.path, entry) }
      }
      for path in Set(parsed.flatMap(\.certificates)).sorted() where !known.contains(path) {
        guard let entry = try self.entry(at: path, belowPolicies: tip) else { continue }
        try read(path, entry)
      }
      return parsed
    } catch {
      throw .git(error)
    }
  }

  /// The paths of what the directory may say of the people of `policy`: a file each, and whatever else stands in
  /// its folder, as long as that is not more than a landing may bring.
  private func directoryFiles(
    for policy: Policy, in tip: ObjectID
  ) throws(GitError) -> [RepositoryPath] {
    var paths = Set(
      policy.people.keys.map { RepositoryPath("policies/directory/\($0).yaml") })
    if let entry = try reader.entry(at: RepositoryPath("directory"), in: tip),
      let id = try reader.side(entry).folder, let folder = try reader.folder(id),
      folder.entries.count <= Budget.current.limit(of: .paths)
    {
      for entry in folder.entries {
        paths.insert(RepositoryPath(Array("policies/directory/".utf8) + entry.name))
      }
    }
    return paths.sorted()
  }

  private func entry(
    at path: RepositoryPath, belowPolicies tree: ObjectID
  ) throws(GitError) -> Entry? {
    try reader.entry(
      at: RepositoryPath(Array(path.bytes.dropFirst("policies/".utf8.count))), in: tree)
  }

  private func entry(in root: ObjectID) throws(GitError) -> ObjectID? {
    guard let entry = try reader.entry(at: RepositoryPath("policies"), in: root) else {
      return nil
    }
    return try reader.side(entry).folder
  }

  private func files(from before: ObjectID?, to after: ObjectID) throws(GitError) -> [Difference] {
    try TreeComparison(reader).differences(from: before, to: after, at: "policies")
  }

  private func document(
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
