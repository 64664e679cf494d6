import Dispatch

/// What `work` makes, or nil where that takes longer than `limit` seconds.
///
/// Whatever is late is left to itself, on a thread that ends with the process: libgit2 before 1.7 cannot be
/// told to give a server up, and one that hangs must not hold up everything else (THREATS row 38).
package func within<Value: Sendable>(
  seconds limit: Int, _ work: @escaping @Sendable () -> Value
) async -> Value? {
  let (answers, answer) = AsyncStream<Value?>.makeStream(bufferingPolicy: .bufferingOldest(1))
  DispatchQueue.global().async { answer.yield(work()) }
  DispatchQueue.global().asyncAfter(deadline: .now() + .seconds(limit)) { answer.yield(nil) }
  for await first in answers { return first }
  return nil
}
