import Decisions
import Model
import Testing

private let seeds: Range<UInt64> = 0..<120

private func landed(_ random: RandomWorld) -> (World, [Decision]) {
  var world = random.world
  let decisions = world.run([world.landing(random.requests)])
  return (world, decisions)
}

@Suite struct PropertyTests {
  @Test func theWorldsAreWorthTheirWhile() {
    var counts: [String: Int] = [:]
    for seed in seeds {
      for decision in landed(RandomWorld(seed: seed)).1 {
        counts[String(decision.word.prefix { $0 != " " }), default: 0] += 1
      }
    }
    #expect(counts["issue", default: 0] > 20, "\(counts)")
    #expect(counts["pending", default: 0] > 20, "\(counts)")
    #expect(counts["refused", default: 0] > 20, "\(counts)")
  }

  @Test func decidingAgainDecidesNothing() {
    for seed in seeds {
      let (world, _) = landed(RandomWorld(seed: seed))
      #expect(world.runAgain().map(\.word).isEmpty, "seed \(seed)")
    }
  }

  @Test func noOrderMatters() {
    for seed in seeds {
      var random = RandomWorld(seed: seed)
      let (first, decisions) = landed(random)
      random.requests.shuffle(using: &random.random)
      for place in random.requests.indices {
        random.requests[place].approvals.shuffle(using: &random.random)
      }
      random.policy.rules.shuffle(using: &random.random)
      random.policy.systems.shuffle(using: &random.random)
      random.policy.workloads.shuffle(using: &random.random)
      let (second, others) = landed(random)
      #expect(decisions.map(outcome) == others.map(outcome), "seed \(seed)")
      #expect(first.cursor.next == second.cursor.next, "seed \(seed)")
    }
  }

  /// The decision without what follows the order of the facts by right: the record keeps approvals as
  /// they came.
  private func outcome(_ decision: Decision) -> String {
    switch decision {
    case .issue(let grant, _): "\(grant)"
    case .settle(let record, _): "\(record.path) \(record.outcome) \(record.reasons)"
    case .certify, .confirm, .identify, .activate, .expire, .revoke, .mandate, .accept, .freeze,
      .thaw,
      .brake, .release, .pass, .find,
      .signOff,
      .schedule,
      .findOverdue, .remind, .offboard, .fail, .recover, .discover:
      "\(decision)"
    }
  }

  @Test func anotherRuleNeverGrantsMore() {
    for seed in seeds {
      var random = RandomWorld(seed: seed)
      var stricter = random.policy
      stricter.rules.append(random.rule(9))
      for request in random.requests {
        let before = judge(request, under: random.policy, overlay: random.overlay)
        let after = judge(request, under: stricter, overlay: random.overlay)
        #expect(before.verdict == .granted || after.verdict != .granted, "seed \(seed)")
        #expect(before.verdict != .refused || after.verdict == .refused, "seed \(seed)")
      }
    }
  }

  @Test func whoeverLeavesAGroupGrantsNobodyMore() {
    for seed in seeds {
      var random = RandomWorld(seed: seed)
      // A group that owns a workload is more than eligible and approving: its members answer for it.
      random.policy.workload("w1", owner: .person(id("p1")))
      var smaller = random.policy
      let group: GroupID = id(random.one(RandomWorld.groups))
      smaller.groups[group]?.removeFirst()
      for request in random.requests {
        let before = judge(request, under: random.policy, overlay: random.overlay)
        let after = judge(request, under: smaller, overlay: random.overlay)
        #expect(before.verdict == .granted || after.verdict != .granted, "seed \(seed)")
      }
    }
  }

  /// What a request does not speak of has no part in its decision, nor has when it is asked for again.
  @Test func nothingButItsInputsDecides() {
    for seed in seeds {
      let random = RandomWorld(seed: seed)
      var busier = random.policy
      busier.person("stranger")
      busier.group("strangers", ["stranger"])
      busier.workload("strange", owner: .person(id("stranger")))
      busier.system(
        "elsewhere", owner: .person(id("stranger")),
        [offer("e", .low, [.group(id("strangers"))], [line(1, .owner)])])
      busier.rule("elsewhere", AppliesTo(systems: [id("elsewhere")]), require: Requirements())
      for request in random.requests {
        let first = judge(request, under: random.policy, overlay: random.overlay)
        for other in [random.policy, busier] {
          let again = judge(request, under: other, overlay: random.overlay)
          #expect(again.verdict == first.verdict, "seed \(seed)")
          #expect(again.reasons == first.reasons, "seed \(seed)")
          #expect(again.window == first.window, "seed \(seed)")
        }
      }
    }
  }

  @Test func whatIsHeldNeverGrantsMore() {
    for seed in seeds {
      var random = RandomWorld(seed: seed)
      for request in random.requests {
        let start = noon.advanced(by: hours(random.one([-2, 0, 3])))
        let held = HeldAccess(
          subject: id(random.one([request.subject] + RandomWorld.people)),
          entitlement: entitlement(random.one(RandomWorld.targets)),
          window: Window(start: start, end: start.advanced(by: hours(4))))
        let before = judge(request, under: random.policy)
        let after = judge(request, under: random.policy, held: [held])
        #expect(before.verdict == .granted || after.verdict != .granted, "seed \(seed)")
      }
    }
  }

  @Test func noGrantBreaksItsOwnTerms() {
    for seed in seeds {
      let random = RandomWorld(seed: seed)
      let (world, decisions) = landed(random)
      let policy = random.policy.policy
      for case .issue(let grant, let record) in decisions {
        let entitled = policy.entitlement(grant.entitlementName)?.1
        #expect(entitled.map { grant.window.length <= $0.maximumDuration.value } == true)
        #expect(!grant.approvals.map(\.person).contains(grant.subject), "seed \(seed)")
        let authors = Set(record.changes.flatMap(\.people))
        #expect(authors.isDisjoint(with: grant.approvals.map(\.person)), "seed \(seed)")
        #expect(grant.approvals.allSatisfy { policy.people[$0.person]?.status == .active })
        #expect(!grant.approvals.contains { random.overlay.compromised.contains($0.key) })
        #expect(random.overlay.inactive[grant.subject] == nil)
      }
      let live = world.grants.values.filter(\.state.isLive)
      for grant in live {
        for other in live
        where other.subject == grant.subject && other.window.overlaps(grant.window) {
          let apart = policy.entitlement(grant.entitlementName)?.1.conflictsWith ?? []
          let isSame = other.id == grant.id
          #expect(isSame || !apart.contains { $0.value == other.entitlementName }, "seed \(seed)")
        }
      }
    }
  }

  @Test(arguments: [
    Instant.earliest, Instant.latest, Instant(clampingSeconds: 0), noon,
  ])
  func noInstantOrDurationTraps(_ now: Instant) {
    let durations: [Duration] = [
      .seconds(Int64.max), .seconds(Int64.min), .zero, .seconds(-1), .longestWritten, hours(1),
    ]
    for duration in durations {
      for starts in [nil, Instant.earliest, Instant.latest, noon] {
        var world = World()
        world.policy.staleAfter = duration
        world.policy.expireAfter = duration
        world.policy.issueWithin = duration
        world.hasWitness = false
        let extreme = request {
          $0.duration = duration
          $0.starts = starts
          $0.seen = now
        }
        let decisions = world.land(extreme, at: now)
        #expect(decisions.count >= 1)
        for grant in world.grants.values {
          #expect(grant.start < grant.end)
          #expect(grant.window.length <= hours(8))
        }
        #expect(world.runAgain(at: now).isEmpty)
      }
    }
  }
}
