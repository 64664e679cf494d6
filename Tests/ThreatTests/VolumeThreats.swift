import Model
import TestSupport
import Testing

@Suite struct VolumeThreats {
  @Test("29: five thousand requests in one merge", .timeLimit(.minutes(30)))
  func manyRequests() async throws {
    var policies = Policies()
    let subjects = (0..<50).map { "person-\($0)" }
    policies.people += subjects.map { Person($0) }
    let entitlements = (0..<100).map {
      "  e\($0): {risk: low, eligible: [class:employee], approvals: [{count: 1, from: [owner]}], "
        + "maximum_duration: 8h}\n"
    }
    policies.texts["policies/systems/many.yaml"] =
      "description: Many doors\nowner: group:dba\nplane: data\nconnector: {type: ledger}\n"
      + "entitlements:\n" + entitlements.joined()
    let repository = try await AccessRepository(policies)
    var requests: [Request] = []
    for (place, subject) in subjects.enumerated() {
      for number in 0..<100 {
        // One in ten asks for what there is not.
        let name = number % 10 == 9 ? "none" : "e\(number)"
        requests.append(
          Request("r-\(place)-\(number)", name, for: subject, of: "many", duration: "1h"))
      }
    }
    let proposal = try await repository.commit(requests.map(\.file), by: .nora)
    try await repository.approve(proposal, by: [.tom])
    try await run(repository)

    let status = try await repository.status()
    #expect(status.requests.count == 5000)
    #expect(status.requests.count { $0.outcome == "granted" } == 4500)
    let refused = status.requests.filter { $0.outcome == "refused" }
    #expect(refused.count == 500)
    #expect(refused.allSatisfy { $0.codes == [.unknownEntitlement] })
    #expect(status.grants["active"] == 4500)
    let next = Request("ben-read", for: "ben.cole")
    try await repository.grant(next, by: .ben, approvedBy: [.tom])
    try await run(repository)
    try await expectAccess(next.path, in: repository)
  }
}
