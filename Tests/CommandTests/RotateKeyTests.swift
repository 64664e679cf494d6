import Foundation
import TestSupport
import Testing

/// A hub whose people's files one of people-ops may change, and whose settings take one of security.
private func hub() async throws -> ApproveHub {
  let hub = try await ApproveHub(begun: false)
  let settings = String(
    decoding: try hub.scratch.read("clone/policies/countersign.yaml"), as: UTF8.self)
  try hub.scratch.write(
    settings.replacingOccurrences(of: "count: 2", with: "count: 1")
      + #"  - {paths: ["policies/people/**"], approvals: [{count: 1, from: [group:people-ops]}]}"#
      + "\n", to: "clone/policies/countersign.yaml")
  try hub.scratch.write("members: [tom]\n", to: "clone/policies/groups/people-ops.yaml")
  try await hub.git("add", "-A", by: "lena")
  try await hub.git("commit", "-q", "-m", "Govern people's files", by: "lena")
  try await hub.git("push", "-q", "origin", "main")
  try await mustRun(
    "ssh-keygen",
    ["-q", "-t", "ed25519", "-N", "", "-C", "new", "-f", hub.scratch.file("key-new")])
  return hub
}

private struct Rotation: Decodable {
  struct Requirement: Decodable {
    struct Line: Decodable {
      let candidates: [String]
    }
    let lines: [Line]
  }
  let branch: String
  let signed: Bool
  let requirements: [Requirement]
}

@Suite struct RotateKeyTests {
  private func rotate(
    _ hub: ApproveHub, _ arguments: String..., by person: String = "priya", key: String? = nil
  ) async throws -> ProgramResult {
    try await hub.countersign(
      ["identity", "rotate-key", "priya", "--key", hub.scratch.file("key-new.pub")] + arguments,
      by: person, key: key, anchored: false)
  }

  private func rotation(_ result: ProgramResult) throws -> Rotation {
    #expect(result.status == 0, "\(result.errorText)")
    return try JSONDecoder().decode(Rotation.self, from: Data(result.output))
  }

  /// What the branch's file of priya says.
  private func file(_ hub: ApproveHub) async throws -> String {
    try await hub.git("show", "rotate-key/priya:policies/people/priya.yaml")
  }

  @Test func `signed with the old key it takes the line of the file alone`() async throws {
    let hub = try await hub()
    let made = try rotation(try await rotate(hub, "--format", "json"))
    #expect(made.signed && made.branch == "rotate-key/priya")
    #expect(made.requirements.map { $0.lines.map(\.candidates) } == [[["tom"]]])
    let (before, after) = (
      try await hub.git("show", "main:policies/people/priya.yaml"), try await file(hub)
    )
    let added = after.split(separator: "\n").filter { !before.split(separator: "\n").contains($0) }
    #expect(added.count == 2, "\(after)")
    #expect(added[0].hasPrefix("    retired: 2") && added[1].hasPrefix("  - ssh: ssh-ed25519 "))
    // What check says of the branch is the same.
    let check = try await hub.countersign(
      ["check", "rotate-key/priya", "--base", "main"], anchored: false)
    #expect(check.text.contains("could come from tom\n") && !check.text.contains("did not sign"))
  }

  @Test func `accepted, the new key approves and the old one does not`() async throws {
    let hub = try await hub()
    let anchor = try await hub.git("rev-parse", "main")
    #expect(try await rotate(hub).status == 0)
    func run(_ arguments: String...) async throws -> ProgramResult {
      try await hub.countersign(
        [
          "run", "--repository", hub.hub, "--key", hub.scratch.file("key-processor"), "--anchor",
          anchor,
        ]
          + arguments, anchored: false)
    }
    #expect(try await run("--first-run").status == 0)
    try await hub.git("merge", "-q", "--no-ff", "-S", "-m", "Ok", "rotate-key/priya", by: "tom")
    try await hub.git("push", "-q", "origin", "main")
    let accepted = try await run()
    #expect(accepted.text.contains("accepted  policy"), "\(accepted.text)")
    for (key, event) in [("priya", "pending"), ("new", "issued")] {
      try await hub.propose(
        [ApproveHub.request.replacingOccurrences(of: "ana", with: key): ApproveHub.document()],
        on: key)
      let merged = try await ApproveProgram(scratch: hub.scratch).run(
        "git", ["-C", hub.clone, "merge", "-q", "--no-ff", "-S", "-m", "Ok", key], by: "priya",
        key: key)
      #expect(merged.status == 0, "\(merged.errorText)")
      try await hub.git("push", "-q", "origin", "main")
      let result = try await run()
      #expect(result.text.contains(event), "\(key): \(result.text)")
    }
  }

