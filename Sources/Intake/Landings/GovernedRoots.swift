internal import Git
internal import Model

/// Governed content outside `policies/`, `requests/`, `mandates/` and `reviews/` as a whole, by the entries of the root.
///
/// A landing that was not read to its end, or that changed more governed paths than can be listed, is one finding:
/// it is mended once all that a governance line may speak of is again what it was before.
struct GovernedRoots {
  let reader: ObjectReader
  let settings: Settings

  /// The path at which such a finding stands: everything.
  static let path = RepositoryPath(".")

  /// The finding that `landing` changed governed paths which nobody can list; nil where it changed none.
  func finding(
    _ landing: CommitNode, after previous: CommitNode, since open: [UngovernedChange], _ why: String
  ) throws(GitError) -> UngovernedChange? {
    let known = open.first { $0.path == Self.path }
    if known == nil, try !differ(previous.tree, landing.tree) { return nil }
    let name = landing.id
    return UngovernedChange(
      path: Self.path, landing: name,
      before: known?.before ?? Entry(mode: TreeEntry.tree, id: previous.tree).text,
      reason: Reason(
        .ungovernedChange, "Landing \(name.short) \(why).",
        at: SourceLocation(file: Settings.file),
        hint:
          "Put all governed files back as they were in \(previous.id.short), in one landing, then change "
          + "them again with the approvals of their lines.", about: name))
  }

  /// Whether `tree` has all of it again as it was before `change`.
  func isMended(_ change: UngovernedChange, by tree: ObjectID) throws(GitError) -> Bool {
    guard let hex = change.before?.split(separator: " ").last, let before = ObjectID(hex: hex.utf8)
    else { return false }
    return try !differ(before, tree)
  }

  private func differ(_ before: ObjectID, _ after: ObjectID) throws(GitError) -> Bool {
    try roots(of: before) != roots(of: after)
  }

  private func roots(of tree: ObjectID) throws(GitError) -> [[UInt8]: Entry] {
    let names = settings.governance.flatMap(\.patterns).compactMap {
      $0.text.split(separator: "/", omittingEmptySubsequences: false).first
    }
    let isAll = names.contains { $0.utf8.contains(UInt8(ascii: "*")) }
    let governed = Set(names.map { Array($0.utf8) })
    let others = Set(["policies", "requests", "mandates", "reviews"].map { Array($0.utf8) })
    var roots: [[UInt8]: Entry] = [:]
    for entry in try reader.folder(tree)?.entries ?? []
    where !others.contains(entry.name) && (isAll || governed.contains(entry.name)) {
      roots[entry.name] = Entry(mode: entry.mode, id: entry.id)
    }
    return roots
  }
}
