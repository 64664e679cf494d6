import TestSupport
import Testing

/// `explain` of a request while policies wait for approvals.
@Suite struct ExplainWaitingTests {
  @Test(arguments: [true, false])
  func `policies that wait are said where they would decide it otherwise`(
    _ isStricter: Bool
  ) async throws {
    let hub = try await ApproveHub()
    try await hub.propose(
      [ApproveHub.request: ApproveHub.document(entitlement: "write")], on: "ana")
    #expect(try await hub.approve(ApproveHub.request, "--land", by: "tom").status == 0)
    try await hub.process()
    try await hub.git("pull", "-q", "origin", "main")
    let path = "policies/systems/billing.yaml"
    let system = String(decoding: try hub.scratch.read("clone/\(path)"), as: UTF8.self)
    try await hub.propose(
      [
        path: isStricter
          ? system.replacing("maximum_duration: 8h", with: "maximum_duration: 1h")
          : system + "# as before\n"
      ], on: "stricter")
    try await hub.git("merge", "-q", "--no-ff", "-m", "Unsigned", "stricter")
    try await hub.git("push", "-q", "origin", "main")
    try await hub.git("fetch", "-q")
    let result = try await hub.countersign(["explain", ApproveHub.request])
    #expect(result.text.contains("missing  1 of 1 from group:security"), "\(result.text)")
    #expect(
      result.errorText.contains("by those it would be refused: duration-too-long") == isStricter,
      "\(result.errorText)")
  }
}
