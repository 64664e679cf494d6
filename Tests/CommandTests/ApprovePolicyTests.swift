import Foundation
import Model
import TestSupport
import Testing

/// `approve` of policies: those that have landed and are not in force, those of a branch, and releases.
@Suite struct ApprovePolicyTests {
  private let group = "policies/groups/dba.yaml"
  private let wider = "members: [priya, tom, ana]\n"

  private func run(_ hub: ApproveHub, _ arguments: String...) async throws -> ProgramResult {
    try await hub.countersign(
      ["run", "--repository", hub.hub, "--key", hub.scratch.file("key-processor")] + arguments)
  }

  private func later(_ hours: Int64) -> String {
    "\(Instant(clampingSeconds: Int64(time(nil)) + hours * 3600))"
  }

  private func accepted(_ hub: ApproveHub) async throws -> Bool {
    try await hub.ledger().contains { $0.hasPrefix("Accept") }
  }

  private func json(_ result: ProgramResult) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(result.output)) as? [String: Any])
  }

  @Test func `late approvals of different days add up, whatever lands between`() async throws {
    let hub = try await ApproveHub(begun: false)
    #expect(try await run(hub, "--first-run", "--drill", "--now", later(0)).status == 0)
    let landing = try await hub.land([group: wider], on: "wider")
    #expect(try await run(hub, "--now", later(1)).status == 1)

    let first = try await hub.approve("policies", by: "lena")
    #expect(first.status == 0, "\(first.text)\(first.errorText)")
    for part in [
      "The signature speaks for all that differs", "\(group): ", "policies/** asks for",
      "missing  2 of 2 from group:security", "It landed with \(landing)", "Approved by lena",
      "Still missing for \(group) (policies/**): 1 of group:security (marco)",
    ] { #expect(first.text.contains(part), "\(part): \(first.text)") }
    let waits = try await run(hub, "--now", later(26))
    #expect(waits.status == 1, "\(waits.text)\(waits.errorText)")
    try await hub.git("fetch", "-q")
    let status = try await hub.countersign(["status"])
    #expect(status.text.contains("\(group): missing 1 of group:security"), "\(status.text)")
    // Noise of every day.
    try await hub.land(["notes.md": "Nothing.\n"], on: "noise")

    let tip = try await hub.onHub("rev-parse", "main")
    let second = try await hub.approve("policies", by: "marco")
    #expect(second.status == 0, "\(second.text)\(second.errorText)")
    #expect(second.text.contains("lena gave theirs"), "\(second.text)")
    #expect(second.text.contains("it comes into force with the next run"), "\(second.text)")
    let parents = try await hub.onHub("log", "-1", "--format=%P", "main").split(separator: " ")
    #expect(parents.first.map(String.init) == tip)
    #expect(try await hub.onHub("log", "-1", "--format=%P", String(parents[1])) == landing)
    #expect(try await hub.onHub("diff", "--stat", landing, String(parents[1])) == "")
    #expect(try await hub.onHub("diff", "--stat", tip, "main") == "")
    let runs = try await run(hub, "--now", later(50))
    #expect(runs.status == 0, "\(runs)")
    #expect(try await accepted(hub))
    let none = try await hub.approve("policies", by: "lena")
    #expect(none.status == 1)
    #expect(none.errorText.contains("main holds nothing at policies"), "\(none.errorText)")
  }

  @Test func `a branch is stacked, lands with the last approval, and is accepted`() async throws {
    let hub = try await ApproveHub()
    let branch = try await hub.propose([group: wider], on: "wider")
    let first = try await hub.approve("policies", by: "lena")
    #expect(first.status == 0, "\(first.text)\(first.errorText)")
    let stack = "approvals/policies/\(branch.prefix(12))"
    #expect(first.text.contains("Pushed to \(stack) of origin."), "\(first.text)")
    #expect(try await hub.onHub("rev-parse", "main") == hub.anchor)
    let again = try await hub.approve(group, by: "lena")
    #expect(
      again.status == 1 && again.text.contains("each person counts once"),
      "\(again.text)\(again.errorText)")

    // Whoever names the branch itself goes on from what is stacked on it.
    let shown = try await hub.countersign(
      ["approve", group, "--from", "wider", "--dry-run"], by: "marco")
    #expect(shown.text.contains("HEAD:refs/heads/main"), "\(shown.text)")
    let second = try await hub.approve(group, by: "marco")
    #expect(second.status == 0, "\(second.text)\(second.errorText)")
    #expect(second.text.contains("Pushed to main of origin."), "\(second.text)")
    #expect(second.text.contains("comes into force with the next run"), "\(second.text)")
    try await hub.process()
    #expect(try await accepted(hub))
  }

  @Test func `what a compromised key had carried is approved anew`() async throws {
    let hub = try await ApproveHub(
      more: ["policies/groups/security.yaml": "members: [lena, marco, tom]\n"])
    try await hub.propose([group: wider], on: "wider")
    for person in ["lena", "marco"] {
      #expect(try await hub.approve("policies", by: person).status == 0)
    }
    try await hub.process()
    let lena = String(
      decoding: try hub.scratch.read("clone/policies/people/lena.yaml"), as: UTF8.self)
    let marked = lena.split(separator: "\n").map { line in
      guard let place = line.range(of: "ssh: ") else { return String(line) }
      let key = line[place.upperBound...].split(separator: "}")[0]
      return "  - {ssh: \(key), compromised: 2026-01-01T00:00:00Z}"
    }.joined(separator: "\n")
    try await hub.propose(["policies/people/lena.yaml": marked], on: "marked")
    for person in ["marco", "tom"] {
      let result = try await hub.approve("policies", by: person)
      #expect(result.status == 0, "\(result.text)\(result.errorText)")
    }
    let frozen = try await run(hub)
    #expect(
      frozen.status == 1 && frozen.text.contains("compromised-key"),
      "\(frozen.text)\(frozen.errorText)")

    let first = try await hub.approve("policies", by: "marco")
    #expect(first.status == 0, "\(first.text)\(first.errorText)")
    for part in [
      "approves anew", "missing  2 of 2 from group:security",
      "Still missing for \(group) (policies/**): 1 of group:security (tom)",
    ] { #expect(first.text.contains(part), "\(part): \(first.text)") }
    let own = try await hub.approve("policies", by: "lena")
    #expect(own.status == 1, "\(own.text)")
    let second = try await hub.approve("policies", by: "tom")
    #expect(second.status == 0, "\(second.text)\(second.errorText)")
    #expect(second.text.contains("Nothing is missing"), "\(second.text)")
    let healed = try await run(hub)
    #expect(healed.status == 0, "\(healed.text)\(healed.errorText)")
    #expect(healed.text.contains("anew \(group)"), "\(healed.text)")
  }

  @Test(arguments: ["late", "branch"])
  func `whoever wrote all of it is refused, and nothing is pushed`(_ way: String) async throws {
    let hub = try await ApproveHub()
    if way == "late" {
      try await hub.land([group: wider], on: "wider", by: "lena")
    } else {
      try await hub.propose([group: wider], on: "wider", by: "lena")
    }
    let before = try await hub.references()
    let result = try await hub.approve("policies", by: "lena")
    #expect(result.status == 1)
    #expect(result.text.contains("author-approval: lena changed \(group)"), "\(result.text)")
    // Of the two whom the line asks one is the author: only another author's change helps.
    #expect(result.text.contains("Put the path back as it is in force"), "\(result.text)")
    #expect(try await hub.references() == before)
  }

  @Test func `what more is changed than was named is refused`() async throws {
    let hub = try await ApproveHub()
    let other = "policies/groups/security.yaml"
    try await hub.propose(
      [group: wider, other: "members: [lena, marco, tom]\n"], on: "wider")
    let before = try await hub.references()
    let branch = try await hub.approve(group, "--from", "wider", by: "marco")
    #expect(
      branch.status == 1 && branch.text.contains("would bring in more"),
      "\(branch.text)\(branch.errorText)")
    #expect(branch.text.contains(other))
    #expect(try await hub.references() == before)
    try await hub.git("merge", "-q", "--no-ff", "-m", "Unsigned", "wider")
    try await hub.git("push", "-q", "origin", "main")
    let late = try await hub.approve(group, by: "marco")
    #expect(late.status == 1)
    #expect(
      late.text.contains("mixed-landing: a late approval speaks for the whole"),
      "\(late.text)\(late.errorText)")
    #expect(try await hub.approve("policies/groups/", by: "marco").status == 0)
  }

  @Test func `on other policies than those in force a merge only lands`() async throws {
    let hub = try await ApproveHub()
    try await hub.land([group: wider], on: "wider")
    try await hub.propose(["policies/groups/new.yaml": "members: [ana]\n"], on: "more")
    let before = try await hub.references()
    let refused = try await hub.approve("policies", "--from", "more", by: "lena")
    #expect(
      refused.status == 1 && refused.text.contains("policy-not-accepted"),
      "\(refused.text)\(refused.errorText)")
    #expect(refused.text.contains("--land"))
    #expect(try await hub.references() == before)
    let landed = try await hub.approve("policies", "--from", "more", "--land", by: "lena")
    #expect(
      landed.status == 0 && landed.text.contains("approving nothing"),
      "\(landed.text)\(landed.errorText)")
    for person in ["lena", "marco"] {
      let late = try await hub.approve("policies", by: person)
      #expect(late.status == 0, "\(late.text)\(late.errorText)")
    }
    try await hub.process()
    #expect(try await accepted(hub))
  }

  @Test func `what stands at the very landing of an acceptance gets a landing of its own`()
    async throws
  {
    let hub = try await ApproveHub()
    let landing = try await hub.land([group: wider], on: "wider")
    try await hub.land(["policies/groups/new.yaml": "members: [ana]\n"], on: "more")
    #expect(try await hub.approve("policies", "--from", landing, by: "lena").status == 0)
    let second = try await hub.approve("policies", "--from", landing, by: "marco")
    #expect(second.status == 0, "\(second.text)\(second.errorText)")
    #expect(second.text.contains("Still not in force: policies/groups/new.yaml"), "\(second.text)")
    let since = try await hub.onHub("rev-parse", "main")

    let shown = try await hub.countersign(["approve", "policies", "--dry-run"], by: "lena")
    #expect(shown.text.contains("an empty signed commit lands there first"), "\(shown.text)")
    let commands = shown.text.split(separator: "\n").drop { !$0.contains("git alone") }.dropFirst()
    let ran = try await ApproveProgram(scratch: hub.scratch).run(
      "/bin/sh", ["-e", "-c", commands.joined(separator: "\n")], by: "lena", in: hub.clone)
    #expect(ran.status == 0, "\(ran.errorText)")
    #expect(try await hub.onHub("rev-parse", "main~2") == since)
    let last = try await hub.approve("policies", by: "marco")
    #expect(
      last.status == 0 && last.text.contains("with the next run"), "\(last.text)\(last.errorText)")
    try await hub.process()
    #expect(try await hub.ledger().filter { $0.hasPrefix("Accept") }.count == 2)
  }

  @Test func `the program makes that landing itself`() async throws {
    let hub = try await ApproveHub()
    let landing = try await hub.land([group: wider], on: "wider")
    try await hub.land(["policies/groups/new.yaml": "members: [ana]\n"], on: "more")
    for person in ["lena", "marco"] {
      #expect(try await hub.approve("policies", "--from", landing, by: person).status == 0)
    }
    let since = try await hub.onHub("rev-parse", "main")
    for person in ["lena", "marco"] {
      let result = try await hub.approve("policies", by: person)
      #expect(result.status == 0, "\(result.text)\(result.errorText)")
    }
    #expect(try await hub.onHub("rev-parse", "main~3") == since)
    try await hub.process()
    #expect(try await hub.ledger().filter { $0.hasPrefix("Accept") }.count == 2)
  }

  @Test func `a brake is shown, and released late where policies are as in force`() async throws {
    let hub = try await ApproveHub()
    let path = "policies/people/tom.yaml"
    let file = String(
      decoding: try hub.scratch.read("clone/\(path)"), as: UTF8.self)
    let stopped = file.replacing("status: active", with: "status: suspended")
    try await hub.land([path: stopped], on: "stop", by: "priya")
    #expect(try await run(hub).status == 1)
    try await hub.git("fetch", "-q")
    let explained = try await hub.countersign(["explain", "tom"])
    for part in ["stopped  tom (suspended), by commit", "of priya", "countersign approve policies"]
    {
      #expect(explained.text.contains(part), "\(part): \(explained.text)")
    }
    // Taking it back lets nobody go.
    try await hub.land([path: file], on: "back", by: "ana")
    #expect(try await run(hub).status == 0)
    let status = try await hub.countersign(["status"])
    #expect(status.text.contains("stopped  tom (suspended)"), "\(status.text)")

    let own = try await hub.approve("policies", by: "tom")
    #expect(
      own.status == 1 && own.text.contains("inactive-approver: tom is stopped"),
      "\(own.text)\(own.errorText)")
    let first = try await hub.approve("policies", by: "lena")
    #expect(first.status == 0, "\(first.text)\(first.errorText)")
    #expect(first.text.contains("releases  tom (suspended), stopped by commit"), "\(first.text)")
    #expect(first.text.contains("Still missing for releasing tom (suspended)"), "\(first.text)")
    let last = try await hub.approve(path, "--format", "json", by: "marco")
    let answer = try json(last)
    #expect(answer["approved_by"] as? String == "marco")
    #expect((answer["released"] as? [[String: Any]])?.first?["identity"] as? String == "tom")
    #expect(try await run(hub).text.contains("tom"))
    let free = try await hub.countersign(["explain", "tom"])
    #expect(!free.text.contains("stopped"), "\(free.text)")
    #expect(try await hub.approve("policies", by: "lena").status == 1)
  }

  @Test func `a key that nobody has approves nothing, and it is said why`() async throws {
    let hub = try await ApproveHub()
    try await hub.land([group: wider], on: "wider")
    let before = try await hub.references()
    let late = try await hub.approve("policies", by: "lena", key: "foreign")
    #expect(
      late.status == 1 && late.errorText.contains("unknown-key"), "\(late.text)\(late.errorText)")
    #expect(try await hub.references() == before)
  }

  @Test(arguments: [
    ("policy", 64, "no request, no review and no policy"),
    ("policies/people/nobody.yaml", 1, "holds nothing at policies/people/nobody.yaml"),
    ("policies", 1, "no branch of origin changes it alone"),
  ])
  func `what is named badly is said so`(
    _ named: String, _ status: Int32, _ says: String
  ) async throws {
    let hub = try await ApproveHub()
    let result = try await hub.approve(named, by: "lena")
    #expect(result.status == status, "\(result.text)\(result.errorText)")
    #expect(result.errorText.contains(says), "\(result.errorText)")
  }

  @Test func `without an anchor nobody can tell what is in force`() async throws {
    let hub = try await ApproveHub()
    let result = try await hub.countersign(
      ["approve", "policies", "--yes"], by: "lena", anchored: false)
    #expect(
      result.status == 64 && result.errorText.contains("COUNTERSIGN_ANCHOR"),
      "\(result.text)\(result.errorText)")
  }
}
