import Foundation
import Model
import TestSupport
import Testing

/// `approve` and `explain` on files of `reviews/`.
@Suite struct ApproveReviewTests {
  private let review = "reviews/billing-autumn.yaml"

  /// Ana has access to billing, whose owners look at it.
  private func hub() async throws -> ApproveHub {
    let hub = try await ApproveHub()
    try await hub.propose([ApproveHub.request: ApproveHub.document()], on: "ana")
    let approved = try await hub.approve(ApproveHub.request)
    #expect(approved.status == 0, "\(approved.errorText)")
    try await hub.process()
    return hub
  }

  private func document(_ decision: String = "remove", subject: String = "ana") -> String {
    let now = Instant(clampingSeconds: Int64(time(nil)))
    return """
      system: billing
      as_of: \(now)
      access:
        - subject: \(subject)
          entitlement: read
          decision: \(decision)

      """
  }

  @Test func `an owner signs a review, and removals revoke`() async throws {
    let hub = try await hub()
    let branch = try await hub.propose([review: document()], on: "autumn", by: "priya")
    let base = try await hub.onHub("rev-parse", "main")
    let result = try await hub.approve(review, by: "tom")
    #expect(result.status == 0, "\(result.errorText)")
    for part in [
      "reviews  the access to billing", "remove  ana  read", "Signed off by tom", "Pushed to main",
      "the next run accepts it", branch,
    ] { #expect(result.text.contains(part), "\(part): \(result.text)") }
    #expect(try await hub.onHub("log", "-1", "--format=%P", "main") == "\(base) \(branch)")
    #expect(
      try await hub.onHub("rev-parse", "main^{tree}")
        == hub.onHub("merge-tree", "--write-tree", base, branch))

    try await hub.git("pull", "-q")
    let waits = try await hub.countersign(["explain", review])
    #expect(waits.status == 0 && waits.text.contains("the next run accepts it"), "\(waits)")
    try await hub.process()
    let events = try await hub.ledger()
    #expect(events.contains { $0.hasPrefix("Revoke") }, "\(events)")
    try await hub.git("fetch", "-q")
    let done = try await hub.countersign(["explain", review])
    for part in ["accepted", "Signed by", "tom", "decided"] {
      #expect(done.text.contains(part), "\(part): \(done.text)")
    }
    let json = try await hub.countersign(["explain", review, "--format", "json"])
    let answer = try #require(
      try JSONSerialization.jsonObject(with: Data(json.output)) as? [[String: Any]])
    #expect(answer.count == 1)
    #expect(answer.first?["outcome"] as? String == "accepted")
    #expect(answer.first?["forecast"] as? Bool == false)
    #expect(answer.first?["kind"] as? String == "access")
    #expect(answer.first?["reviewers"] as? [String] == ["tom"])

    let again = try await hub.approve(review, by: "tom")
    #expect(again.status == 1 && again.errorText.contains("is settled when it lands"), "\(again)")
  }

  @Test func `whoever may not sign it pushes nothing`() async throws {
    let hub = try await hub()
    try await hub.propose([review: document()], on: "autumn", by: "priya")
    let before = try await hub.references()
    let result = try await hub.approve(review, by: "lena")
    #expect(result.status == 1)
    #expect(result.errorText.contains("not-an-approver"), "\(result.errorText)")
    #expect(result.errorText.contains("group:dba"), "\(result.errorText)")
    #expect(try await hub.references() == before)
  }

  /// What makes a review that nobody can sign, whoever tries.
  enum Fault: CaseIterable {
    case unreadable, incomplete, unknownSystem, more, revocation, missing
  }

  @Test(arguments: Fault.allCases)
  func `what would be refused is not signed`(_ fault: Fault) async throws {
    let hub = try await hub()
    var files: [String: String?] = [review: document()]
    let part: String
    switch fault {
    case .unreadable:
      files = [review: document("maybe")]
      part = "`keep`, `remove`"
    case .incomplete:
      files = [review: document(subject: "marco")]
      part = "is not on the list"
    case .unknownSystem:
      files = [review: document().replacingOccurrences(of: "billing", with: "bill")]
      part = "There is no system `bill`."
    case .more:
      files["requests/billing/x.yaml"] = ApproveHub.document("marco")
      part = "mixed-landing"
    case .revocation:
      files = [review: "revocation: {grants: 3}\n"]
      part = "counts only where it lands together"
    case .missing:
      files = ["reviews/other.yaml": document()]
      part = "reviews/other.yaml"
    }
    try await hub.propose(files, on: "autumn", by: "priya")
    let before = try await hub.references()
    let result = try await hub.approve(review, by: "tom")
    #expect(result.status == 1, "\(result)")
    #expect((result.text + result.errorText).contains(part), "\(part): \(result)")
    #expect(try await hub.references() == before)
    // As the plain merge of it would be refused, too, or does nothing.
    if fault == .incomplete {
      try await hub.git("switch", "-q", "autumn")
      let explained = try await hub.countersign(["explain", review])
      #expect(explained.status == 0 && explained.text.contains("is not on the list"))
    }
  }

  @Test func `explain says of an open review who has to sign it`() async throws {
    let hub = try await hub()
    try await hub.propose([review: document("keep")], on: "autumn", by: "priya")
    try await hub.git("switch", "-q", "autumn")
    let explained = try await hub.countersign(["explain", review])
    #expect(explained.status == 0, "\(explained)")
    for part in [
      "waits to be signed and landed",
      "It needs the signed merge of `group:dba`, who owns `billing`",
      "keep  ana  read",
    ] { #expect(explained.text.contains(part), "\(part): \(explained.text)") }
    #expect(explained.errorText.contains("has not landed"))
    #expect(try await hub.countersign(["explain", "reviews/none.yaml"]).status == 1)
    #expect(try await hub.countersign(["explain", "policies/countersign.yaml"]).status == 64)
  }

  @Test func `the commands that --dry-run shows sign the same review`() async throws {
    let hub = try await hub()
    let branch = try await hub.propose([review: document()], on: "autumn", by: "priya")
    let before = try await hub.references()
    let shown = try await hub.countersign(["approve", review, "--dry-run"], by: "tom")
    #expect(shown.status == 0, "\(shown.errorText)")
    #expect(try await hub.references() == before)
    let commands = shown.text.split(separator: "\n").drop { !$0.contains("git alone") }.dropFirst()
    let ran = try await ApproveProgram(scratch: hub.scratch).run(
      "/bin/sh", ["-e", "-c", commands.joined(separator: "\n")], by: "tom", in: hub.clone)
    #expect(ran.status == 0, "\(ran.errorText)")
    #expect(try await hub.onHub("log", "-1", "--format=%P", "main").hasSuffix(branch))
    try await hub.process()
    let events = try await hub.ledger()
    #expect(events.contains { $0.hasPrefix("Revoke") }, "\(events)")
  }

  @Test func `wrong usage is said before anything is fetched`() async throws {
    let hub = try await ApproveHub()
    try await hub.propose([review: document()], on: "autumn", by: "priya")
    #expect(try await hub.approve(review, "--land", by: "tom").status == 64)
    #expect(try await hub.approve("reviews/a/b.yaml", by: "tom").status == 64)
    #expect(try await hub.approve("reviews/A.yaml", by: "tom").status == 64)
    let unanchored = try await hub.countersign(
      ["approve", review, "--yes"], by: "tom", anchored: false)
    #expect(unanchored.status == 64 && unanchored.errorText.contains("--anchor"), "\(unanchored)")
  }
}
