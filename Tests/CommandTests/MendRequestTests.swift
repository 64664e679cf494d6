import Model
import TestSupport
import Testing

/// What `check` says of a request is done to it, and then it could be granted.
@Suite struct MendRequestTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let code: ReasonCode
    let mend: String
    let wrong: @Sendable (inout Request) -> Void
    var right: @Sendable (inout Request) -> Void = { _ in }
    var contract = "2027-01-31T00:00:00Z"

    var testDescription: String { mend }
  }

  static let cases = [
    Case(code: .ticketMissing, mend: "Add `ticket:` to the request.", wrong: { $0.ticket = nil }),
    Case(
      code: .outlivesContract, mend: "Ask for less time.", wrong: { $0.duration = "8h" },
      right: { $0.duration = "3h" }, contract: "\(Instant.drill(.hours(4)))"),
    Case(
      code: .notEligible, mend: "Ask for it without `emergency`.",
      wrong: { $0.more = ["emergency: true"] }),
    Case(
      code: .unknownSystem, mend: "A request lies in the folder of its system, requests/<system>/.",
      wrong: { $0.system = "nowhere" }),
    Case(
      code: .unknownEntitlement, mend: "It has `read-only`, `export`, `backup` and `superuser`.",
      wrong: { $0.entitlement = "nothing" }),
    Case(
      code: .durationTooLong, mend: "Ask for 8h or less.", wrong: { $0.duration = "9h" }),
    Case(
      code: .invalidDocument, mend: "Remove `public_key`.",
      wrong: {
        $0.more = [
          "public_key: ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDkd5xJKfL1tuWxAU+jh3cj+RbPVUgu0owNBLnpN0RrV"
        ]
      }),
  ]

  @Test(arguments: cases)
  func `what check says of a request helps`(_ mend: Case) async throws {
    var policies = AccessRepository.Policies()
    policies.people = policies.people.map { person in
      var person = person
      if person.id == "ana.silva" { person.contractEnds = mend.contract }
      return person
    }
    let repository = try await AccessRepository(policies)
    try await repository.run()
    func check(_ change: (inout Request) -> Void) async throws -> AccessRepository.Answer {
      var request = Request("one")
      change(&request)
      let branch = try await repository.propose(request, signed: .own)
      return try await repository.countersign([
        "check", branch, "--anchor", repository.anchor, "--now", "\(Instant.drill())",
      ])
    }
    let said = try await check(mend.wrong)
    #expect(said.status == 1 && said.names(mend.code), "\(said)")
    #expect(said.description.contains(mend.mend), "\(said)")
    let done = try await check(mend.right)
    #expect(done.status == 0, "\(done)")
  }
}
