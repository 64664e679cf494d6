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
  max(1, min(processors, count / least))
}

private var processors: Int { sysconf(Int32(_SC_NPROCESSORS_ONLN)) }

/// What `body` makes of each number below `count`, in their order, made side by side.
///
/// - Parameter own: What this thread does first, while others have begun.
package func sideBySide<Value: Sendable>(
  _ count: Int, after own: () -> Void = {}, _ body: @Sendable (Int) -> Value
) -> [Value] {
  guard count > 1 else {
    own()
    return (0..<count).map(body)
  }
  let results = Mutex<[Int: Value]>([:])
  let next = Atomic(0)
  withoutActuallyEscaping(body) { body in
    let work: @Sendable () -> Void = {
      while true {
        let number = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard number < count else { return }
        let result = body(number)
        results.withLock { $0[number] = result }
      }
    }
    let others = DispatchGroup()
    for _ in 1..<max(1, min(processors, count)) {
      DispatchQueue.global().async(group: others, execute: work)
    }
    own()
    work()
    others.wait()
  }
  let made = results.withLock { $0 }
  return (0..<count).compactMap { made[$0] }
}
