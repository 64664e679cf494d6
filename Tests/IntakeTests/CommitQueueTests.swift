import Git
import Model
import TestSupport
import Testing

@testable import Intake

@Suite struct CommitQueueTests {
  /// The rule: newest date first, ties by the smaller id, and a commit waits only once.
  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func order(_ seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    var queue = CommitQueue()
    var model: [(seconds: Int64, id: ObjectID)] = []
    var dates: [ObjectID: Int64] = [:]
    for step in 0..<600 {
      if step < 400, Int.random(in: 0..<3, using: &random) > 0 {
        // Few ids and fewer dates, so that both repeat.
        let bytes = [UInt8](repeating: UInt8.random(in: 0..<90, using: &random), count: 20)
        let id = try #require(ObjectID(bytes: bytes))
        let seconds = Int64.random(in: -3..<6, using: &random)
        #expect(queue.contains(id) == (dates[id] != nil))
        queue.push(id, seconds: seconds)
        if dates[id] == nil {
          dates[id] = seconds
          model.append((seconds, id))
        }
        #expect(queue.contains(id))
      } else {
        let first = model.min {
          $0.seconds != $1.seconds ? $0.seconds > $1.seconds : $0.id < $1.id
        }
        #expect(queue.pop() == first?.id)
        if let first {
          model.removeAll { $0.id == first.id }
          dates[first.id] = nil
          #expect(!queue.contains(first.id))
        }
      }
    }
    while queue.pop() != nil { model.removeLast() }
    #expect(model.isEmpty)
  }
}
