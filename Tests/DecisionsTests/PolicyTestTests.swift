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
}
