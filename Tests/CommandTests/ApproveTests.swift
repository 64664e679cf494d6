import Foundation
import TestSupport
import Testing

@Suite struct ApproveTests {
  private let request = ApproveHub.request

  @Test func `one approval lands, and the next run grants it`() async throws {
    let hub = try await ApproveHub()
    let branch = try await hub.propose([request: ApproveHub.document()], on: "ana")
    let result = try await hub.approve(request)
    #expect(result.status == 0, "\(result.errorText)")
    #expect(result.text.contains("Approved by priya"))
    let tip = try await hub.onHub("rev-parse", "main")
    #expect(
      try await hub.onHub("log", "-1", "--format=%P", "main") == "\(hub.anchor) \(branch)")
    // git's own merge is the oracle for the tree.
    #expect(
      try await hub.onHub("rev-parse", "main^{tree}")
        == hub.onHub("merge-tree", "--write-tree", hub.anchor, branch))
    #expect(try await hub.git("status", "--porcelain") == "")
    #expect(try await hub.git("rev-parse", "HEAD") == hub.anchor)
    try await hub.process()
    #expect(try await hub.ledger().first?.hasPrefix("Issue billing/read to ana") ?? false)
    #expect(try await hub.onHub("rev-parse", "main") == tip)
  }

  @Test func `two approvals are stacked, and the second lands`() async throws {
    let hub = try await ApproveHub()
    try await hub.propose([request: ApproveHub.document(entitlement: "write")], on: "ana")
    let first = try await hub.approve(request, by: "tom")
    #expect(first.status == 0, "\(first.errorText)")
    #expect(
      first.text.contains("Still missing for billing/write: 1 of group:security (lena, marco)"))
    #expect(try await hub.onHub("rev-parse", "main") == hub.anchor)
    let stacked = try await hub.onHub("rev-parse", "approvals/billing/ana")
    // Something else lands in between: the second merge starts from there.
    try await hub.propose(
      ["requests/billing/x.yaml": ApproveHub.document("marco")], on: "x", by: "marco")
    #expect(try await hub.approve("requests/billing/x.yaml").status == 0)
    let between = try await hub.onHub("rev-parse", "main")

    let second = try await hub.approve(request, by: "lena")
    #expect(second.status == 0, "\(second.errorText)")
    #expect(second.text.contains("Nothing is missing"))
    #expect(try await hub.onHub("log", "-1", "--format=%P", "main") == "\(between) \(stacked)")
    try await hub.process()
    #expect(try await hub.ledger().contains { $0.hasPrefix("Issue billing/write to ana") })
  }

  @Test func `nobody counts twice`() async throws {
    let hub = try await ApproveHub()
    try await hub.propose([request: ApproveHub.document(entitlement: "write")], on: "ana")
    #expect(try await hub.approve(request, by: "tom").status == 0)
    let before = try await hub.references()
    let again = try await hub.approve(request, by: "tom")
    #expect(again.status == 1)
    #expect(again.errorText.contains("each person counts once"))
    #expect(try await hub.references() == before)
  }

  @Test func `what landed without approvals is approved late`() async throws {
    let hub = try await ApproveHub()
    try await hub.propose([request: ApproveHub.document(entitlement: "write")], on: "ana")
    try await hub.git("merge", "-q", "--no-ff", "-m", "Unsigned", "ana")
    try await hub.git("push", "-q", "origin", "main")
    let landing = try await hub.onHub("rev-parse", "main")
    // Before the run has seen it, and after.
    #expect(try await hub.approve(request, by: "tom").status == 0)
    try await hub.process()
    #expect(try await hub.ledger().first == "Hold \(request) for approvals")
    let tip = try await hub.onHub("rev-parse", "main")
    let second = try await hub.approve(request, by: "marco")
    #expect(second.status == 0, "\(second.errorText)")
    let parents = try await hub.onHub("log", "-1", "--format=%P", "main").split(separator: " ")
    #expect(parents.first.map(String.init) == tip)
    let empty = String(parents[1])
    #expect(try await hub.onHub("log", "-1", "--format=%P", empty) == landing)
    #expect(try await hub.onHub("diff", "--stat", landing, empty) == "")
    #expect(try await hub.onHub("diff", "--stat", tip, "main") == "")
    try await hub.process()
    #expect(try await hub.ledger().first?.hasPrefix("Issue billing/write to ana") ?? false)
    let third = try await hub.approve(request, by: "lena")
    #expect(third.status == 1)
    #expect(third.errorText.contains("was granted"))
  }

  @Test func `--land lets it wait on the mainline`() async throws {
    let hub = try await ApproveHub()
    try await hub.propose([request: ApproveHub.document(entitlement: "write")], on: "ana")
    let result = try await hub.approve(request, "--land", by: "tom")
    #expect(result.text.contains("Pushed to main of origin."))
    try await hub.process()
    #expect(try await hub.ledger().first == "Hold \(request) for approvals")
  }

  @Test func `the commands that --dry-run shows make the same merge`() async throws {
    let hub = try await ApproveHub()
    let branch = try await hub.propose([request: ApproveHub.document()], on: "ana")
    let before = (try await hub.references(), try await hub.onHub("count-objects"))
    let shown = try await hub.countersign(["approve", request, "--dry-run"])
    #expect(shown.status == 0)
    #expect(try await hub.references() == before.0)
    #expect(try await hub.onHub("count-objects") == before.1)
    let commands = shown.text.split(separator: "\n").drop { !$0.contains("git alone") }.dropFirst()
    let ran = try await ApproveProgram(scratch: hub.scratch).run(
      "/bin/sh", ["-e", "-c", commands.joined(separator: "\n")], by: "priya", in: hub.clone)
    #expect(ran.status == 0, "\(ran.errorText)")
    #expect(try await hub.onHub("log", "-1", "--format=%P", "main") == "\(hub.anchor) \(branch)")
    try await hub.process()
    #expect(try await hub.ledger().first?.hasPrefix("Issue") ?? false)
  }

  @Test func `so do those of a late approval`() async throws {
    let hub = try await ApproveHub()
    try await hub.propose([request: ApproveHub.document()], on: "ana")
    try await hub.git("merge", "-q", "--no-ff", "-m", "Unsigned", "ana")
    try await hub.git("push", "-q", "origin", "main")
    let shown = try await hub.countersign(["approve", request, "--dry-run"])
    let commands = shown.text.split(separator: "\n").drop { !$0.contains("git alone") }.dropFirst()
    let ran = try await ApproveProgram(scratch: hub.scratch).run(
      "/bin/sh", ["-e", "-c", commands.joined(separator: "\n")], by: "priya", in: hub.clone)
    #expect(ran.status == 0, "\(ran.errorText)")
    try await hub.process()
    #expect(try await hub.ledger().contains { $0.hasPrefix("Issue") })
  }

  @Test(arguments: ["--bare", "--mirror"])
  func `a bare clone will do`(_ kind: String) async throws {
    let hub = try await ApproveHub()
    try await hub.propose([request: ApproveHub.document()], on: "ana")
    let bare = hub.scratch.file("bare.git")
    try await ApproveProgram(scratch: hub.scratch).must(
      "git", ["clone", "-q", kind, hub.hub, bare])
    let result = try await hub.countersign(["approve", request, "--yes"], in: bare)
    #expect(result.status == 0, "\(result.errorText)")
    try await hub.process()
    #expect(try await hub.ledger().first?.hasPrefix("Issue") ?? false)
  }

  @Test func `on the host itself the remote is the repository`() async throws {
    let hub = try await ApproveHub()
    try await hub.propose([request: ApproveHub.document()], on: "ana")
    let result = try await hub.countersign(
      ["approve", request, "--yes", "--remote", "."], in: hub.hub)
    #expect(result.status == 0, "\(result.errorText)")
    try await hub.process()
    #expect(try await hub.ledger().first?.hasPrefix("Issue") ?? false)
  }

  @Test func `a fork's branch is fetched by address`() async throws {
    let hub = try await ApproveHub()
    let branch = try await hub.propose([request: ApproveHub.document()], on: "ana")
    try await hub.onHub("branch", "-q", "-D", "ana")
    let result = try await hub.approve(request, "--fetch", hub.clone, "ana")
    #expect(result.status == 0, "\(result.errorText)")
    #expect(try await hub.onHub("log", "-1", "--format=%P", "main") == "\(hub.anchor) \(branch)")
  }

  @Test func `JSON names what was made`() async throws {
    let hub = try await ApproveHub()
    let branch = try await hub.propose([request: ApproveHub.document()], on: "ana")
    let result = try await hub.approve(request, "--format", "json")
    let value = try JSONSerialization.jsonObject(with: Data(result.output)) as? [String: Any]
    let merge = try await hub.onHub("rev-parse", "main")
    #expect(value?["merge"] as? String == merge)
    #expect(value?["pushed_to"] as? String == "main")
    #expect(value?["approved_by"] as? String == "priya")
    #expect((value?["source"] as? [String: String])?["commit"] == branch)
    #expect((value?["refused"] as? [Any])?.isEmpty ?? false)
  }

  @Test func `without an anchor it says by what it judges`() async throws {
    let hub = try await ApproveHub()
    try await hub.propose([request: ApproveHub.document()], on: "ana")
    let result = try await hub.countersign(["approve", request, "--yes"], anchored: false)
    #expect(result.status == 0, "\(result.errorText)")
    #expect(result.errorText.contains("no anchor was given"))
    try await hub.process()
    #expect(try await hub.ledger().first?.hasPrefix("Issue") ?? false)
  }
}
