internal import Git
internal import Model

/// Says at which paths a merge is evil: not what its parents and their base make of each other.
///
/// Merges are checked by entries and never re-run (DESIGN section 5): with ours = theirs the result is
/// that; with base = ours, theirs; with base = theirs, ours; anything else alters, smuggles in, drops
/// or resurrects something. With several merge bases a path at which they differ counts as changed
/// on both sides; without one, every base is absent.
struct MergeCheck {
  let reader: ObjectReader

  init(_ reader: ObjectReader) { self.reader = reader }

  /// The evil paths of the two-parent commit `merge`, sorted; empty where it is clean.
  func evilPaths(of merge: CommitNode) throws(GitError) -> [RepositoryPath] {
    let ours = try reader.commit(merge.parents[0]).tree
    let theirs = try reader.commit(merge.parents[1]).tree
    let bases = try MergeBases(reader).of(merge.parents[0], merge.parents[1])
    var baseTrees: [OID?] = []
    for base in bases { baseTrees.append(try reader.commit(base).tree) }
    if baseTrees.isEmpty { baseTrees = [nil] }
    var evil: Set<RepositoryPath> = []
    let trees: [OID?] = [merge.tree, ours, theirs] + baseTrees
    try TreeComparison(reader).walk(trees) {
      isClean($0) ? .skip : .descend
    } visit: {
      if !isClean($1) { evil.insert($0) }
    }
    return evil.sorted()
  }

  /// The rule itself, for the entries at one path or for whole folders: result, ours, theirs, bases.
  private func isClean<Value: Equatable>(_ sides: [Value?]) -> Bool {
    let (result, ours, theirs, bases) = (sides[0], sides[1], sides[2], sides[3...])
    if ours == theirs { return result == ours }
    if bases.allSatisfy({ $0 == ours }) { return result == theirs }
    if bases.allSatisfy({ $0 == theirs }) { return result == ours }
    return false
  }
}
