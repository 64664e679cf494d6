import FoundationEssentials
import Model
import TestSupport
import Testing

/// Access that is given for a moment, to see how fast it is gone.
@Suite struct DrillTests {
  private func drill(
    _ repository: AccessRepository, of name: String = "directory/read", _ more: [String]
  ) async throws -> AccessRepository.Answer {
    try await repository.countersign(
      ["drill", name, "--repository", repository.sandbox.path, "--anchor", repository.anchor]
        + more)
  }

  @Test("what is given is listed, and gone again; a line is kept")
  func complete() async throws {
    let connector = try FakeConnector()
    let repository = try await connector.repository()
    try await repository.run(connector)
    let tip = try await repository.ledgerTip()
    let log = connector.scratch.file("drills.jsonl")
    try connector.scratch.write("", to: "calls")
    for _ in 1...2 {
      let answer = try await drill(
        repository,
        ["--subject", "drill", "--allow-connector", connector.program, "--log", log])
      #expect(answer.status == 0, "\(answer)")
      #expect(answer.description.contains("drill on directory/read (exec): revoked within"))
    }
    #expect(try connector.access().isEmpty)
    #expect(
      try connector.calls()
        == Array(repeating: ["list", "grant", "list", "revoke", "list"], count: 2).flatMap { $0 })
    #expect(try await repository.ledgerTip() == tip)
    let lines = String(decoding: try connector.scratch.read("drills.jsonl"), as: UTF8.self)
      .split(separator: "\n")
    #expect(lines.count == 2)
    #expect(
      lines.allSatisfy {
        $0.contains(#""revocation_ms":"#) && $0.contains(#""ok": true"#)
          || $0.contains(#""ok":true"#)
      }, "\(lines)")
  }

  @Test("nothing is touched that somebody has, by a grant or otherwise")
  func untouched() async throws {
    let connector = try FakeConnector()
    let repository = try await connector.repository()
    try await repository.grant(Request("ana", "read", of: "directory", duration: "1h"))
    try await repository.run(connector)
    try connector.scratch.write("ana.silva readers\ndrill readers\n", to: "target")
    for subject in ["ana.silva", "drill"] {
      let answer = try await drill(
        repository, ["--subject", subject, "--allow-connector", connector.program])
      #expect(answer.status == 1, "\(answer)")
    }
    #expect(try connector.access() == ["ana.silva readers", "drill readers"])
    #expect(!(try connector.calls().contains("revoke")))
  }

  @Test(
    "38: a drill that fails says that the access may still be there",
    arguments: [
      (TargetBehaviour.diesAfter, "by hand"), (.refuses, "by hand"),
      (.cannotList, "Nothing was given"), (.nonsense, "Nothing was given"),
    ])
  func failing(_ behaviour: TargetBehaviour, _ words: String) async throws {
    let connector = try FakeConnector()
    let repository = try await connector.repository()
    try await repository.run(connector)
    try connector.behave(behaviour)
    let answer = try await drill(
      repository, ["--subject", "drill", "--allow-connector", connector.program])
    #expect(answer.status == 69, "\(answer)")
    #expect(answer.description.contains(words), "\(answer)")
  }

  @Test("whoever agrees to nothing, names nobody or asks the ledger drills nothing")
  func refused() async throws {
    let connector = try FakeConnector()
    let repository = try await connector.repository()
    try await repository.run(connector)
    try connector.scratch.write("", to: "calls")
    let allowed = ["--allow-connector", connector.program]
    for (name, more, status, words) in [
      ("directory/read", ["--subject", "drill"], 69, "--allow-connector"),
      ("directory/read", allowed, 64, "--subject"),
      ("directory/write", allowed + ["--subject", "drill"], 1, "There is no entitlement"),
      ("billing-db/read-only", ["--subject", "drill"], 64, "reads the ledger"),
    ] {
      let answer = try await drill(repository, of: name, more)
      #expect(answer.status == status, "\(answer)")
      #expect(answer.description.contains(words), "\(answer)")
    }
    #expect(try connector.calls().isEmpty)
  }

  @Test("a certificate is made in memory, and the list of what is revoked has it")
  func certificate() async throws {
    let repository = try await AccessRepository.withWebHost()
    try await repository.run()
    let tip = try await repository.ledgerTip()
    let authority = ["--ssh-ca-key", try repository.key(.sshAuthority).path]
    let answer = try await drill(
      repository, of: "web-host/shell", ["--subject", "nora.lind"] + authority)
    #expect(answer.status == 0, "\(answer)")
    #expect(answer.description.contains("the list of what is revoked has it"), "\(answer)")
    #expect(try await repository.ledgerTip() == tip)
    // A workload without a key, and a runner without the authority's.
    let keyless = try await drill(
      repository, of: "web-host/shell", ["--subject", "nobody.knows"] + authority)
    #expect(keyless.status == 64 && keyless.description.contains("no SSH key"), "\(keyless)")
    let unsigned = try await drill(repository, of: "web-host/shell", ["--subject", "nora.lind"])
    #expect(unsigned.status == 69, "\(unsigned)")
  }
}
