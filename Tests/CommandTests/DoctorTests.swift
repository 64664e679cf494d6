import Foundation
import Model
import TestSupport
import Testing

/// Something amiss, and what the doctor must say of it.
struct Ailment: Sendable, CustomTestStringConvertible {
  let name: String
  var begun = true
  var more: [String: String] = [:]
  var arguments: [String] = []
  var key: String?
  var environment: [String: String] = [:]
  var anchored = true
  /// `problem` or `warning`, and words of the same line.
  let severity: String
  let says: [String]
  var prepare: @Sendable (ApproveHub) async throws -> Void = { _ in }

  var testDescription: String { name }

  static let old = "2020-01-01T00:00:00Z"

  /// A person's file with other lines than the fixture's.
  static func person(_ name: String, _ lines: String) -> [String: String] {
    [
      "policies/people/\(name).yaml": """
      name: \(name)
      emails: [\(name)@example.com]
      \(lines)

      """
    ]
  }

  static let all: [Ailment] = [
    Ailment(
      name: "THREATS 39: no anchor", anchored: false, severity: "problem", says: ["no-anchor"]),
    Ailment(
      name: "THREATS 39: an anchor that is not there",
      arguments: ["--anchor", String(repeating: "1", count: 40)], severity: "problem",
      says: ["no-anchor", "not in this repository"]),
    Ailment(name: "no ledger", begun: false, severity: "problem", says: ["no ledger"]),
    Ailment(
      name: "THREATS 21: a ledger that somebody wrote to", severity: "problem",
      says: ["ledger-untrusted"]
    ) {
      let tree = try await $0.onHub("rev-parse", "countersign/ledger^{tree}")
      let forged = try await $0.onHub(
        "commit-tree", "-m", "x", "-p", "countersign/ledger", tree)
      try await $0.onHub("update-ref", "refs/heads/countersign/ledger", forged)
    },
    Ailment(
      name: "THREATS 34: a clock behind", begun: false, severity: "problem", says: ["clock-behind"]
    ) { try await $0.process("--first-run", "--drill", "--now", "2099-01-01T00:00:00Z") },
    Ailment(
      name: "THREATS 14: a rewound mainline", severity: "problem", says: ["rewound-mainline"]
    ) {
      try await $0.propose([ApproveHub.request: ApproveHub.document()], on: "ana")
      _ = try await $0.approve(ApproveHub.request)
      try await $0.process()
      try await $0.onHub("update-ref", "refs/heads/main", $0.anchor)
    },
    Ailment(
      name: "THREATS 36: faulty policies", severity: "problem",
      says: ["policies/groups/dba.yaml", "nobody.here"]
    ) {
      try await $0.propose(["policies/groups/dba.yaml": "members: [nobody.here]\n"], on: "main")
    },
    Ailment(
      name: "policies that wait", severity: "problem",
      says: ["policy-not-accepted"]
    ) {
      try await $0.propose(["policies/groups/dba.yaml": "members: [priya]\n"], on: "main")
      _ = try await $0.countersign(
        ["run", "--repository", $0.hub, "--key", $0.scratch.file("key-processor")])
    },
    Ailment(
      name: "a governance line that nobody can meet", severity: "problem",
      says: ["No active people could satisfy this governance line any more"]
    ) {
      try await $0.propose(["policies/groups/security.yaml": "members: [lena]\n"], on: "main")
    },
    Ailment(
      name: "somebody else's key", arguments: ["--key", "KEY/key-foreign"], severity: "problem",
      says: ["none of those in force"]),
    Ailment(
      name: "a key that others can read", arguments: ["--key", "KEY/key-processor"],
      severity: "problem", says: ["others than its owner"]
    ) {
      try FileManager.default.setAttributes(
        [.posixPermissions: 0o644], ofItemAtPath: $0.scratch.file("key-processor"))
    },
    Ailment(
      name: "a key that is none", arguments: ["--key", "KEY/key-processor.pub"],
      severity: "problem", says: ["cannot be used"]),
    Ailment(
      name: "people who are stale",
      more: person("ana", "class: employee\nverified: \(old)\nstatus: active"),
      severity: "warning", says: ["ana", "verified too long ago"]),
    Ailment(
      name: "people without keys",
      more: person("ana", "class: employee\nverified: 2090-01-01T00:00:00Z\nstatus: active"),
      severity: "warning", says: ["ana", "no key"]),
    Ailment(
      name: "a contract that is over",
      more: person(
        "ana",
        "class: contractor\norganization: X\nsponsor: tom\ncontract: {reference: A, ends: \(old)}\n"
          + "verified: 2090-01-01T00:00:00Z\nstatus: active"),
      severity: "warning", says: ["ana", "contract is over"]),
    Ailment(
      name: "a system whose owners are gone",
      more: ["policies/groups/dba.yaml": "members: [eve]\n"].merging(
        person("eve", "class: employee\nverified: \(old)\nstatus: offboarded")
      ) { $1 }, severity: "problem", says: ["billing", "nobody active"]),
    Ailment(name: "squashed landings", severity: "warning", says: ["no merges of two"]) {
      try await $0.propose([ApproveHub.request: ApproveHub.document()], on: "main")
    },
    Ailment(name: "THREATS 23: replaced history", severity: "warning", says: ["refs/replace/"]) {
      try await $0.git("commit", "-q", "--allow-empty", "-m", "Other")
      try await $0.git("replace", $0.anchor, "HEAD")
    },
    Ailment(
      name: "a key that is nobody's", key: "foreign", severity: "warning",
      says: ["nobody's in the policies"]),
    Ailment(
      name: "another way of signing", environment: ["GIT_CONFIG_VALUE_0": "x509"],
      severity: "warning", says: ["signs with x509"]),
    Ailment(
      name: "gpg without a key", environment: ["GIT_CONFIG_VALUE_0": "openpgp"],
      severity: "warning", says: ["signs with openpgp", "gpg has no key"]),
    Ailment(name: "a remote that moved on", severity: "warning", says: ["main is", "at origin"]) {
      try await $0.git("fetch", "-q")
      let next = try await $0.onHub("commit-tree", "-m", "x", "-p", "main", "main^{tree}")
      try await $0.onHub("update-ref", "refs/heads/main", next)
    },
    Ailment(name: "a remote that is gone", severity: "warning", says: ["cannot be asked"]) {
      try await $0.git("fetch", "-q")
      try FileManager.default.moveItem(atPath: $0.hub, toPath: $0.hub + ".away")
    },
    Ailment(
      name: "nothing that runs it", severity: "warning", says: ["nothing in HEAD seems to run"]),
  ]
}

