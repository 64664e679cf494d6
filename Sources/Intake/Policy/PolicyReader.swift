package import Documents
package import Git
package import Model

/// Reads `policies/` trees from git objects, each file's content parsed once for all time.
///
/// A class because it keeps what it has parsed: a policy has thousands of files, of which a landing
/// changes few. The cache is keyed by blob and believed for nothing but parsing.
package final class PolicyReader {
  let reader: ObjectReader
  private var parsed: [RequestKey: ParsedDocument] = [:]

  /// A reader of one repository.
  package init(_ repository: Repository) { reader = ObjectReader(repository) }

  /// The `policies/` tree of a commit; nil where it has none that can be read.
  package func tree(inCommit commit: ObjectID) throws(IntakeError) -> ObjectID? {
    do throws(GitError) {
      return try entry(in: reader.commit(OID(commit)).tree).map { ObjectID($0) }
    } catch {
      throw .git(error)
    }
  }

  /// The policy of a tree that is trusted: the anchor's, or one that was accepted.
  ///
  /// - Throws: `.unreadablePolicy` where it has faults, `.git` where it cannot be read.
  package func inForce(tree: ObjectID) throws(IntakeError) -> PolicyInForce {
    switch try policy(inTree: OID(tree)) {
    case .success(let policy): return PolicyInForce(tree: tree, policy: policy)
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
      guard let entry = try reader.entry(at: RepositoryPath("countersign.yaml"), in: OID(tree))
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

  /// The policy of any `policies/` tree, or all its faults.
  package func policy(ofTree tree: ObjectID) throws(IntakeError) -> Result<Policy, DocumentFaults> {
    try policy(inTree: OID(tree))
  }

  /// Whether `commit` is on the first-parent chain that ends in `tip`.
  package func isOnMainline(
    _ commit: ObjectID, endingIn tip: ObjectID
  ) throws(IntakeError) -> Bool {
    do throws(GitError) {
      return try Mainline(reader, tip: OID(tip), joints: []).distance(of: OID(commit)) != nil
    } catch {
      throw .git(error)
    }
  }

  func tree(in root: OID) throws(IntakeError) -> OID? {
    do throws(GitError) {
      return try entry(in: root)
    } catch {
      throw .git(error)
    }
  }

  func policy(inTree tree: OID) throws(IntakeError) -> Result<Policy, DocumentFaults> {
    do throws(GitError) {
      var parsed: [ParsedDocument] = []
      var faults: [Reason] = []
      for file in try files(from: nil, to: tree) {
        guard let entry = file.after else { continue }
        switch try document(at: file.path, entry) {
        case .success(let document): parsed.append(document)
        case .failure(let found): faults += found.reasons
        }
      }
      faults += foldingFaults(parsed.map(\.path))
      guard faults.isEmpty else { return .failure(DocumentFaults(faults)) }
      return assemblePolicy(parsed)
    } catch {
      throw .git(error)
    }
  }

  /// The documents of `after` whose files differ from those of `before`; those with faults are left out.
  func changedDocuments(
    from before: OID, to after: OID
  ) throws(IntakeError) -> [ParsedDocument] {
    do throws(GitError) {
      var parsed: [ParsedDocument] = []
      for file in try files(from: before, to: after) {
        guard let entry = file.after, case .success(let document) = try document(at: file.path, entry)
        else { continue }
        parsed.append(document)
      }
      return parsed
    } catch {
      throw .git(error)
    }
  }

  private func entry(in root: OID) throws(GitError) -> OID? {
    guard let entry = try reader.entry(at: RepositoryPath("policies"), in: root) else {
      return nil
    }
    return try reader.side(entry).folder
  }

  private func files(from before: OID?, to after: OID) throws(GitError) -> [Difference] {
    try TreeComparison(reader).differences(from: before, to: after).map {
      Difference(
        path: RepositoryPath(Array("policies/".utf8) + $0.path.bytes), before: $0.before,
        after: $0.after)
    }
  }

  private func document(
    at path: RepositoryPath, _ entry: Entry
  ) throws(GitError) -> Result<ParsedDocument, DocumentFaults> {
    let key = RequestKey(path: path, blob: ObjectID(entry.id))
    if entry.mode == TreeEntry.file, let known = parsed[key] { return .success(known) }
    let isBlob = entry.mode != TreeEntry.tree && entry.mode != TreeEntry.submodule
    let size = isBlob ? try reader.repository.header(of: entry.id).size : 0
    let file = RepositoryEntry(path: path, mode: entry.mode, size: size)
    if case .failure(let faults) = documentKind(of: file) { return .failure(faults) }
    let bytes = try reader.repository.bytes(of: entry.id, as: .blob, atMost: Limits.file)
    let result = readPolicyDocument(bytes, at: path)
    if case .success(let document) = result { parsed[key] = document }
    return result
  }
}
