import Decisions
import Model
import Testing

/// A policy in which something is found, and a near twin in which it is not.
struct LintExample: Sendable, CustomTestStringConvertible {
  let rule: LintRule
  /// What the message must name.
  let naming: [String]
  let testDescription: String
  let faulty: @Sendable (inout PolicyBuilder) -> Void
  let twin: @Sendable (inout PolicyBuilder) -> Void

  init(
    _ rule: LintRule, _ description: String, naming: [String],
    _ faulty: @escaping @Sendable (inout PolicyBuilder) -> Void,
    butNot twin: @escaping @Sendable (inout PolicyBuilder) -> Void
  ) {
    self.rule = rule
    self.naming = naming
    testDescription = "\(rule.rawValue): \(description)"
    self.faulty = faulty
    self.twin = twin
  }

  static let systems = [
    LintExample(
      .silentDirectory, "it is suspended", naming: ["`nightly-export` is suspended"],
      {
        $0.workload("nightly-export", owner: .person(id("priya.nair")), status: .suspended)
        $0.attest(confirmed: ["ana.silva"])
      }, butNot: { $0.attest(confirmed: ["ana.silva"]) }),
    LintExample(
      .silentDirectory, "its owner is stopped, by the directory itself",
      naming: ["the owner `priya.nair`", "suspended by the directory"],
      { $0.attest(suspended: ["priya.nair"]) }, butNot: { $0.attest(suspended: ["tom.berg"]) }),
    LintExample(
      .silentDirectory, "files, and no directory", naming: ["name no directory"],
      {
        $0.attest(confirmed: ["ana.silva"])
        $0.directory = nil
      }, butNot: { $0.attest(nil) }),
    LintExample(
      .unknownPerson, "a name that nobody has", naming: ["`ana.silvia`", "`x4`", "2 more"],
      {
        $0.attest(
          confirmed: ["ana.silvia", "ana.silva"] + (1...6).map { "x\($0)" }, offboarded: ["x7"])
      },
      butNot: { $0.attest(confirmed: ["ana.silva"], offboarded: ["joe.fox"]) }),
    LintExample(
      .staleAttestation, "confirmed long ago", naming: ["2 people", "2026-08-20T12:00:00Z"],
      { $0.attest(confirmed: ["ana.silva", "joe.fox"], at: instant("2026-08-20T12:00:00Z")) },
      butNot: {
        $0.attest(confirmed: ["ana.silva", "joe.fox"])
        $0.attest(offboarded: ["joe.fox"], at: instant("2026-08-20T12:00:00Z"))
      }),
    LintExample(
      .unreachableRule, "no system of the plane", naming: ["`nowhere`", "`identity`"],
      { $0.rule("nowhere", AppliesTo(planes: [.identity]), deny: never) },
      butNot: { $0.rule("nowhere", AppliesTo(planes: [.data]), deny: never) }),
    LintExample(
      .unreachableRule, "each matches, but nothing both", naming: ["`ledger-db`"],
      { $0.rule("r", AppliesTo(risks: [.critical], systems: [id("ledger-db")]), deny: never) },
      butNot: {
        $0.rule("r", AppliesTo(risks: [.critical], systems: [id("billing-db")]), deny: never)
      }),
    LintExample(
      .unreachableRule, "an empty group", naming: ["`group:leavers`"],
      {
        $0.group("leavers", [])
        $0.rule("r", AppliesTo(groups: [id("leavers")]), deny: never)
      },
      butNot: {
        $0.group("leavers", ["liz.hall"])
        $0.rule("r", AppliesTo(groups: [id("leavers")]), deny: never)
      }),
    LintExample(
      .unreachableRule, "a subject of another class", naming: ["`r`"],
      { $0.rule("r", AppliesTo(classes: [.vendor], subjects: [id("ana.silva")]), deny: never) },
      butNot: {
        $0.rule("r", AppliesTo(classes: [.contractor], subjects: [id("ana.silva")]), deny: never)
      }),
    LintExample(
      .shadowedRule, "a wider rule asks for all of it", naming: ["`narrow`", "`wide`"],
      {
        $0.rule("wide", require: Requirements(maximumDuration: Marked(hours(2))))
        $0.rule(
          "narrow", AppliesTo(risks: [.medium]),
          require: Requirements(maximumDuration: Marked(hours(4))))
      },
      butNot: {
        $0.rule("wide", require: Requirements(maximumDuration: Marked(hours(4))))
        $0.rule(
          "narrow", AppliesTo(risks: [.medium]),
          require: Requirements(maximumDuration: Marked(hours(2))))
      }),
    LintExample(
      .shadowedRule, "two that say the same: one goes", naming: ["`two`", "`one`"],
      {
        for name in ["one", "two"] {
          $0.rule(name, require: Requirements(approvals: [line(1, .group(id("security")))]))
        }
      },
      butNot: {
        $0.rule("one", require: Requirements(approvals: [line(1, .group(id("security")))]))
        $0.rule("two", require: Requirements(approvals: [line(1, .group(id("dba")))]))
      }),
    LintExample(
      .shadowedRule, "denied for longer", naming: ["`week`", "`year`"],
      {
        $0.rule("year", deny: denial(from: nil, until: "2027-12-31T00:00:00Z"))
        $0.rule("week", deny: denial(from: "2026-12-01T00:00:00Z", until: "2026-12-08T00:00:00Z"))
      },
      butNot: {
        $0.rule("year", deny: denial(from: nil, until: "2026-12-05T00:00:00Z"))
        $0.rule("week", deny: denial(from: "2026-12-01T00:00:00Z", until: "2026-12-08T00:00:00Z"))
      }),
    LintExample(
      .endedDenial, "over the moment it ends", naming: ["`freeze`"],
      { $0.rule("freeze", deny: denial(from: nil, until: "2026-11-20T12:00:00Z")) },
      butNot: { $0.rule("freeze", deny: denial(from: nil, until: "2026-11-20T12:00:01Z")) }),
    LintExample(
      .impossibleApproval, "an empty group", naming: ["`group:dba`", "billing-db/read-only"],
      { $0.group("dba", []) }, butNot: { $0.group("dba", ["priya.nair", "tom.berg", "liz.hall"]) }),
    LintExample(
      .impossibleApproval, "all members are suspended", naming: ["`group:security`"],
      {
        $0.person("sam.lee", status: .suspended)
        $0.person("kim.roy", status: .suspended)
        $0.person("gus.ward", status: .suspended)
      }, butNot: { $0.person("sam.lee", status: .suspended) }),
    LintExample(
      .impossibleApproval, "no security key where hardware is asked for", naming: ["security key"],
      { $0.rule("hard", require: Requirements(assurance: Marked(.hardware))) },
      butNot: { builder in
        builder.rule("hard", require: Requirements(assurance: Marked(.hardware)))
        for name in ["priya.nair", "tom.berg", "sam.lee", "joe.fox"] {
          builder.person(name, keys: [sshKey(of: name, type: "sk-ssh-ed25519@openssh.com")])
        }
      }),
    LintExample(
      .impossibleApproval, "only the one who asks could approve",
      naming: ["`liz.hall`", "nobody but"],
      {
        $0.group("solo", ["liz.hall"])
        $0.system("vault", owner: .person(id("joe.fox")), [soloOffer])
      },
      butNot: {
        $0.group("solo", ["liz.hall", "sam.lee"])
        $0.system("vault", owner: .person(id("joe.fox")), [soloOffer])
      }),
    LintExample(
      .subjectWithoutApprover, "the owner is all who is left", naming: ["`nightly-export`"],
      {
        $0.person("priya.nair", status: .suspended)
        $0.ana(sponsor: "tom.berg")
        $0.workload("nightly-export", owner: .person(id("tom.berg")))
      },
      butNot: {
        $0.person("priya.nair", status: .suspended)
        $0.ana(sponsor: "tom.berg")
        $0.workload("nightly-export", owner: .person(id("tom.berg")))
        $0.group("dba", ["priya.nair", "tom.berg", "liz.hall"])
      }),
    LintExample(
      .subjectWithoutApprover, "employees have no sponsor", naming: ["`joe.fox`", "rule all"],
      { $0.rule("all", require: Requirements(approvals: [line(1, .sponsor)])) },
      butNot: {
        $0.rule(
          "all", AppliesTo(classes: [.contractor]),
          require: Requirements(approvals: [line(1, .sponsor)]))
      }),
    LintExample(
      .approversAreSubjects, "they let each other in", naming: ["`vault/open`"],
      { builder in
        builder.group("vaulters", ["liz.hall", "sam.lee"])
        builder.system("vault", owner: .person(id("joe.fox")), [peerOffer(from: [])])
      },
      butNot: { builder in
        builder.group("vaulters", ["liz.hall", "sam.lee"])
        builder.system("vault", owner: .person(id("joe.fox")), [peerOffer(from: [.owner])])
      }),
    LintExample(
      .ownerlessSystem, "the owner is suspended", naming: ["`person:joe.fox`", "`ledger-db`"],
      { $0.person("joe.fox", status: .suspended) }, butNot: { $0.person("joe.fox") }),
    LintExample(
      .ownerlessSystem, "the owning group is empty", naming: ["`group:dba`"],
      { $0.group("dba", []) }, butNot: { $0.group("dba", ["priya.nair", "tom.berg"]) }),
    LintExample(
      .noWayOut, "no line governs the file", naming: ["governance"],
      { $0.governance = [governs("policies/people/**")] },
      butNot: { $0.governance = [governs("policies/systems/**")] }),
    LintExample(
      .thirdPartyApprovals, "one signature on the ci-cd plane", naming: ["`ana.silva`", "ci-cd"],
      { $0.pipeline(.ciCd, [line(1, .group(id("dba")))]) },
      butNot: { $0.pipeline(.development, [line(1, .group(id("dba")))]) }),
    LintExample(
      .thirdPartyApprovals, "two lists that one person serves", naming: ["cloud-admin"],
      { $0.pipeline(.cloudAdmin, [line(1, .group(id("dba")))], thenSponsor: "priya.nair") },
      butNot: { $0.pipeline(.cloudAdmin, [line(1, .group(id("dba")))], thenSponsor: "liz.hall") }),
    LintExample(
      .thirdPartyApprovals, "a class that nobody is of yet", naming: ["any vendor", "identity"],
      { $0.pipeline(.identity, [line(1, .group(id("dba")))], for: [.personClass(.vendor)]) },
      butNot: { $0.pipeline(.identity, [line(2, .group(id("dba")))], for: [.personClass(.vendor)]) }
    ),
    LintExample(
      .unusedGroup, "nothing names it", naming: ["`choir`"],
      { $0.group("choir", ["liz.hall"]) },
      butNot: {
        $0.group("choir", ["liz.hall"])
        $0.governance.append(governs("docs/**", by: "choir"))
      }),
    LintExample(
      .nobodyEligible, "the group that may ask is empty", naming: ["`group:finance`"],
      { $0.group("finance", []) }, butNot: { $0.group("finance", ["joe.fox"]) }),
    LintExample(
      .nobodyEligible, "the person who may ask is suspended", naming: ["`person:liz.hall`"],
      {
        $0.person("liz.hall", status: .suspended)
        $0.system("vault", owner: .person(id("joe.fox")), [personalOffer])
      }, butNot: { $0.system("vault", owner: .person(id("joe.fox")), [personalOffer]) }),
  ]
}

