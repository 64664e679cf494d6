import Foundation
import Model
import TestSupport
import Testing

/// A rotation line of an offboarding closes by the word of the program that knows of the secret, and by nothing else.
@Suite struct RotationTests {
  private let request = Request("ana", "read", of: "directory", duration: "1h")

  /// A program that answers what a file holds, and keeps what it was asked.
  private struct Vault {
    let scratch: ScratchDirectory
    let program: String

    init() throws {
      scratch = try ScratchDirectory()
      program = try scratch.write(
        """
        #!/bin/sh
        cat >> \(scratch.path)/questions
        exec sh \(scratch.path)/answer

        """, to: "vault", mode: 0o755)
      try answer(#"echo '{"rotated": null}'"#)
    }

    func answer(_ script: String) throws { try scratch.write(script + "\n", to: "answer") }

    func rotated(_ at: Instant) throws { try answer("echo '{\"rotated\": \"\(at)\"}'") }
  }

  private func repository(
    _ vault: Vault, _ connector: FakeConnector
  ) async throws -> AccessRepository {
    var policies = Policies()
    policies.texts["policies/systems/directory.yaml"] =
      AccessRepository.directory(connector)
        + """
        secrets:
          - name: the export account's password
            rotated_by: {type: exec, command: [\(vault.program)]}
          - the break-glass envelope

        """
    policies.settingsMore = "offboarding: {owner: group:people-ops}\n"
    return try await AccessRepository(policies)
  }

  private func run(
    _ repository: AccessRepository, _ connector: FakeConnector, _ vault: Vault, at now: Instant
  ) async throws -> AccessRepository.Answer {
    try await repository.run(
      at: now, ["--allow-connector", connector.program, "--allow-connector", vault.program])
  }

  private func left(_ repository: AccessRepository, _ vault: Vault, _ connector: FakeConnector)
    async throws
  {
    try await repository.grant(request)
    #expect(try await run(repository, connector, vault, at: .drill()).status == 0)
    var ana = Person.ana
    ana.status = "offboarded"
    try await repository.approve(
      try await repository.commit(
        [.file(ana.path, ana.yaml(repository.keys))], by: .lena), by: [.kim])
  }

  private func explain(_ repository: AccessRepository) async throws -> String {
    try await repository.countersign([
      "explain", "ana.silva", "--repository", repository.sandbox.path, "--anchor",
      repository.anchor,
    ]).description
  }

  private func signOff(
    _ repository: AccessRepository, _ name: String, _ lines: String
  ) async throws {
    try await repository.approve(
      try await repository.commit(
        [.file("reviews/\(name).yaml", "person: ana.silva\ndone: [\(lines)]\n")], by: .nora),
      by: [.kim])
  }

  @Test("only a rotation after the list was opened closes the line, and an audit recomputes it")
  func wholeLife() async throws {
    let (vault, connector) = (try Vault(), try FakeConnector())
    let repository = try await repository(vault, connector)
    try await left(repository, vault, connector)
    let opened = try await run(repository, connector, vault, at: .drill(.minutes(10)))
    #expect(opened.status == 0, "\(opened)")
    #expect(
      String(decoding: try vault.scratch.read("questions"), as: UTF8.self)
        == #"{"operation":"rotated","protocol":1,"secret":"the export account's password","system":"directory"}"#
        + "\n")
    var list = try await explain(repository)
    #expect(list.contains("open, never rotated, as of 2026-11-21 12:10 UTC"), "\(list)")
    #expect(list.contains("done: [2]"), "\(list)")
    #expect(list.contains("what was after 2026-11-21 12:10 UTC"), "\(list)")

