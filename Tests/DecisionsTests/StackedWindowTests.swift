import Decisions
import Model
import TestSupport
import Testing

/// THREATS row 46, held against the rule as DESIGN section 7 words it.
@Suite struct StackedWindowTests {
  @Test func windowsHangTogetherAsTheRuleSays() {
    var random = SplitMix64(seed: 46)
    var outcomes: [Bool: Int] = [:]
    for _ in 0..<600 {
      let held = (0..<Int.random(in: 0...6, using: &random)).map { _ -> Window in
        let start = Int64.random(in: -6...40, using: &random)
        return window(start, start + Int64.random(in: 1...4, using: &random))
      }
      let start = Int64.random(in: 0...30, using: &random)
      let own = window(start, start + Int64.random(in: 1...4, using: &random))
      let evaluation = judge(
        request {
          $0.starts = own.start
          $0.duration = own.length
        },
        held: held.map {
          HeldAccess(
            subject: id("ana.silva"), entitlement: entitlement("billing-db/read-only"), window: $0)
        })
      let isTooLong = whole(own, held.filter { noon < $0.end }).length > hours(8)
      #expect(evaluation.codes == (isTooLong ? [.durationTooLong] : []), "\(own) \(held)")
      outcomes[isTooLong, default: 0] += 1
    }
    #expect(outcomes[true, default: 0] > 100)
    #expect(outcomes[false, default: 0] > 100)
  }

  private func window(_ start: Int64, _ end: Int64) -> Window {
    Window(start: noon.advanced(by: hours(start)), end: noon.advanced(by: hours(end)))
  }

  /// All that hangs together with `own`, by asking each window again until nothing is added.
  private func whole(_ own: Window, _ held: [Window]) -> Window {
    var together = [own]
    var rest = held
    while let next = rest.firstIndex(where: { other in
      together.contains { $0.overlaps(other) || $0.gap(to: other) < hours(8) }
    }) {
      together.append(rest.remove(at: next))
    }
    return Window(
      start: together.map(\.start).min() ?? own.start, end: together.map(\.end).max() ?? own.end)
  }
}
