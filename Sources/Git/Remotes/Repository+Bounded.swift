import Dispatch
import Synchronization

extension Repository {
  /// What `work` answers with another handle of this repository, within `limit` seconds.
  ///
  /// - Throws: `.unreachable` when it is late; and what `work` throws.
  func bounded<Value: Sendable>(
    seconds limit: Int, _ context: String,
    _ work: @escaping @Sendable (Repository) throws(GitError) -> Value
  ) throws(GitError) -> Value {
    let path = gitDirectory
    return try Repository.bounded(seconds: limit, context) { () throws(GitError) in
      try work(try Repository(exactlyAt: path))
    }
  }

  /// What `work` answers within `limit` seconds.
  ///
  /// A remote that hangs holds up nothing else (THREATS row 62), whatever it is reached by: libgit2 cannot be
  /// told to give up an ssh server or a path on a dead file server. What is late is left to itself, on a
  /// thread that ends with the process.
  /// - Throws: `late` when it is late; and what `work` throws.
  static func bounded<Value: Sendable>(
    seconds limit: Int, _ context: String, late: GitError.Kind = .unreachable,
    _ work: @escaping @Sendable () throws(GitError) -> Value
  ) throws(GitError) -> Value {
    let answer = Answer<Result<Value, GitError>>()
    // A queue of its own has a thread at once; the shared ones wait for a second where all processors are at work.
    DispatchQueue(label: "countersign.bounded").async {
      do throws(GitError) {
        answer.give(.success(try work()))
      } catch {
        answer.give(.failure(error))
      }
    }
    guard let result = answer.taken(within: limit) else {
      throw GitError(late, "no answer within \(limit) seconds", context: context)
    }
    return try result.get()
  }
}

/// What one thread waits for and another gives.
private final class Answer<Value: Sendable>: Sendable {
  private let value = Mutex<Value?>(nil)
  private let isThere = DispatchSemaphore(value: 0)

  func give(_ new: Value) {
    value.withLock { $0 = new }
    isThere.signal()
  }

  /// Nil where nothing was given within `limit` seconds.
  func taken(within limit: Int) -> Value? {
    guard isThere.wait(timeout: .now() + .seconds(limit)) == .success else { return nil }
    return value.withLock { $0 }
  }
}
