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

  /// A `compromised` or a suspension that only the mainline's tip has counts at once (DESIGN section 6).
  @Test(arguments: [false, true])
  func whatTheTipTakesAwayCountsAtOnce(hasLedger: Bool) async throws {
    let repository = try await AccessRepository()
    if hasLedger { try await repository.run() }
    func signers(_ more: [String] = []) async throws -> String {
      let answer = try await repository.countersign(
        ["signers", "--anchor", repository.anchor] + more)
      #expect(answer.status == 0, "\(answer)")
      return answer.result.text
    }
    let keys = try [AccessRepository.KeyName.priya, .priyaSecond, .tom, .ben].map {
      let words = try repository.key($0).publicLine.split(separator: " ")
      return String(words[1])
    }
    let before = try await signers()
    for key in keys { #expect(before.contains(key)) }
    #expect(try await signers(["--revoked"]).isEmpty)

    var priya = Person.priya
    priya.keys[0].compromised = "2026-11-21T11:00:00Z"
    var ben = Person.ben
    ben.status = "suspended"
    // Somebody adds a key of their own beside; what gives something waits for being accepted.
    var tom = Person.tom
    tom.keys.append(Person.Key(.stranger))
    try await repository.land(
      try await repository.commit(
        [priya, ben, tom].map { .file($0.path, $0.yaml(repository.keys)) }, by: .nora))
    let after = try await signers()
    #expect(keys.map { after.contains($0) } == [false, true, true, false], "\(after)")
    #expect(after.contains("# priya.nair: left out, a compromised key"))
    #expect(after.contains("# ben.cole: left out, suspended"))
    #expect(try !after.contains(repository.key(.stranger).publicLine.split(separator: " ")[1]))
    #expect(try await signers(["--revoked"]).contains(keys[0]))
    // With a revision nothing but that commit counts.
    let tip = try await repository.countersign(["signers", repository.anchor])
    #expect(tip.result.text.contains(keys[0]))
  }

  @Test func theTipMarksACertificateAsCompromised() async throws {
    let gnupg = try GnuPG()
    let key = try await gnupg.makeKey("priya", "ed25519", at: "20260101T000000")
    var policies = AccessRepository.Policies()
    var priya = Person.priya
    priya.certificates = ["openpgp: keys/priya.asc"]
    policies.people = [priya] + Person.all.filter { $0.id != priya.id }
    policies.texts["policies/keys/priya.asc"] = String(
      decoding: try await gnupg.export([key]), as: UTF8.self)
    let repository = try await AccessRepository(policies)
    let arguments = ["signers", "--openpgp", "--anchor", repository.anchor]
    let printed = try await repository.countersign(arguments).result.output
    let other = try GnuPG()
    try await other.take(printed)
    #expect(try await other.fingerprints(of: key) == [key])
    try await gnupg.shutDown()
    try await other.shutDown()

    priya.certificates = ["{openpgp: keys/priya.asc, compromised: 2026-11-21T11:00:00Z}"]
    try await repository.land(
      try await repository.commit([.file(priya.path, priya.yaml(repository.keys))], by: .nora))
    let after = try await repository.countersign(arguments)
    #expect(after.status == 0 && after.result.output.isEmpty, "\(after)")
    #expect(
      after.result.errorText.contains("keys/priya.asc of priya.nair is left out: compromised"))
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
