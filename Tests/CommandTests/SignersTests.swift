import Model
import TestSupport
import Testing

/// `countersign signers`: with what it prints, plain git and Countersign agree about who signed.
@Suite struct SignersTests {
  typealias Person = AccessRepository.Person

  /// What git says of a commit that `key` signed at `time`, and what `verify` says.
  private func verdicts(
    _ repository: AccessRepository, _ name: AccessRepository.KeyName, at time: Instant,
    signers: String, revoked: String
  ) async throws -> (git: String, own: String) {
    let sandbox = repository.sandbox
    let key = try #require(repository.keys[name])
    let commit = try await sandbox.commit(
      files: ["file": "\(time)"], date: Int(time.seconds), key: key)
    let git = try await gitThatVerifies(
      [
        "-c", "gpg.ssh.allowedSignersFile=\(signers)", "-c", "gpg.ssh.revocationFile=\(revoked)",
        "log", "-1", "--format=%G? %GS", commit,
      ], in: sandbox.path, environment: sandbox.environment())
    let own = try await runProgram(
      AccessRepository.program,
      [
        "verify", "--all-commits", "--format", "json", "--signers", signers, "--revoked", revoked,
        commit,
      ], in: sandbox.path, environment: sandbox.environment())
    return (git.text, own.text)
  }

  @Test func plainGitAgreesWithCountersign() async throws {
    var policies = AccessRepository.Policies()
    var priya = Person.priya
    priya.keys[0].compromised = "2026-11-21T11:00:00Z"
    var tom = Person.tom
    tom.keys[0].retired = "2026-11-21T11:00:00Z"
    var ben = Person.ben
    ben.status = "suspended"
    policies.people =
      [priya, tom, ben]
      + Person.all.filter { !["priya.nair", "tom.berg", "ben.cole"].contains($0.id) }
    let repository = try await AccessRepository(policies)
    let answer = try await repository.countersign(["signers", "--anchor", repository.anchor])
    #expect(answer.status == 0, "\(answer)")
    let signers = try repository.sandbox.scratch.write(answer.result.output, to: "signers")
    let list = try await repository.countersign(
      ["signers", "--anchor", repository.anchor, "--revoked"])
    let revoked = try repository.sandbox.scratch.write(list.result.output, to: "revoked")
    let retired = Instant.drill(.hours(-1))
    for (key, time, git, own) in [
      (.ana, Instant.drill(), "G ana.silva", "\"principal\":\"ana.silva\",\"verdict\":\"good\""),
      (.nightlyExport, .drill(), "G nightly-export", "good"),
      (.tom, retired.advanced(by: .seconds(-1)), "G tom.berg", "good"),
      (.tom, retired, "U ", "expired-key"), (.tomSecond, retired, "G tom.berg", "good"),
      (.priya, .drill(), "U ", "unknown-key"), (.priyaSecond, .drill(), "G priya.nair", "good"),
      (.ben, .drill(), "U ", "unknown-key"), (.stranger, .drill(), "U ", "unknown-key"),
    ] as [(AccessRepository.KeyName, Instant, String, String)] {
      let said = try await verdicts(repository, key, at: time, signers: signers, revoked: revoked)
      #expect(said.git == git && said.own.contains(own), "\(key) \(time): \(said)")
    }
    // Somebody who kept an older list of signers is told by the revoked ones.
    let older = try repository.sandbox.scratch.write(
      "priya \(repository.keys[.priya]?.publicLine ?? "")\n", to: "older")
    let said = try await verdicts(
      repository, .priya, at: .drill(), signers: older, revoked: revoked)
    #expect(said.git == "B " && said.own.contains("revoked-key"), "\(said)")
  }

  /// The merges that Countersign took for approvals are good for plain git, by the same people.
  @Test func approvalsOfARunAreGoodForGit() async throws {
    let repository = try await AccessRepository()
    try await repository.grant(.init("invoices"))
    try await repository.run()
    let answer = try await repository.countersign(["signers", "--anchor", repository.anchor])
    let signers = try repository.sandbox.scratch.write(answer.result.output, to: "signers")
    let approvals = try #require(try await repository.grants().first?.approvals)
    #expect(!approvals.isEmpty)
    for approval in approvals {
      let said = try await repository.sandbox.git(
        "-c", "gpg.ssh.allowedSignersFile=\(signers)", "log", "-1", "--format=%G? %GS",
        "\(approval.commit)")
      #expect(said == "G \(approval.person)")
    }
  }

  @Test func theAnswerHasOneForm() async throws {
    let repository = try await AccessRepository()
    let lines = try await repository.countersign(["signers", "main"]).result.text.split(
      separator: "\n")
    #expect(lines.count == 12)
    #expect(
      lines.first?.hasPrefix("ana.silva,ana@initech.example namespaces=\"git\" ssh-ed25519 ")
        == true)
    let json = try await repository.countersign(["signers", "main", "--format", "json"])
    #expect(json.result.text.contains("\"principals\""))
    for (arguments, status) in [
      (["signers"], 77), (["signers", "nosuch"], 64), (["signers", "--anchor", "x"], 64),
    ] {
      let answer = try await repository.countersign(arguments)
      #expect(answer.status == status && answer.result.output.isEmpty, "\(answer)")
    }
    let empty = try await repository.sandbox.commit(files: ["a": "b"])
    #expect(try await repository.countersign(["signers", empty]).status == 65)
  }
}
