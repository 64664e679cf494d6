import TestSupport
import Testing

/// Something that `approve` must not approve, and how it must say so.
struct Refusal: Sendable, CustomTestStringConvertible {
  let name: String
  var arguments = [ApproveHub.request]
  var person = "priya"
  var key: String?
  var status = 1
  /// What the answer or the errors must contain.
  let says: [String]
  let prepare: @Sendable (ApproveHub) async throws -> Void

  var testDescription: String { name }

  static let request = ApproveHub.request

  static let all: [Refusal] = [
    Refusal(
      name: "THREATS 50: a second request on the branch",
      says: ["mixed-landing", "requests/billing/two.yaml"]
    ) {
      try await $0.propose([request: ApproveHub.document()], on: "ana")
      try await $0.propose(["requests/billing/two.yaml": ApproveHub.document()], on: "ana")
    },
    Refusal(
      name: "THREATS 3: a policy edit with it", says: ["mixed-landing", "policies/groups/dba.yaml"]
    ) {
      try await $0.propose(
        [
          request: ApproveHub.document(),
          "policies/groups/dba.yaml": "members: [ana, priya, tom]\n",
        ],
        on: "ana")
    },
    Refusal(
      name: "a commit that touched more and took it back", says: ["mixed-landing", "no trace"]
    ) {
      try await $0.propose([request: ApproveHub.document(), "x": "x"], on: "ana")
      try await $0.propose(["x": nil], on: "ana")
    },
    Refusal(
      name: "THREATS 7: an author whom nobody knows", says: ["unmapped-author", "eve@example.com"]
    ) {
      try await $0.propose([request: ApproveHub.document()], on: "ana", by: "eve")
    },
    Refusal(name: "THREATS 5: one's own request", person: "tom", says: ["self-approval"]) {
      try await $0.propose([request: ApproveHub.document("tom")], on: "tom", by: "tom")
    },
    Refusal(name: "THREATS 6: a request that the reviewer mended", says: ["author-approval"]) {
      try await $0.propose([request: ApproveHub.document()], on: "ana")
      try await $0.propose([request: ApproveHub.document() + "# better\n"], on: "ana", by: "priya")
    },
    Refusal(name: "somebody who has no say", person: "marco", says: ["not-an-approver"]) {
      try await $0.propose([request: ApproveHub.document()], on: "ana")
    },
    Refusal(name: "THREATS 9: a key that nobody has", key: "foreign", says: ["unknown-key"]) {
      try await $0.propose([request: ApproveHub.document()], on: "ana")
    },
    Refusal(name: "a key that is not there", key: "nowhere", status: 69, says: ["user.signingkey"])
    {
      try await $0.propose([request: ApproveHub.document()], on: "ana")
    },
    Refusal(name: "what policy refuses anyway", says: ["duration-too-long"]) {
      try await $0.propose(
        [request: ApproveHub.document().replacing("4h", with: "9h")], on: "ana")
    },
    Refusal(name: "a file that is no request", says: ["invalid-document"]) {
      try await $0.propose([request: "subject: [ana\n"], on: "ana")
    },
    Refusal(name: "a link", says: ["invalid-document", "regular file"]) {
      try await $0.git("switch", "-q", "-c", "ana")
      try await $0.git("commit", "-q", "--allow-empty", "-m", "Begin")
      let blob = try await $0.git("rev-parse", "HEAD:policies/countersign.yaml")
      try await $0.git("update-index", "--add", "--cacheinfo", "120000,\(blob),\(request)")
      try await $0.git("commit", "-q", "-m", "Link")
      try await $0.git("push", "-q", "origin", "ana")
      try await $0.git("switch", "-q", "-f", "main")
    },
    Refusal(
      name: "both sides changed it", arguments: [request, "--from", "ana"],
      says: ["evil-merge", "both changed", "git fetch origin && git merge origin/main"]
    ) {
      try await $0.propose([request: ApproveHub.document()], on: "ana")
      try await $0.propose([request: ApproveHub.document("tom")], on: "tom", by: "tom")
      try await $0.git("merge", "-q", "--no-ff", "-m", "Unsigned", "tom")
      try await $0.git("push", "-q", "origin", "main")
    },
    Refusal(
      name: "nowhere to be found", arguments: ["requests/billing/no.yaml"],
      says: ["No branch", request]
    ) {
      try await $0.propose([request: ApproveHub.document()], on: "ana")
    },
    Refusal(name: "two branches", status: 64, says: ["2 branches", "--from", "'a$(touch)b'"]) {
      try await $0.propose([request: ApproveHub.document()], on: "ana")
      try await $0.propose([request: ApproveHub.document() + "\n"], on: "a$(touch)b")
    },
    Refusal(
      name: "the ledger as a target", arguments: [request, "--onto", "countersign/ledger"],
      status: 64, says: ["only the processor"]
    ) {
      try await $0.propose([request: ApproveHub.document()], on: "ana")
    },
    Refusal(
      name: "a branch that is none", arguments: [request, "--from", "nix~x"], status: 64,
      says: ["no branch"]
    ) {
      try await $0.propose([request: ApproveHub.document()], on: "ana")
    },
    Refusal(
      name: "a remote that is none", arguments: [request, "--remote", "nix"], status: 69,
      says: ["could not fetch"]
    ) { _ in
    },
    Refusal(
      name: "a path that is no request", arguments: ["README.md"], status: 64,
      says: ["is no request"]
    ) { _ in
    },
    Refusal(
      name: "half a --fetch", arguments: [request, "--fetch", "origin"], status: 64,
      says: ["two values"]
    ) { _ in
    },
    Refusal(
      name: "a shortened anchor", arguments: [request, "--anchor", "abc"], status: 64,
      says: ["full commit id"]
    ) { _ in
    },
    Refusal(
      name: "THREATS 39: a foreign anchor",
      arguments: [request, "--anchor", String(repeating: "1", count: 40)], status: 77,
      says: ["no-anchor"]
    ) { _ in },
  ]
}

