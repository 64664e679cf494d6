import Decisions
import Model
import TestSupport

/// Policies and requests drawn from small sets, so that all rules meet each other often.
struct RandomWorld {
  var random: SplitMix64
  var policy = PolicyBuilder()
  var requests: [RequestBuilder] = []
  var overlay = noOverlay

  static let people = (0..<8).map { "p\($0)" }
  static let groups = (0..<4).map { "g\($0)" }
  static let workloads = ["w0", "w1"]
  static let targets = ["s0/e0", "s0/e1", "s1/e0"]

  init(seed: UInt64) {
    random = SplitMix64(seed: seed)
    makePeople()
    for target in ["s0", "s1"] {
      let names = target == "s0" ? ["e0", "e1"] : ["e0"]
      let owner = maybe(2) ? Owner.group(id(one(Self.groups))) : .person(id(one(Self.people)))
      policy.system(target, owner: owner, names.map { makeOffer($0) })
    }
    for number in 0..<Int.random(in: 0...3, using: &random) { policy.rules.append(rule(number)) }
    for number in 0..<Int.random(in: 1...8, using: &random) { requests.append(request(number)) }
    if maybe(4) {
      overlay = TipOverlay(
        inactive: [id(one(Self.people)): .suspended], compromised: ["SHA256:\(one(Self.people))"])
    }
  }

  /// Whether to do something that happens once in `times`.
  mutating func maybe(_ times: Int) -> Bool { Int.random(in: 0..<times, using: &random) == 0 }

  mutating func one<Value>(_ values: [Value]) -> Value {
    values[Int.random(in: 0..<values.count, using: &random)]
  }

  mutating func some<Value>(_ values: [Value], from least: Int = 0) -> [Value] {
    Array(
      values.shuffled(using: &random)
        .prefix(max(least, Int.random(in: 0...values.count, using: &random))))
  }

  private mutating func makePeople() {
    for name in Self.people {
      let isOutside = maybe(3)
      policy.person(
        name, isOutside ? one([.contractor, .vendor]) : .employee,
        sponsor: isOutside || maybe(4) ? one(Self.people) : nil,
        contract: isOutside || maybe(6)
          ? contract(until: one(["2026-11-20T16:00:00Z", "2027-01-01T00:00:00Z"])) : nil,
        verified: one([noon.advanced(by: .zero), noon.advanced(by: days(-80)), noon]),
        status: maybe(10) ? .suspended : .active)
    }
    for group in Self.groups { policy.group(group, some(Self.people, from: 1)) }
    policy.workload("w0", owner: .person(id(one(Self.people))))
    policy.workload("w1", owner: .group(id(one(Self.groups))))
  }

  private mutating func makeLines() -> [ApprovalLine] {
    (0..<Int.random(in: 1...2, using: &random)).map { _ in
      let from: [ApproverSelector] = [
        .group(id(one(Self.groups))), .person(id(one(Self.people))), .owner, .sponsor,
      ]
      return ApprovalLine(
        count: Int.random(in: 1...2, using: &random), from: some(from, from: 1), mark: somewhere)
    }
  }

  private mutating func makeOffer(_ name: String) -> Entitlement {
    offer(
      name, one(Risk.allCases),
      some(
        [
          .personClass(.employee), .personClass(.contractor), .group(id(one(Self.groups))),
          .workload(id("w0")), .workload(id("w1")),
        ], from: 2), makeLines(), maximum: hours(one([1, 4, 8])),
      conflicts: maybe(2) ? [one(Self.targets)] : [], assurance: maybe(4) ? .forge : nil,
      signedRequest: maybe(3) ? maybe(2) : nil)
  }

  /// A rule that asks for more or denies; it never says what would loosen a default.
  mutating func rule(_ number: Int, withMaximum: Bool = true) -> Rule {
    var require: Requirements?
    if !maybe(4) {
      require = Requirements(
        ticket: maybe(4) ? Marked(one(["OPS-.*", "INC-.*"])) : nil,
        approvals: maybe(2) ? makeLines() : [],
        maximumDuration: withMaximum && maybe(3) ? Marked(hours(one([1, 2, 6]))) : nil,
        assurance: maybe(5) ? Marked(one([.personal, .hardware])) : nil,
        signedRequest: maybe(3) ? Marked(true) : nil)
    }
    return Rule(
      id: id("r\(number)"), description: "",
      appliesTo: AppliesTo(
        classes: maybe(3) ? [one([.employee, .contractor])] : nil,
        risks: maybe(3) ? Set(some(Risk.allCases, from: 1)) : nil,
        systems: maybe(4) ? [id(one(["s0", "s1"]))] : nil,
        subjects: maybe(4) ? [id(one(Self.people))] : nil),
      require: require,
      deny: require != nil
        ? nil
        : Denial(
          message: "No.", from: noon.advanced(by: hours(one([-5, 2, 9]))),
          until: noon.advanced(by: hours(10)), mark: somewhere))
  }

  private mutating func request(_ number: Int) -> RequestBuilder {
    var request = RequestBuilder()
    request.path = "requests/s/\(number).yaml"
    request.blob = number
    request.subject = one(Self.people + Self.workloads)
    request.target = one(Self.targets)
    request.duration = hours(one([1, 1, 2, 4, 9]))
    request.starts = maybe(2) ? noon.advanced(by: hours(one([-1, 0, 1, 3, 6, 24, 200]))) : nil
    request.ticket = maybe(5) ? nil : one(["OPS-1", "INC-2"])
    request.approvals = some(Self.people).enumerated().map { place, person in
      approval(
        person, number * 100 + place,
        assurance: maybe(2) ? .hardware : maybe(5) ? .forge : .personal)
    }
    request.changes = [
      RequestChange(
        commit: object(number), people: [id(maybe(5) ? one(Self.people) : request.subject)],
        signer: maybe(5) ? nil : id(request.subject), isOrigin: true)
    ]
    return request
  }

  /// All requests in one landing, before a ledger that knows nothing.
  var world: World {
    var world = World()
    world.policy = policy
    world.overlay = overlay
    return world
  }
}
