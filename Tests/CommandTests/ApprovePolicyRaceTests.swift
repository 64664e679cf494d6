import TestSupport
import Testing

/// What becomes of an approval of policies when somebody else pushes first.
@Suite struct ApprovePolicyRaceTests {
  private let group = "policies/groups/dba.yaml"
  private let wider = "members: [priya, tom, ana]\n"

  /// Lets `script` run once, in the clone, just before the approval is pushed.
  private func beforePush(_ script: String, in hub: ApproveHub) throws {
    try hub.scratch.write(
      """
      #!/bin/sh
      rm .git/hooks/pre-push
      \(script)
      """, to: "clone/.git/hooks/pre-push", mode: 0o755)
  }

  @Test func `a late approval is merged anew where the mainline is now`() async throws {
    let hub = try await ApproveHub()
    let landing = try await hub.land([group: wider], on: "wider")
    try await hub.git("commit", "-q", "--allow-empty", "-m", "Other work", by: "tom")
    let other = try await hub.git("rev-parse", "HEAD")
    try beforePush("git push -q origin \(other):refs/heads/main", in: hub)
    let result = try await hub.approve("policies", by: "lena")
    #expect(result.status == 0, "\(result.errorText)")
    #expect(result.errorText.contains("made anew"))
    let parents = try await hub.onHub("log", "-1", "--format=%P", "main").split(separator: " ")
    #expect(parents.first.map(String.init) == other)
    #expect(try await hub.onHub("log", "-1", "--format=%P", String(parents[1])) == landing)
    #expect(try await hub.approve("policies", by: "marco").status == 0)
    try await hub.process()
    #expect(try await hub.ledger().contains { $0.hasPrefix("Accept") })
  }

  @Test func `a second approver who was faster is stacked upon`() async throws {
    let hub = try await ApproveHub()
    let branch = try await hub.propose([group: wider], on: "wider")
    #expect(try await hub.approve("policies", "--onto", "tmp", by: "marco").status == 0)
    try await hub.git("fetch", "-q")
    let faster = try await hub.git("rev-parse", "origin/tmp")
    try await hub.onHub("branch", "-q", "-D", "tmp")
    try beforePush(
      "git push -q origin \(faster):refs/heads/approvals/policies/\(branch.prefix(12))", in: hub)
    let result = try await hub.approve("policies", by: "lena")
    #expect(result.status == 0, "\(result.errorText)")
    #expect(result.text.contains("Pushed to main of origin."), "\(result.text)")
    try await hub.process()
    #expect(try await hub.ledger().contains { $0.hasPrefix("Accept") })
  }

  @Test func `THREATS 50: what the branch becomes after the review stays out`() async throws {
    let hub = try await ApproveHub()
    let branch = try await hub.propose([group: wider], on: "wider")
    let more = try await hub.propose(
      ["policies/groups/security.yaml": "members: [lena, marco, ana]\n"], on: "wider")
    try await hub.git("push", "-q", "-f", "origin", "\(branch):refs/heads/wider")
    // The branch goes on, and its approvals' branch holds more than was reviewed.
    try beforePush(
      """
      git push -q -f origin \(more):refs/heads/wider
      git push -q origin \(more):refs/heads/approvals/policies/\(branch.prefix(12))
      """, in: hub)
    let result = try await hub.approve("policies", by: "lena")
    #expect(result.status != 0, "\(result.text)")
    #expect(try await hub.onHub("rev-parse", "main") == hub.anchor)
    #expect(
      try await hub.onHub("rev-parse", "approvals/policies/\(branch.prefix(12))") == more)
  }
}