@Suite struct ApproveRefusalTests {
  @Test(arguments: Refusal.all)
  func `nothing is pushed`(_ refusal: Refusal) async throws {
    let hub = try await ApproveHub()
    try await refusal.prepare(hub)
    let before = try await hub.references()
    let arguments = ["approve"] + refusal.arguments + ["--yes"]
    let result = try await hub.countersign(arguments, by: refusal.person, key: refusal.key)
    let said = result.text + result.errorText
    #expect(result.status == refusal.status, "\(said)")
    for words in refusal.says { #expect(said.contains(words), "\(said)") }
    #expect(try await hub.references() == before)
  }

  @Test func `nothing is signed where nobody can be asked`() async throws {
    let hub = try await ApproveHub()
    try await hub.propose([ApproveHub.request: ApproveHub.document()], on: "ana")
    let before = try await hub.references()
    let result = try await hub.countersign(["approve", ApproveHub.request])
    #expect(result.status == 64)
    #expect(result.errorText.contains("--yes"))
    #expect(try await hub.references() == before)
  }

  @Test func `THREATS 30: texts of strangers do nothing to a terminal`() async throws {
    let hub = try await ApproveHub()
    try await hub.git("switch", "-q", "-c", "ana")
    try hub.scratch.write(
      ApproveHub.document().replacing("Invoices.", with: "\"a\\e[2Jb\""),
      to: "clone/\(ApproveHub.request)")
    try await hub.git("add", "-A")
    try await hub.git(
      "-c", "core.quotePath=false", "commit", "-q", "-m", "R", "--author",
      "A\u{1B}[31mna\u{202E} <ana@example.com>")
    try await hub.git("push", "-q", "origin", "ana")
    let result = try await hub.countersign(["approve", ApproveHub.request, "--dry-run"])
    #expect(!result.output.contains(0x1B))
    #expect(!result.text.contains("\u{202E}"))
    #expect(result.text.contains("\\u{1b}[31mna"))
  }
}
