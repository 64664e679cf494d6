import Dispatch
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

extension Repository {
  /// What `body` makes of `items`, in their order; many of them are shared out among all processors.
  ///
  /// A repository belongs to one thread at a time, so each share is given one of its own, which has the
  /// same objects and nothing of an open batch.
  /// - Parameter body: Makes as many values as it is given items.
  /// - Throws: What `body` throws for the first share that fails, or why a repository cannot be opened.
  package func concurrently<Item: Sendable, Value: Sendable>(
    _ items: [Item],
    _ body: @Sendable (Repository, ArraySlice<Item>) throws(GitError) -> [Value]
  ) throws(GitError) -> [Value] {
    let shares = min(sysconf(Int32(_SC_NPROCESSORS_ONLN)), items.count / Self.leastShare)
    guard shares > 1, batch == nil else { return try body(self, items[...]) }
    let path = commonDirectory
    let results = Mutex<[Int: Result<[Value], GitError>]>([:])
    DispatchQueue.concurrentPerform(iterations: shares) { share in
      let range = items.count * share / shares..<items.count * (share + 1) / shares
      let result: Result<[Value], GitError>
      do throws(GitError) {
        result = .success(try body(try Repository(exactlyAt: path), items[range]))
      } catch {
        result = .failure(error)
      }
      results.withLock { $0[share] = result }
    }
    let made = results.withLock { $0 }
    var values: [Value] = []
    values.reserveCapacity(items.count)
    for share in 0..<shares {
      if let result = made[share] { values += try result.get() }
    }
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
