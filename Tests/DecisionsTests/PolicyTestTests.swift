import Decisions
import Model
import Testing

private func example(
  _ name: String, _ expect: ExpectedOutcome, by people: [String], reasons: [ReasonCode] = [],
  isSigned: Bool = true, assurance: Assurance = .personal, grants: [AssumedGrant] = [],
  _ change: (inout RequestBuilder) -> Void = { _ in }
) -> PolicyTestCase {
  PolicyTestCase(
    name: name, request: request(change).request, approvedBy: people.map { id($0) },
    assurance: assurance, isSigned: isSigned, grants: grants, expect: expect, reasons: reasons,
    mark: Mark(line: 7, column: 5))
}

private func failing(_ cases: PolicyTestCase...) -> [Reason] {
  failures(
    ofTestsIn: policy {
      $0.tests = [
        PolicyTestFile(file: "policies/tests/third-parties.yaml", at: noon, cases: cases)
      ]
    }.policy)
}

@Suite struct PolicyTestTests {
  @Test func theExamplesOfTheDesignPass() {
    #expect(
      failing(
        example("a working day", .granted, by: ["priya.nair", "tom.berg"]),
        example(
          "not without her sponsor", .pending, by: ["tom.berg"], reasons: [.shortOfApprovals]),
        example("too long", .refused, by: ["priya.nair"], reasons: [.durationTooLong]) {
          $0.duration = hours(9)
        },
        example(
          "not signed", .refused, by: ["priya.nair"], reasons: [.unsignedRequest],
          isSigned: false),
        example(
          "by a forge", .pending, by: ["priya.nair"], reasons: [.assuranceTooLow],
          assurance: .forge),
        example(
          "beside what she has", .refused, by: ["joe.fox", "priya.nair"],
          reasons: [.conflictingGrant],
          grants: [
            AssumedGrant(
              entitlement: entitlement("billing-db/superuser"),
              window: Window(start: noon, end: noon.advanced(by: hours(1))))
          ]
        ) { $0.target = "ledger-db/approve-payments" },
        example("a workload", .granted, by: ["tom.berg"]) { $0.subject = "nightly-export" }
      ).isEmpty)
  }

  @Test func aWrongOutcomeFailsWithWhatCameInstead() throws {
    let failures = failing(example("surely", .granted, by: ["tom.berg"]))
    let failure = try #require(failures.first)
    #expect(failures.count == 1)
    #expect(failure.code == .invalidDocument)
    #expect(
      failure.message.hasPrefix("test 'surely': expected granted, got pending: short-of-approvals"))
    #expect(failure.file == "policies/tests/third-parties.yaml")
    #expect(failure.line == 7)
    #expect(failure.column == 5)
  }

  @Test func aReasonThatIsNotAmongThemFails() throws {
    let failures = failing(
      example("why", .pending, by: ["tom.berg"], reasons: [.shortOfApprovals, .staleIdentity]))
    let failure = try #require(failures.first)
    #expect(
      failure.message.hasPrefix(
        "test 'why': pending as expected, but without the reason `stale-identity`, only: "))
  }

  @Test func whatShouldBeRefusedAndIsGrantedFails() {
    let failures = failing(example("no", .refused, by: ["priya.nair", "tom.berg"]))
    #expect(failures.map(\.message) == ["test 'no': expected refused, got granted"])
  }

  // MARK: Tests are about rules, not about who works here

  private static let outsiders = [
    made("a.contractor", .contractor, sponsor: "a.sponsor"), made("a.sponsor", groups: ["dba"]),
    made("a.leaver", .contractor, sponsor: "a.sponsor", status: .suspended),
    made(
      "a.short-termer", .contractor, sponsor: "a.sponsor",
      contractEnds: noon.advanced(by: hours(4))),
  ]

  private func found(
    _ cases: [PolicyTestCase], people: [MadeUpPerson] = outsiders,
    _ change: (inout PolicyBuilder) -> Void = { _ in }
  ) -> [Reason] {
    failures(
      ofTestsIn: policy {
        $0.tests = [
          PolicyTestFile(file: "policies/tests/one.yaml", at: noon, people: people, cases: cases)
        ]
        change(&$0)
      }.policy)
  }

  @Test func madeUpPeopleAreJudgedLikeOthers() {
    let cases = [
      example("with both", .granted, by: ["a.sponsor"]) { $0.subject = "a.contractor" },
      example("without the sponsor", .pending, by: ["tom.berg"], reasons: [.shortOfApprovals]) {
        $0.subject = "a.contractor"
      },
      example("suspended", .refused, by: ["a.sponsor"], reasons: [.inactiveSubject]) {
        $0.subject = "a.leaver"
      },
      example("beyond the contract", .refused, by: ["a.sponsor"], reasons: [.outlivesContract]) {
        $0.subject = "a.short-termer"
      },
      example("within it", .granted, by: ["a.sponsor"]) {
        $0.subject = "a.short-termer"
        $0.duration = hours(4)
      },
    ]
    #expect(found(cases).isEmpty)
    // Without the group the sponsor is no database administrator.
    let outside = [Self.outsiders[0], made("a.sponsor")]
    #expect(found([cases[0]], people: outside).map(\.code) == [.invalidDocument])
  }

  @Test(
    "Nobody's leaving fails a test",
    arguments: [
      "suspended", "offboarded", "stopped by the directory", "contract", "stale", "deleted",
    ])
  func leaving(how: String) {
    let cases = [
      example("a working day", .granted, by: ["priya.nair"]),
      example("a workload", .granted, by: ["tom.berg"]) { $0.subject = "nightly-export" },
    ]
    func leaves(_ builder: inout PolicyBuilder) {
      switch how {
      case "suspended":
        builder.person("priya.nair", status: .suspended)
        builder.person("tom.berg", status: .suspended)
        builder.workload(
          "nightly-export", owner: .person(id("priya.nair")), status: .suspended)
      case "offboarded":
        builder.ana(status: .offboarded)
        builder.person("tom.berg", status: .offboarded)
      case "stopped by the directory":
        builder.attest(suspended: ["priya.nair"], offboarded: ["ana.silva", "tom.berg"])
      case "contract": builder.ana(contractEnds: "2026-11-01T00:00:00Z")
      case "stale": builder.ana(verified: "2020-01-01T00:00:00Z")
      default:
        builder.people[id("ana.silva")] = nil
        builder.people[id("tom.berg")] = nil
      }
    }
    #expect(found(cases) { leaves(&$0) }.isEmpty)
    // The twin: what the rules no longer give fails, whoever is there.
    let failing = found(cases) {
      leaves(&$0)
      if how != "deleted" { $0.billing(readOnlyBy: .group(id("security"))) }
    }
    #expect(failing.isEmpty == (how == "deleted"))
  }

  @Test func aCaseAboutNobodyIsSaidAndHoldsNothingBack() throws {
    let tested = policy {
      $0.tests = [
        PolicyTestFile(
          file: "policies/tests/one.yaml", at: noon, people: Self.outsiders,
          cases: [
            example("gone", .granted, by: ["long.gone"]) { $0.subject = "a.contractor" },
            example("nobody", .refused, by: ["a.sponsor"], reasons: [.unknownSubject]) {
              $0.subject = "no.body"
            },
          ])
      ]
    }.policy
    #expect(failures(ofTestsIn: tested).isEmpty)
    #expect(testRun(of: tested).outcomes.map { $0.failure == nil } == [false, true])
  }

  @Test func aCoarseScopeIsHighRiskUnlessThePolicySaysWhyNot() {
    let people = [made("a.colleague"), made("a.guard", groups: ["security"])]
    func judged(
      _ expect: ExpectedOutcome, _ reasons: [ReasonCode], _ risk: Risk, because reason: String?
    ) -> [Reason] {
      let unsigned = example("unsigned", expect, by: ["a.guard"], reasons: reasons, isSigned: false)
      {
        $0.subject = "a.colleague"
        $0.target = "tenant/look"
      }
      return found([unsigned], people: people) { $0.tenant(risk, because: reason) }
    }
    for risk in [Risk.low, .medium, .high] {
      #expect(judged(.refused, [.unsignedRequest], risk, because: nil).isEmpty)
    }
    for risk in [Risk.low, .medium] {
      #expect(judged(.granted, [], risk, because: "The tenant is ours alone.").isEmpty)
    }
    #expect(
      judged(.refused, [.unsignedRequest], .high, because: "A reason lowers nothing.").isEmpty)
  }
}
