import Foundation
import TestSupport
import Testing

/// That what `init` lays out outlives those who began it, and that what it says of that is so.
@Suite struct InitFoundersTests {
  private static let names = ["priya", "tom", "lena", "yuki", "nina"]

  /// A repository of the first `count` of them, committed.
  private func founded(
    by count: Int, adding files: (NewRepository) throws -> [String: String] = { _ in [:] }
  ) async throws -> (new: NewRepository, told: String) {
    let new = try await NewRepository()
    let made = try await new.initialize(
      Self.names.prefix(count).flatMap { new.person($0) } + ["--forge", "plain"])
    #expect(made.status == 0, "\(made.errorText)")
    for (path, text) in try files(new) { try new.scratch.write(text, to: "access/\(path)") }
    try await git(new, "add", "-A")
    try await git(new, "commit", "-q", "-m", "Begin")
    return (new, made.text)
  }

  @discardableResult
  private func git(
    _ new: NewRepository, _ arguments: String..., by person: String = "priya"
  ) async throws -> String {
    try await new.program.must("git", ["-C", new.root] + arguments, by: person).text
  }

  private func countersign(
    _ new: NewRepository, _ arguments: String..., by person: String = "priya", key: String? = nil
  ) async throws -> ProgramResult {
    try await new.program.run(
      ApproveProgram.countersign, arguments, by: person, key: key, in: new.root)
  }

  /// Writes `text` over `old` in the file at `path`, on a branch of its own, and says what check says of it.
  private func check(
    _ new: NewRepository, changing path: String, _ old: String, to text: String, by author: String
  ) async throws -> String {
    try await git(new, "switch", "-q", "-C", "change", "main")
    let before = try new.read(path)
    #expect(before.contains(old))
    try new.scratch.write(before.replacingOccurrences(of: old, with: text), to: "access/\(path)")
    try await git(new, "commit", "-q", "-a", "-m", "Change", by: author)
    let found = try await countersign(new, "check", "--base", "main")
    try await git(new, "switch", "-q", "main")
    return found.text
  }

  /// A person without a role, who may have written a change.
  private func outsider(_ new: NewRepository) throws -> String {
    let key = String(decoding: try new.scratch.read("key-new.pub").dropLast(), as: UTF8.self)
    return """
      name: Some One
      class: employee
      emails: [new@example.com]
      keys:
        - ssh: \(key)
      verified: 2026-11-01T00:00:00Z
      status: active

      """
  }

  @Test(arguments: [3, 4, 5])
  func `lint finds no quorum that one leaver and one author break`(count: Int) async throws {
    let (new, told) = try await founded(by: count)
    #expect(!told.contains("warning: "))
    let lint = try await countersign(new, "policy", "lint")
    #expect(lint.text.contains("no faults, no errors, no warnings"), "\(lint.text)")
    let test = try await countersign(new, "policy", "test")
    #expect(test.status == 0 && test.text.contains("5 cases, no failures"), "\(test.text)")
  }

  @Test(arguments: [3, 4, 5])
  func `when one leaves, another of those left still changes the rules`(count: Int) async throws {
    let (new, _) = try await founded(by: count)
    // Priya leaves; tom writes that, and next a change of the settings.
    let offboarding = try await countersign(new, "offboard", "priya", by: "tom")
    #expect(offboarding.status == 0, "\(offboarding.errorText)")
    let leaving = try await countersign(new, "check", "offboard/priya", "--base", "main")
    #expect(leaving.text.contains("could come from lena"), "\(leaving.text)")
    #expect(!leaving.text.contains("nobody could give it now"))
    try await git(new, "merge", "-q", "--no-ff", "-S", "-m", "Ok", "offboard/priya", by: "lena")
    let next = try await check(
      new, changing: "policies/countersign.yaml", "stale_after: 90d", to: "stale_after: 60d",
      by: "tom")
    #expect(next.contains("could come from lena"), "\(next)")
    #expect(!next.contains("nobody could give it now"), "\(next)")
    // Their leaving fails no test.
    #expect(try await countersign(new, "policy", "test").status == 0)
  }

