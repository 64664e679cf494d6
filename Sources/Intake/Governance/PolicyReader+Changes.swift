internal import Git
package import Model

extension PolicyReader {
  /// Every path that differs between two `policies/` trees, the directory's files apart, sorted; none where finding them
  /// is over the budget of one landing, which is a fault of what they would propose.
  package func changes(
    from before: ObjectID?, to after: ObjectID?
  ) throws(IntakeError) -> [MergePreview.Change] {
    let found = try reader.within(.current) { () throws(IntakeError) in
      do throws(GitError) {
        return try TreeComparison(reader).differences(from: before, to: after, at: "policies")
      } catch {
        throw .git(error)
      }
    }
    guard case .success(let differences) = found else { return [] }
    return differences.filter { !$0.path.isInside("policies/directory") }.map {
      MergePreview.Change(
        path: $0.path, before: $0.before?.id, after: $0.after?.id,
        isRegularFile: $0.after?.mode == TreeEntry.file)
    }
  }
}

extension PolicyReader {
  /// Whether a `policies/` tree is another one, the directory's files apart.
  func isSame(_ tree: ObjectID?, _ other: ObjectID) throws(GitError) -> Bool {
    guard let tree else { return false }
    if tree == other { return true }
    let directory = Array("directory".utf8)
    func rest(_ tree: ObjectID) throws(GitError) -> [[UInt8]: Entry] {
      var entries: [[UInt8]: Entry] = [:]
      for entry in try reader.folder(tree)?.entries ?? [] where entry.name != directory {
        entries[Array(entry.name)] = Entry(mode: entry.mode, id: entry.id)
      }
      return entries
    }
    return try rest(tree) == rest(other)
  }

  /// Of the people whom the governance lines of `policy` name, those with a key that could sign at `now`.
  func able(in policy: Policy, at now: Instant) -> Set<IdentityID> {
    let named = policy.settings.governance.flatMap(\.approvals).reduce(into: Set<IdentityID>()) {
      $0.formUnion(policy.governors(named: $1.from, changing: RepositoryPath(Settings.file)))
    }
    return named.filter { id in
      policy.people[id]?.keys.contains { certificates.isUsable($0, in: policy, at: now) } ?? false
    }
  }
}
