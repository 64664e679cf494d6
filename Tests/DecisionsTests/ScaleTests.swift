import Decisions
import Model
import Testing

/// THREATS row 29: thousands of requests in one landing, each with an outcome of its own.
@Suite struct ScaleTests {
  private static let count = 5000

  @Test func manySubjectsAtOnce() {
    var world = World()
    let names = (0..<Self.count).map { "person-\($0)" }
    for name in names { world.policy.person(name) }
    world.policy.group("finance", names)
    let decisions = world.run([
      world.landing(
        names.enumerated().map { number, name in
          request {
            $0.path = "requests/billing-db/\(name).yaml"
            $0.blob = number
            $0.subject = name
            $0.approvals = number % 2 == 0 ? [approval("tom.berg", 1)] : []
          }
        })
    ])
    #expect(decisions.count == Self.count)
    #expect(world.grants.count == Self.count / 2)
  }

  @Test func oneSubjectAndOneEntitlement() {
    var world = World()
    let decisions = world.run([
      world.landing(
        (0..<Self.count).map { number in
          request {
            $0.path = "requests/billing-db/part-\(number).yaml"
            $0.blob = number
            $0.duration = .seconds(60)
            $0.starts = noon.advanced(by: .seconds(60 * Int64(number)))
          }
        })
    ])
    #expect(decisions.count == Self.count)
    // What lies less than the maximum apart counts as one (THREATS row 46).
    let windows = world.grants.values.map(\.window).sorted { $0.start < $1.start }
    var whole = windows[0]
    for window in windows {
      let hangsTogether = whole.gap(to: window) < hours(8)
      whole = hangsTogether ? Window(start: whole.start, end: window.end) : window
      #expect(whole.length <= hours(8))
    }
  }

  @Test func oneLateApprovalForAll() {
    var world = World()
    let paths = (0..<Self.count).map { "requests/billing-db/part-\($0).yaml" }
    world.run([
      world.landing(
        paths.enumerated().map { number, path in
          request {
            $0.path = path
            $0.blob = number
            $0.duration = .seconds(60)
            $0.starts = noon.advanced(by: .seconds(60 * Int64(number % 480)))
            $0.approvals = [approval("tom.berg", number)]
          }
        })
    ])
    let late = LateApprovals(
      landing: object(1000), approvals: [approval("priya.nair", 9999, isLate: true)], notes: [])
    let decisions = world.run([world.landing(late: [late])])
    #expect(decisions.count == Self.count)
  }
}
