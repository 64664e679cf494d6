import Dispatch
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// How many parts `count` things are worth being split into: one for each processor, none of them small.
///
/// - Parameter least: Fewer in a part are not worth the trouble.
package func worthwhileShares(of count: Int, least: Int) -> Int {
  max(1, min(sysconf(Int32(_SC_NPROCESSORS_ONLN)), count / least))
}

/// What `body` makes of each number below `count`, in their order, made side by side.
package func sideBySide<Value: Sendable>(
  _ count: Int, _ body: @Sendable (Int) -> Value
) -> [Value] {
  guard count > 1 else { return (0..<count).map(body) }
  let results = Mutex<[Int: Value]>([:])
  DispatchQueue.concurrentPerform(iterations: count) { number in
    let result = body(number)
    results.withLock { $0[number] = result }
  }
  let made = results.withLock { $0 }
  return (0..<count).compactMap { made[$0] }
}
