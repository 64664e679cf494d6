internal import Git
internal import Model

extension ObjectReader {
  /// Why `key` cannot land any more: one of `landings`, which were over their budget, landed it.
  ///
  /// Nobody has a list of what they landed, so it is looked up in their trees.
  func reuse(of key: RequestKey, by landings: [TooLargeLanding]) throws(GitError) -> [Reason] {
    let blob = key.blob
    for found in landings {
      let (tree, before) = (
        try mainlineCommit(found.landing).tree, try mainlineCommit(found.previous).tree
      )
      guard try self.entry(at: key.path, in: tree)?.id == blob,
        try self.entry(at: key.path, in: before)?.id != blob
      else { continue }
      return [
        Reason(
          .requestReused,
          "`\(key.path)` was used up by landing \(found.landing.short), which was too large to be judged.",
          at: SourceLocation(file: key.path.description),
          hint: "File a new request at another path."
        )
      ]
    }
    return []
  }
}
