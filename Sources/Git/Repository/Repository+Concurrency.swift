import Dispatch

extension Repository {
  /// What `body` makes of the shares of `items`, in their order; only many items are shared out.
  ///
  /// A repository belongs to one thread at a time, so each share is given one of its own, which has the
  /// same objects and nothing of an open batch.
  /// - Parameters:
  ///   - pieces: Into how many the share of each processor is cut, so that all end at the same time.
  ///   - own: What this thread does first, while others have begun.
  /// - Throws: What `own` throws, else what `body` throws for the first share that fails, or why a
  ///   repository cannot be opened.
  package func concurrently<Item: Sendable, Value: Sendable>(
    _ items: [Item], pieces: Int = 1, after own: () throws(GitError) -> Void = {},
    _ body: @Sendable (Repository, ArraySlice<Item>) throws(GitError) -> [Value]
  ) throws(GitError) -> [Value] {
    let processors = worthwhileShares(of: items.count, least: Self.leastShare)
    guard processors > 1, batch == nil else {
      try own()
      return try body(self, items[...])
    }
    let path = commonDirectory
    let shares = processors * pieces
    var failure: GitError?
    let results = sideBySide(shares) {
      do throws(GitError) { try own() } catch { failure = error }
    } _: { share -> Result<[Value], GitError> in
      let range = items.count * share / shares..<items.count * (share + 1) / shares
      do throws(GitError) {
        return .success(try body(try Repository(exactlyAt: path), items[range]))
      } catch {
        return .failure(error)
      }
    }
    if let failure { throw failure }
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