  @Test func `what it says of two is so`() async throws {
    let (founded, told) = try await founded(by: 2) {
      ["policies/people/new.yaml": try outsider($0)]
    }
    #expect(told.contains("each change takes the one who did not write it"))
    // "each change takes the one who did not write it"
    let change = ("policies/countersign.yaml", "stale_after: 90d", "stale_after: 60d")
    let written = try await check(
      founded, changing: change.0, change.1, to: change.2, by: "priya")
    #expect(written.contains("could come from tom\n"), "\(written)")
    // "Whoever loses their key writes the change that names a new one, and the other approves it"
    let rotation = try await countersign(
      founded, "identity", "rotate-key", "priya", "--key", founded.scratch.file("key-nina.pub"),
      key: "nina")
    #expect(rotation.status == 0, "\(rotation.errorText)")
    #expect(
      rotation.text.components(separatedBy: "could come from tom\n").count == 3, "\(rotation.text)")
    // "When one leaves, the other can only approve what a third person wrote"
    try await git(founded, "switch", "-q", "-c", "gone", "main")
    try await git(founded, "commit", "-q", "--allow-empty", "-m", "x")
    try founded.scratch.write(
      try founded.read("policies/people/priya.yaml")
        .replacingOccurrences(of: "status: active", with: "status: offboarded"),
      to: "access/policies/people/priya.yaml")
    try await git(founded, "commit", "-q", "-a", "-m", "Priya left", by: "new")
    try await git(founded, "branch", "-q", "-f", "main", "gone")
    let own = try await check(founded, changing: change.0, change.1, to: change.2, by: "tom")
    #expect(own.contains("nobody could give it now"), "\(own)")
    let third = try await check(founded, changing: change.0, change.1, to: change.2, by: "new")
    #expect(third.contains("could come from tom\n"), "\(third)")
    let lint = try await countersign(founded, "policy", "lint", "main")
    #expect(lint.text.contains("fragile-governance") && lint.text.contains("unreleasable-brake"))
  }

  @Test func `lint and the doctor say what one or two founders risk`() async throws {
    for (count, rules) in [
      (1, ["fragile-governance", "unreleasable-brake"]), (2, ["fragile-governance"]),
    ] {
      let (new, told) = try await founded(by: count)
      #expect(told.contains("warning: With "))
      let lint = try await countersign(new, "policy", "lint")
      for rule in rules { #expect(lint.text.contains(rule), "\(lint.text)") }
      let doctor = try await countersign(new, "doctor")
      #expect(doctor.text.contains("warning  `policies/**`: "), "\(doctor.text)")
    }
  }

  @Test func `a change that leaves too few is warned of by check`() async throws {
    let (new, _) = try await founded(by: 3)
    let fewer = try await check(
      new, changing: "policies/groups/security.yaml", "[priya, tom, lena]", to: "[priya, tom]",
      by: "lena")
    #expect(
      fewer.contains("warning  short-of-approvals: `policies/**`: if `priya` left"), "\(fewer)")
    let same = try await check(
      new, changing: "policies/countersign.yaml", "stale_after: 90d", to: "stale_after: 60d",
      by: "lena")
    #expect(!same.contains("warning  "), "\(same)")
  }

  @Test func `a renamed id is said to be a deletion`() async throws {
    let (new, _) = try await founded(by: 4)
    try await git(new, "switch", "-q", "-c", "rename")
    try await git(new, "mv", "policies/people/yuki.yaml", "policies/people/yuki.tanaka.yaml")
    let group = try new.read("policies/groups/security.yaml")
    try new.scratch.write(
      group.replacingOccurrences(of: "yuki", with: "yuki.tanaka"),
      to: "access/policies/groups/security.yaml")
    try await git(new, "commit", "-q", "-a", "-m", "Rename")
    let renamed = try await countersign(new, "check", "--base", "main")
    #expect(
      renamed.text.contains("subject-inactive: yuki becomes yuki.tanaka, which deletes yuki"),
      "\(renamed.text)")
    // Somebody who leaves for good and somebody who comes are no renaming.
    try await git(new, "switch", "-q", "-c", "both", "main")
    try await git(new, "rm", "-q", "policies/people/yuki.yaml")
    try new.scratch.write(try outsider(new), to: "access/policies/people/new.yaml")
    try new.scratch.write(
      group.replacingOccurrences(of: "yuki", with: "new"),
      to: "access/policies/groups/security.yaml")
    try await git(new, "add", "-A")
    try await git(new, "commit", "-q", "-m", "One goes, one comes")
    let other = try await countersign(new, "check", "--base", "main")
    #expect(!other.text.contains("becomes"), "\(other.text)")
  }

  @Test func `it limits what a change may revoke at once, and asks sponsors`() async throws {
    let (three, _) = try await founded(by: 3)
    let settings = try three.read("policies/countersign.yaml")
    #expect(settings.contains("mass_revocation: 25%"))
    #expect(settings.contains("[{count: 1, from: [group:security]}, {count: 1, from: [sponsor]}]"))
    let (two, _) = try await founded(by: 2)
    #expect(
      try two.read("policies/countersign.yaml").contains("  # - paths: [\"policies/people/**\"]"))
    let lint = try await countersign(three, "policy", "lint", "--format", "json")
    #expect(lint.status == 0, "\(lint.text)")
  }
}