@Suite struct DoctorTests {
  @Test(arguments: Ailment.all)
  func `what is amiss is found`(_ ailment: Ailment) async throws {
    let hub = try await ApproveHub(begun: ailment.begun, more: ailment.more)
    try await ailment.prepare(hub)
    if !ailment.name.hasPrefix("a remote") { try await hub.git("fetch", "-q", "--force") }
    let arguments = ailment.arguments.map { $0.replacing("KEY", with: hub.scratch.path) }
    let result = try await ApproveProgram(scratch: hub.scratch).run(
      ApproveProgram.countersign, ["doctor"] + arguments, by: "priya", key: ailment.key,
      in: hub.clone,
      more: (ailment.anchored ? ["COUNTERSIGN_ANCHOR": hub.anchor] : [:])
        .merging(ailment.environment) { $1 })
    let lines = result.text.split(separator: "\n").filter { $0.hasPrefix(ailment.severity) }
    #expect(
      lines.contains { line in ailment.says.allSatisfy { line.contains($0) } }, "\(result.text)")
    #expect(result.status == (result.text.contains("\nproblem") ? 1 : 0), "\(result.errorText)")
    if ailment.severity == "problem" { #expect(result.status == 1) }
  }

  @Test func `a sound repository has no problem, and nothing is written`() async throws {
    let hub = try await ApproveHub()
    try await hub.propose([ApproveHub.request: ApproveHub.document()], on: "ana")
    #expect(try await hub.approve(ApproveHub.request).status == 0)
    try await hub.process()
    try await hub.git("fetch", "-q")
    let before = (try await hub.git("show-ref"), try await hub.git("count-objects"))
    let result = try await hub.countersign(
      ["doctor", "--key", hub.scratch.file("key-processor"), "--format", "json"])
    #expect(result.status == 0, "\(result.text)")
    let value = try JSONSerialization.jsonObject(with: Data(result.output)) as? [String: Any]
    #expect(value?["ok"] as? Bool == true)
    let findings = try #require(value?["findings"] as? [[String: String]])
    // The fixture has no policy tests, nothing that runs it, and two governors of whom it needs both; all else is in
    // order.
    let (quorum, others) = findings.filter { $0["severity"] != "ok" }.reduce(into: (0, 0)) {
      let what = $1["what"] ?? ""
      let isQuorum = what.contains("nobody could approve what") || what.contains("release a brake")
      if isQuorum { $0.0 += 1 } else { $0.1 += 1 }
    }
    #expect(quorum == 3 && others == 2, "\(findings)")
    #expect(findings.contains { $0["what"]?.contains("you sign as priya") ?? false })
    #expect(try await hub.git("show-ref") == before.0)
    #expect(try await hub.git("count-objects") == before.1)
  }

  @Test func `THREATS 33: a shallow clone`() async throws {
    let hub = try await ApproveHub()
    let shallow = hub.scratch.file("shallow")
    try await hub.propose([ApproveHub.request: ApproveHub.document()], on: "main")
    try await ApproveProgram(scratch: hub.scratch).must(
      "git", ["clone", "-q", "--depth", "1", "file://\(hub.hub)", shallow])
    let result = try await hub.countersign(["doctor"], in: shallow)
    #expect(result.status == 1)
    #expect(result.text.contains("problem  shallow-clone"))
  }

  @Test func `a repository with SHA-256 ids`() async throws {
    let scratch = try ScratchDirectory()
    try scratch.write("", to: "home/.gitconfig")
    let program = ApproveProgram(scratch: scratch)
    let place = scratch.file("new")
    try await program.must("git", ["init", "-q", "--object-format=sha256", place])
    let result = try await program.run(ApproveProgram.countersign, ["doctor"], in: place)
    #expect(result.status == 1)
    #expect(result.text.contains("SHA-256"))
  }

  @Test func `no repository at all is no answer`() async throws {
    let scratch = try ScratchDirectory()
    let result = try await ApproveProgram(scratch: scratch).run(
      ApproveProgram.countersign, ["doctor"], in: scratch.path)
    #expect(result.status == 74)
    #expect(result.output.isEmpty)
  }
}