    // What was made before she left, or in the second in which the list was opened, she may know.
    for rotated in [Instant.drill(.minutes(5)), .drill(.minutes(10))] {
      try vault.rotated(rotated)
      let old = try await run(repository, connector, vault, at: .drill(.minutes(20)))
      #expect(old.status == 0, "\(old)")
    }
    list = try await explain(repository)
    #expect(list.contains("last rotated 2026-11-21 12:10 UTC"), "\(list)")
    // The same answer again is no news, and nobody signs it away.
    let tip = try await repository.ledgerTip()
    #expect(try await run(repository, connector, vault, at: .drill(.minutes(25))).status == 0)
    #expect(try await repository.ledgerTip() == tip)
    try await signOff(repository, "both", "1, 2")
    let refused = try await run(repository, connector, vault, at: .drill(.minutes(30)))
    #expect(refused.names(.invalidDocument), "\(refused)")
    #expect(refused.description.contains("`rotated_by`"), "\(refused)")
    try await signOff(repository, "envelope", "2")
    #expect(try await run(repository, connector, vault, at: .drill(.minutes(35))).status == 0)

    try vault.rotated(.drill(.minutes(32)))
    let closed = try await run(repository, connector, vault, at: .drill(.minutes(40)))
    #expect(closed.status == 0, "\(closed)")
    list = try await explain(repository)
    #expect(list.contains("by its program (exec)"), "\(list)")
    #expect(list.contains("ana.silva: complete"), "\(list)")
    let asked = try vault.scratch.read("questions").count
    #expect(try await run(repository, connector, vault, at: .drill(.minutes(50))).status == 0)
    #expect(try vault.scratch.read("questions").count == asked, "nobody asks about what is closed")
    try await repository.expectRightAudit()
  }

  @Test(
    "what is no answer closes nothing and says why",
    arguments: [
      ("exit 3", "ended with status 3"),
      ("echo rotated yesterday", "what is no answer"),
      ("echo '{}'", "what is no answer"),
      (#"echo '{"rotated": "2026-11-21"}'"#, "says no instant"),
      (#"echo '{"rotated": "2026-11-21T13:00:01Z"}'"#, "ahead of this run's clock"),
      ("exec sleep 100", "seconds"),
    ])
  func noAnswer(_ script: String, _ why: String) async throws {
    let (vault, connector) = (try Vault(), try FakeConnector())
    let repository = try await repository(vault, connector)
    try await left(repository, vault, connector)
    #expect(
      try await run(repository, connector, vault, at: .drill(.minutes(10))).status == 0)
    try vault.answer(script)
    let run = try await run(repository, connector, vault, at: .drill(.hours(1)))
    #expect(run.status == 69, "\(run)")
    #expect(
      run.description.contains(
        "directory: what says when the export account's password was last rotated"), "\(run)")
    #expect(run.description.contains(why), "\(run)")
    #expect(try await explain(repository).contains("2 lines of 3 left"))
    try await repository.expectRightAudit()
  }

  @Test(
    "a runner that was not allowed the program closes nothing, and its connector's line all the same"
  )
  func notAllowed() async throws {
    let (vault, connector) = (try Vault(), try FakeConnector())
    let repository = try await repository(vault, connector)
    try await left(repository, vault, connector)
    let run = try await repository.run(connector, at: .drill(.minutes(10)))
    #expect(run.status == 69 && run.description.contains("--allow-connector"), "\(run)")
    #expect(!FileManager.default.fileExists(atPath: vault.scratch.file("questions")))
    #expect(try await explain(repository).contains("2 lines of 3 left"))
  }

  @Test("a line that policy has no program for any more is a person's to sign")
  func withoutProgram() async throws {
    let (vault, connector) = (try Vault(), try FakeConnector())
    let repository = try await repository(vault, connector)
    try await left(repository, vault, connector)
    #expect(try await run(repository, connector, vault, at: .drill(.minutes(10))).status == 0)
    let text =
      AccessRepository.directory(connector)
      + "secrets: [the export account's password, the break-glass envelope]\n"
    try await repository.approve(
      try await repository.commit([.file("policies/systems/directory.yaml", text)], by: .nora),
      by: [.mia, .leo])
    try await signOff(repository, "both", "1, 2")
    #expect(try await run(repository, connector, vault, at: .drill(.minutes(20))).status == 0)
    #expect(try await explain(repository).contains("ana.silva: complete"))
    try await repository.expectRightAudit()
  }
}
