import Model
import TestSupport
import Testing

@Suite struct AssignmentTests {
  @Test func itPlacesAsManyPeopleAsCanBePlaced() {
    var random = SplitMix64(seed: 4)
    let people: [IdentityID] = (0..<5).map { id("p\($0)") }
    for _ in 0..<3000 {
      let slots = (0..<Int.random(in: 1...3, using: &random)).map { _ in
        Assignment.Slot(
          count: Int.random(in: 1...3, using: &random),
          people: people.filter { _ in Bool.random(using: &random) })
      }
      let assignment = Assignment(slots: slots)
      let placed = assignment.taken.map(\.count).reduce(0, +)
      #expect(placed == best(slots, people[...], slots.map(\.count)))
      #expect(Set(assignment.taken.joined()).count == placed, "nobody takes two places")
      for (place, slot) in slots.enumerated() {
        #expect(assignment.taken[place].allSatisfy(slot.people.contains))
        #expect(assignment.taken[place] == assignment.taken[place].sorted())
        #expect(assignment.missing[place] == slot.count - assignment.taken[place].count)
        #expect(assignment.missing[place] >= 0)
      }
      let isComplete = placed == slots.map(\.count).reduce(0, +)
      #expect(assignment.isComplete == isComplete)
    }
  }

  /// The most people that can be placed, by trying every place for each of them.
  private func best(
    _ slots: [Assignment.Slot], _ people: ArraySlice<IdentityID>, _ free: [Int]
  ) -> Int {
    guard let person = people.first else { return 0 }
    var most = best(slots, people.dropFirst(), free)
    for place in slots.indices where free[place] > 0 && slots[place].people.contains(person) {
      var left = free
      left[place] -= 1
      most = max(most, 1 + best(slots, people.dropFirst(), left))
    }
    return most
  }

  @Test func theOrderOfPeopleDoesNotMatter() {
    var random = SplitMix64(seed: 5)
    let people: [IdentityID] = (0..<6).map { id("p\($0)") }
    for _ in 0..<500 {
      let slots = (0..<3).map { _ in
        Assignment.Slot(count: 2, people: people.filter { _ in Bool.random(using: &random) })
      }
      let shuffled = slots.map {
        Assignment.Slot(count: $0.count, people: ($0.people + $0.people).shuffled(using: &random))
      }
      #expect(Assignment(slots: slots).taken == Assignment(slots: shuffled).taken)
    }
  }

  @Test func noLinesLackNothing() {
    #expect(Assignment(slots: []).isComplete)
    #expect(!Assignment(slots: [Assignment.Slot(count: 1, people: [])]).isComplete)
    #expect(Assignment(slots: [Assignment.Slot(count: 100, people: [id("a")])]).missing == [99])
  }

  @Test func anAcceptanceStandsWhileEnoughApprovalsDo() throws {
    func approval(_ person: String) throws -> Approval {
      Approval(
        verifiedSignatureOf: id(person), key: "SHA256:\(person)", format: .ssh,
        assurance: .personal, commit: .null)
    }
    let all = try ["ann", "bob", "cat"].map(approval)
    let change = AcceptedChange(
      path: RepositoryPath("policies/rules/a.yaml"),
      requirements: [AcceptedRequirement(lines: [AcceptedLine(count: 2, approvals: all)])])
    #expect(change.stands(without: []))
    #expect(change.stands(without: ["SHA256:ann"]))
    #expect(!change.stands(without: ["SHA256:ann", "SHA256:cat"]))
  }
}