private let never = Denial(message: "No.", from: nil, until: nil, mark: somewhere)

private func denial(from: String?, until: String?) -> Denial {
  Denial(
    message: "No.", from: from.map { instant($0) }, until: until.map { instant($0) },
    mark: somewhere)
}

private let soloOffer = offer(
  "open", .low, [.group(id("solo"))], [line(1, .group(id("solo"))), line(1, .owner)])
private let personalOffer = offer("open", .low, [.person(id("liz.hall"))], [line(1, .owner)])

private func peerOffer(from more: [ApproverSelector]) -> Entitlement {
  offer(
    "open", .low, [.group(id("vaulters"))],
    [ApprovalLine(count: 1, from: [.group(id("vaulters"))] + more, mark: somewhere)])
}

func governs(_ pattern: String, by group: String = "security") -> GovernanceLine {
  guard let pattern = PathPattern(pattern) else { fatalError("no pattern: \(pattern)") }
  return GovernanceLine(
    patterns: [pattern], approvals: [line(1, .group(id(group)))], mark: somewhere)
}

extension PolicyBuilder {
  /// A system on `plane` that third parties may ask for.
  fileprivate mutating func pipeline(
    _ plane: Plane, _ approvals: [ApprovalLine], thenSponsor sponsor: String? = nil,
    for eligible: [EligibleSelector] = [.personClass(.contractor)]
  ) {
    rules = []
    if let sponsor {
      ana(sponsor: sponsor)
      rule("sponsored", require: Requirements(approvals: [line(1, .sponsor)]))
      // Only the outsider has a sponsor to ask.
      rules[0] = Rule(
        id: id("sponsored"), description: "", appliesTo: AppliesTo(classes: [.contractor]),
        require: rules[0].require, deny: nil)
    }
    system(
      "pipeline", owner: .group(id("dba")), plane: plane,
      [offer("release", .medium, eligible, approvals)])
  }

