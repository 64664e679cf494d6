import Decisions
import Model
import Testing

/// Somebody is told before something ends, of each thing once.
@Suite struct ReminderTests {
  private func world(_ reminders: ReminderSettings) -> World {
    var world = World()
    world.policy = policy {
      $0.reminders = reminders
      // Nobody's facts go stale while a test runs, unless it says so.
      for person in $0.people.values {
        $0.person(
          person.id.text, person.personClass, sponsor: person.sponsor?.text,
          contract: person.contract, verified: noon)
      }
    }
    return world
  }

  private func reminders(_ decisions: [Decision]) -> [Due] {
    decisions.compactMap { if case .remind(let due) = $0 { due } else { nil } }
  }

  @Test func aGrantThatEndsSoonIsRemindedOfOnceAndItsTimeIsWaitedFor() {
    var world = world(ReminderSettings(grant: hours(1)))
    #expect(world.land(RequestBuilder()).map(\.word) == ["issue ana.silva"])
    let due = noon.advanced(by: hours(7))
    #expect(world.cursor.next == due)
    #expect(world.run(at: due.advanced(by: .seconds(-1))).isEmpty)
    let told = reminders(world.run(at: due))
    #expect(told.map(\.kind) == [.grant] && told.map(\.at) == [noon.advanced(by: hours(8))])
    #expect(told.map(\.recipients) == [[id("ana.silva")]])
    #expect(world.runAgain(at: due.advanced(by: .seconds(60))).isEmpty)
    #expect(world.cursor.next == noon.advanced(by: hours(8)))
  }

  @Test func whoGetsLessTimeThanTheReminderIsNotTold() {
    var world = world(ReminderSettings(grant: hours(8)))
    #expect(world.land(RequestBuilder()).map(\.word) == ["issue ana.silva"])
    #expect(world.cursor.next == noon.advanced(by: hours(8)))
  }

  @Test func contractsAndFactsAreRemindedOfBeforeTheyEnd() {
    var world = world(ReminderSettings(contract: days(14), verification: days(14)))
    // A ledger that has just begun tells nobody twice.
    #expect(world.run([world.landing()]).isEmpty)
    let contract = instant("2027-01-17T00:00:00Z")
    #expect(world.cursor.next == contract)
    let told = reminders(world.run(at: contract))
    #expect(told.map(\.subject) == [id("ana.silva")] && told.map(\.kind) == [.contract])
    #expect(told.map(\.recipients) == [[id("ana.silva"), id("priya.nair")]])
    let stale = noon.advanced(by: days(76))
    #expect(world.cursor.next == stale)
    #expect(reminders(world.run(at: stale)).map(\.kind).allSatisfy { $0 == .verification })
    #expect(world.runAgain(at: stale.advanced(by: hours(1))).isEmpty)
  }

  @Test func factsThatAPolicyBringsLateAreRemindedOfAtOnce() {
    var world = world(ReminderSettings(contract: days(14)))
    world.run([world.landing()])
    let before = world.landing()
    world.policy.ana(contractEnds: "2026-11-25T00:00:00Z", verified: "2026-11-20T12:00:00Z")
    let told = reminders(world.run([before], at: noon.advanced(by: hours(1))))
    #expect(told.map(\.at) == [instant("2026-11-25T00:00:00Z")])
    #expect(world.run([world.landing()], at: noon.advanced(by: hours(2))).isEmpty)
  }

  @Test func whatFallsDueIsListedInOrder() {
    var world = world(ReminderSettings())
    world.land(RequestBuilder())
    let dues = Dues(
      policy: world.policy.policy, live: Array(world.grants.values), unreviewed: [],
      calendar: world.calendar, leaving: [], discovery: nil)
    #expect(dues.all(before: noon.advanced(by: hours(8))).isEmpty)
    #expect(dues.all(before: noon.advanced(by: hours(9))).map(\.kind) == [.grant])
    let all = dues.all(before: noon.advanced(by: days(100)))
    #expect(all.map(\.at) == all.map(\.at).sorted())
    #expect(Set(all.map(\.kind)) == [.grant, .contract, .verification])
  }
}
