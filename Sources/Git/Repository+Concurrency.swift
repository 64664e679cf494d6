import Dispatch

extension Repository {
  /// What `body` makes of the shares of `items`, in their order; only many items are shared out.
  ///
  /// A repository belongs to one thread at a time, so each share is given one of its own, which has the
  /// same objects and nothing of an open batch.
  /// - Throws: What `body` throws for the first share that fails, or why a repository cannot be opened.
  package func concurrently<Item: Sendable, Value: Sendable>(
    _ items: [Item],
    _ body: @Sendable (Repository, ArraySlice<Item>) throws(GitError) -> [Value]
  ) throws(GitError) -> [Value] {
    let shares = worthwhileShares(of: items.count, least: Self.leastShare)
    guard shares > 1, batch == nil else { return try body(self, items[...]) }
    let path = commonDirectory
    let results = sideBySide(shares) { share -> Result<[Value], GitError> in
      let range = items.count * share / shares..<items.count * (share + 1) / shares
      do throws(GitError) {
        return .success(try body(try Repository(exactlyAt: path), items[range]))
      } catch {
        return .failure(error)
      }
    }
    var values: [Value] = []
    values.reserveCapacity(items.count)
    for result in results { values += try result.get() }
    return values
  }

  /// Fewer items are not worth the opening of another repository and its packs.
  private static let leastShare = 128

  /// Starts libgit2 on another thread, for a command that will need it in a moment.
  ///
  /// Half of a run in which nothing happens is libgit2 reading the system's certificates; meanwhile
  /// the command line can be read. Whoever opens a repository waits for the end of it.
  package static func startEarly() {
    DispatchQueue.global().async { finishStart() }
  }

  /// Waits until libgit2 has been started; where it cannot be, whoever opens a repository is told.
  package static func finishStart() { LibGit2.finishStart() }
}