  /// The example with every file governed.
  static func governed(_ change: (inout PolicyBuilder) -> Void) -> Policy {
    var builder = PolicyBuilder.example
    builder.governance = [governs("policies/**")]
    // With three, one may have left and another have written the change.
    builder.person("gus.ward")
    builder.group("security", ["sam.lee", "kim.roy", "gus.ward"])
    change(&builder)
    return builder.policy
  }
}

@Suite struct LintTests {
  @Test func thereIsNothingToSayOfTheExample() {
    #expect(lint(PolicyBuilder.governed { _ in }, at: noon) == [])
  }

  @Test(arguments: LintExample.all)
  func findsItAndNotInTheTwin(example: LintExample) {
    let found = lint(PolicyBuilder.governed(example.faulty), at: noon)
    let ours = found.filter { $0.rule == example.rule }
    #expect(!ours.isEmpty, "\(found)")
    for name in example.naming {
      #expect(ours.contains { $0.message.contains(name) }, "\(name): \(ours)")
    }
    let others = lint(PolicyBuilder.governed(example.twin), at: noon)
    #expect(others.filter { $0.rule == example.rule } == [])
  }

  @Test func everyRuleHasAnExample() {
    #expect(Set(LintExample.all.map(\.rule)) == Set(LintRule.allCases))
  }

