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