  @Test func `with the old key lost the settings' approvals replace its signature`() async throws {
    let hub = try await hub()
    let text = try await rotate(hub, key: "new")
    #expect(text.status == 0, "\(text.errorText)")
    #expect(text.text.contains("not signed with a key of priya"))
    #expect(text.text.contains("could come from lena or marco"), "\(text.text)")
    try await hub.git("branch", "-q", "-D", "rotate-key/priya")
    let made = try rotation(try await rotate(hub, "--format", "json", key: "new"))
    #expect(!made.signed)
    #expect(
      made.requirements.map { $0.lines.map(\.candidates) } == [[["tom"]], [["lena", "marco"]]])
    // Whoever makes the branch for her approves it not.
    try await hub.git("branch", "-q", "-D", "rotate-key/priya")
    let helped = try rotation(try await rotate(hub, "--format", "json", by: "lena"))
    #expect(helped.requirements.map { $0.lines.map(\.candidates) } == [[["tom"]], [["marco"]]])
  }

  @Test func `what cannot be done is said before there is a branch`() async throws {
    let hub = try await hub()
    func refused(_ result: ProgramResult, _ status: Int, _ says: String) async throws {
      #expect(result.status == status, "\(result.errorText)")
      #expect(result.errorText.contains(says), "\(result.errorText)")
      #expect(try await hub.git("branch", "--list", "rotate-key/*").isEmpty)
    }
    func asked(_ person: String, key: String) async throws -> ProgramResult {
      try await hub.countersign(
        ["identity", "rotate-key", person, "--key", hub.scratch.file("\(key).pub")], anchored: false
      )
    }
    try await refused(try await asked("priya", key: "key-priya"), 1, "has that key already")
    try await refused(try await asked("priya", key: "key-tom"), 1, "the key also belongs to")
    try await refused(try await asked("pria", key: "key-new"), 1, "no person pria")
    try await refused(try await asked("priya", key: "nowhere"), 64, "no key file")
    try await refused(
      try await rotate(hub, "--replaces", "SHA256:none"), 1, "has no key SHA256:none")
    // Once there is one, it is left alone.
    #expect(try await rotate(hub).status == 0)
    let again = try await rotate(hub)
    #expect(again.status == 1 && again.errorText.contains("There is a branch rotate-key/priya"))
  }

  @Test func `of several keys it is to be said which retires`() async throws {
    let hub = try await hub()
    let path = "policies/people/priya.yaml"
    let foreign = String(
      decoding: try hub.scratch.read("key-foreign.pub").dropLast(), as: UTF8.self)
    let two = try await hub.git("show", "main:\(path)")
      .replacingOccurrences(
        of: "verified:", with: "  - ssh: \(foreign)   # on the other machine\nverified:")
    try await hub.propose([path: two + "\n"], on: "two", by: "lena")
    try await hub.git("merge", "-q", "--no-ff", "-S", "-m", "Ok", "two", by: "tom")
    let vague = try await rotate(hub)
    #expect(vague.status == 64 && vague.errorText.contains("--replaces SHA256:"))
    let named = try await mustRun("ssh-keygen", ["-lf", hub.scratch.file("key-foreign.pub")])
    let fingerprint = String(named.text.split(separator: " ")[1])
    #expect(try await rotate(hub, "--replaces", fingerprint).status == 0)
    let lines = try await file(hub).split(separator: "\n").map(String.init)
    let place = try #require(lines.firstIndex { $0.contains("on the other machine") })
    #expect(lines[place + 1].hasPrefix("    retired: "))
    // A file in another style is left to people.
    let flow = two.replacingOccurrences(
      of: "  - ssh: \(foreign)   # on the other machine\n", with: ""
    )
    .replacingOccurrences(of: "keys:\n  - ssh: ", with: "keys: [{ssh: \"")
    .replacingOccurrences(of: "\nverified", with: "\"}]\nverified")
    try await hub.git("branch", "-q", "-D", "rotate-key/priya")
    try await hub.propose([path: flow + "\n"], on: "flow", by: "lena")
    try await hub.git("merge", "-q", "--no-ff", "-S", "-X", "theirs", "-m", "Ok", "flow", by: "tom")
    let left = try await rotate(hub)
    #expect(left.status == 65 && left.errorText.contains("by hand"), "\(left.errorText)")
  }
}