  /// What is found does not depend on the order of files, nor on anything but the policy and the time.
  @Test func findsTheSameInAnyOrder() {
    for seed in UInt64(0)..<60 {
      var random = RandomWorld(seed: seed)
      let found = lint(random.policy.policy, at: noon)
      random.policy.rules.shuffle(using: &random.random)
      random.policy.systems.shuffle(using: &random.random)
      random.policy.workloads.shuffle(using: &random.random)
      #expect(lint(random.policy.policy, at: noon) == found, "seed \(seed)")
    }
  }

  /// Where lint says that nobody could approve, no request is ever granted, and what it leaves alone
  /// somebody can have.
  @Test func agreesWithTheJudge() {
    for seed in UInt64(0)..<120 {
      var random = RandomWorld(seed: seed)
      // Approvals of these tests say what they prove, whatever keys people have.
      random.policy.rules.removeAll { $0.require?.assurance?.value == .hardware }
      let policy = random.policy.policy
      let impossible = lint(policy, at: noon).filter { $0.rule == .impossibleApproval }
      for target in RandomWorld.targets {
        let isImpossible = impossible.contains { $0.message.contains("what \(target) asks for") }
        let isGranted = (RandomWorld.people + RandomWorld.workloads).contains { subject in
          var request = RequestBuilder()
          request.subject = subject
          request.target = target
          request.duration = hours(1)
          request.approvals = RandomWorld.people.enumerated().map { place, person in
            approval(person, place + 1, assurance: .hardware)
          }
          return judge(request, under: random.policy).verdict == .granted
        }
        #expect(!(isImpossible && isGranted), "seed \(seed) \(target)")
      }
    }
  }
}
