import Model
import TestSupport
import Testing

/// Runs that hand out certificates: what stays open without the authority, what ends them, what an audit
/// makes of others.
@Suite struct CertificateRunTests {
  private let request = Request("ana", "shell", of: "web-host", duration: "1h")

  @Test("38: without the authority a grant stays `issuing`, and the next run that has it certifies")
  func missingAuthority() async throws {
    let repository = try await AccessRepository.withWebHost()
    try await repository.grant(request)
    let first = try await repository.run()
    #expect(first.status == 69, "\(first)")
    #expect(first.description.contains("ssh-ca-key"), "\(first)")
    #expect(try await repository.liveGrants().map(\.state) == ["issuing"])
    // It stays open, and says so each time.
    let again = try await repository.run()
    #expect(again.status == 69, "\(again)")
    #expect(try await repository.liveGrants().map(\.state) == ["issuing"])

    let late = try await repository.run(at: .drill(.minutes(5)), repository.authorityArguments)
    #expect(late.status == 0, "\(late)")
    let grant = try #require(try await repository.liveGrants().first)
    #expect(grant.state == "active")
    #expect(grant.history.map(\.event) == ["issued", "certified"])
    // The window is the one that was granted, however late the certificate is.
    #expect(grant.start == .drill())
    #expect(grant.end == .drill(.hours(1)))
    #expect(try await repository.certificates(of: grant.id).contains("-cert-v01@openssh.com"))
    try await expectRightAudit(repository)
  }

  @Test("38: expiries and revocations never wait for an authority")
  func nothingElseWaits() async throws {
    let repository = try await AccessRepository.withWebHost()
    let other = Request("ben", "read-only", for: "ben.cole", of: "ledger-db", duration: "1h")
    try await repository.grant(other, by: .ben, approvedBy: [.tom])
    #expect(try await repository.run().status == 0)
    let late = AccessRepository.Request("late", "shell", of: "web-host", duration: "4h")
    try await repository.grant(late)
    // An agent that takes connections and hangs up, as one whose token was pulled out.
    let run = try await repository.countersign(
      try repository.runArguments(at: .drill(.hours(2))),
      environment: ["SSH_AUTH_SOCK": "/nonexistent/agent"])
    #expect(run.status == 69, "\(run)")
    let states = try await repository.grants().map { "\($0.subject) \($0.state)" }.sorted()
    #expect(states == ["ana.silva issuing", "ben.cole expired"])
    // What nobody certified gave nothing, and its end is an end like any other.
    let end = try await repository.run(at: .drill(.hours(7)))
    #expect(end.status == 0, "\(end)")
    #expect(try await repository.liveGrants().isEmpty)
    try await expectRightAudit(repository)
  }

  @Test("an agent that has the key signs, and the key reaches no argument list")
  func agent() async throws {
    let repository = try await AccessRepository.withWebHost()
    try await repository.grant(request)
    let key = try repository.key(.sshAuthority)
    let socket = repository.sandbox.scratch.file("agent.sock")
    try await GitServer.withProgram(
      "/usr/bin/ssh-agent", ["-D", "-a", socket], home: repository.sandbox.scratch.path
    ) {
      for _ in 0..<500 {
        let added = try await runProgram(
          "ssh-add", ["-q", key.path], environment: ["SSH_AUTH_SOCK": socket])
        if added.status == 0 { break }
        try await Task.sleep(for: .milliseconds(20))
      }
      let run = try await repository.countersign(
        try repository.runArguments(first: true), environment: ["SSH_AUTH_SOCK": socket])
      #expect(run.status == 0, "\(run)")
    }
    #expect(try await repository.liveGrants().map(\.state) == ["active"])
    try await expectRightAudit(repository)
  }

  @Test("the certificate is in the commit that issues the grant, and never changes")
  func sameCommit() async throws {
    let repository = try await AccessRepository.withWebHost()
    try await repository.grant(request)
    #expect(try await repository.run(repository.authorityArguments).status == 0)
    let grant = try #require(try await repository.liveGrants().first)
    let log = try await repository.sandbox.git(
      "log", "--format=%s", "countersign/ledger", "--",
      "credentials/\(grant.id.dropFirst(2).prefix(2))")
    #expect(log == "Issue web-host/shell to ana.silva until 2026-11-21T13:00:00Z")
    let before = try await repository.certificates(of: grant.id)
    #expect(
      try await repository.run(at: .drill(.hours(2)), repository.authorityArguments).status == 0)
    #expect(try await repository.certificates(of: grant.id) == before)
    try await expectRightAudit(repository)
  }

  /// What takes a certificate away: the change, and the code that the revocation has.
  static let endings: [(String, String, ReasonCode)] = [
    ("fewer principals", "{principals: [root], extensions: [permit-pty]}", .noLongerAllowed),
    (
      "from fewer places",
      "{principals: [root, $subject], source_address: [192.0.2.0/24], extensions: [permit-pty]}",
      .noLongerAllowed
    ),
    ("without a terminal", "{principals: [root, $subject]}", .noLongerAllowed),
    (
      "with a forced command",
      "{principals: [root, $subject], extensions: [permit-pty], force_command: uptime}",
      .noLongerAllowed
    ),
  ]

  @Test("what a certificate says beyond the policy in force revokes it", arguments: endings)
  func narrowedPolicy(_ name: String, _ login: String, _ code: ReasonCode) async throws {
    let repository = try await AccessRepository.withWebHost()
    try await repository.grant(request)
    #expect(try await repository.run(repository.authorityArguments).status == 0)
    let change = try await repository.commit(
      [.file("policies/systems/web-host.yaml", try webHost(login, repository))], by: .nora)
    try await repository.approve(change, by: [.mia, .leo])
    #expect(try await repository.run(repository.authorityArguments).status == 0)
    let grants = try await repository.grants()
    #expect(grants.map(\.revocationCodes) == [[code]], "\(name)")
    let list = try await repository.sandbox.git(
      "show", "countersign/ledger:credentials/revoked.json")
    #expect(list.contains(grants.first?.id ?? "none"))
    try await expectRightAudit(repository)
  }

  @Test("a policy that gives more leaves certificates alone")
  func widenedPolicy() async throws {
    let repository = try await AccessRepository.withWebHost()
    try await repository.grant(request)
    #expect(try await repository.run(repository.authorityArguments).status == 0)
    let wider = "{principals: [root, web, $subject], extensions: [permit-pty, permit-user-rc]}"
    let change = try await repository.commit(
      [.file("policies/systems/web-host.yaml", try webHost(wider, repository))], by: .nora)
    try await repository.approve(change, by: [.mia, .leo])
    #expect(try await repository.run(repository.authorityArguments).status == 0)
    #expect(try await repository.liveGrants().map(\.state) == ["active"])
  }

  @Test("10: a certified key that is compromised takes the access away, at the tip already")
  func compromisedKey() async throws {
    let repository = try await AccessRepository.withWebHost()
    try await repository.grant(request)
    #expect(try await repository.run(repository.authorityArguments).status == 0)
    var ana = Person.ana
    ana.keys[0].compromised = "2026-11-21T11:00:00Z"
    try await repository.land(
      try await repository.commit([.file(ana.path, ana.yaml(repository.keys))], by: .nora))
    // Nobody approved the change, so it is not in force; taking access away never waits for that.
    let run = try await repository.run(repository.authorityArguments)
    #expect(run.status == 1, "\(run)")
    #expect(try await repository.grants().map(\.revocationCodes) == [[.compromisedKey]])
  }

  @Test("whoever has no SSH key that may be used is refused, and told what to add")
  func noKey() async throws {
    let repository = try await AccessRepository.withWebHost { policies in
      for place in policies.people.indices where policies.people[place].id == "ana.silva" {
        policies.people[place].keys = [Person.Key(.ana, retired: "2026-11-20T00:00:00Z")]
      }
    }
    try await repository.approve(try await repository.propose(request), by: [.priya])
    #expect(try await repository.run(repository.authorityArguments).status == 0)
    let outcome = try #require(try await repository.status()[request.path])
    #expect(outcome.outcome == "refused")
    #expect(outcome.codes == [.notEligible])
    #expect(outcome.reasons.contains { $0.hint?.contains("keys:") ?? false })
  }

  @Test("a key that the signed request names is certified, and no other")
  func keyOfTheRequest() async throws {
    let repository = try await AccessRepository.withWebHost()
    let own = try repository.key(.stranger).publicLine
    var asked = request
    asked.more = ["public_key: \(own)"]
    try await repository.grant(asked)
    #expect(try await repository.run(repository.authorityArguments).status == 0)
    let grant = try #require(try await repository.liveGrants().first)
    let lines = try await repository.certificates(of: grant.id).split(separator: "\n")
    #expect(lines.count == 1)
    let path = try repository.sandbox.scratch.write(lines[0] + "\n", to: "made-cert.pub")
    let shown = try await mustRun("ssh-keygen", ["-L", "-f", path]).text
    let name = try await mustRun(
      "ssh-keygen", ["-l", "-f", repository.sandbox.scratch.file("keys/stranger.pub")]
    ).text.split(separator: " ")[1]
    #expect(shown.contains("Public key: ED25519-CERT \(name)"), "\(shown)")
    try await expectRightAudit(repository)
  }

  @Test(
    "a key in a request that its subject did not sign, or that is somebody else's, is not certified",
    arguments: [false, true])
  func foreignKey(_ isSigned: Bool) async throws {
    let repository = try await AccessRepository.withWebHost()
    var asked = request
    let key = try repository.key(isSigned ? .nora : .stranger).publicLine
    asked.more = ["public_key: \(key)"]
    let proposal = try await repository.propose(asked, signed: isSigned ? .own : .unsigned)
    try await repository.approve(proposal, by: [.priya])
    #expect(try await repository.run(repository.authorityArguments).status == 0)
    let outcome = try #require(try await repository.status()[asked.path])
    #expect(outcome.outcome == "refused")
    #expect(outcome.codes == [isSigned ? .notEligible : .unsignedRequest], "\(outcome)")
    #expect(try await repository.liveGrants().isEmpty)
  }

  @Test("a key in a request for a system without certificates is refused, not passed over")
  func strayKey() async throws {
    let repository = try await AccessRepository.withWebHost()
    var asked = Request("stray")
    asked.more = ["public_key: \(try repository.key(.stranger).publicLine)"]
    try await repository.grant(asked)
    #expect(try await repository.run().status == 0)
    #expect(try await repository.status()[asked.path]?.codes == [.invalidDocument])
  }

  @Test("21: a certificate that does not follow from its grant is a finding")
  func forgedCertificate() async throws {
    let repository = try await AccessRepository.withWebHost()
    try await repository.grant(request)
    #expect(try await repository.run(repository.authorityArguments).status == 0)
    let grant = try #require(try await repository.liveGrants().first)
    try await expectRightAudit(repository)

    // Whoever has the processor's key, and the authority's too, writes a longer one in its place.
    let scratch = repository.sandbox.scratch
    let pub = try scratch.write(try repository.key(.ana).publicLine + "\n", to: "forged.pub")
    try await mustRun(
      "ssh-keygen",
      [
        "-q", "-s", try repository.key(.sshAuthority).path, "-I", grant.id, "-n", "root", "-V",
        "20261121120000Z:20361121120000Z", pub,
      ])
    let forged = String(decoding: try scratch.read("forged-cert.pub"), as: UTF8.self)
    try await repository.replaceInLedger(
      "credentials/\(grant.id.dropFirst(2).prefix(2))/\(grant.id)-cert.pub", with: forged)
    let audit = try await repository.audit()
    #expect(audit.status == 1, "\(audit)")
    #expect(audit.names(.ledgerUntrusted), "\(audit)")
  }

  @Test("a ledger that is replaced revokes the certificates that the old one handed out")
  func replacedLedger() async throws {
    let repository = try await AccessRepository.withWebHost()
    try await repository.grant(request)
    #expect(try await repository.run(repository.authorityArguments).status == 0)
    let grant = try #require(try await repository.liveGrants().first)
    let old = try await repository.ledgerTip()
    let tip = try await repository.tip()
    let again = try await repository.countersign(
      try repository.runArguments(
        anchor: tip, ["--replace-ledger", old, "--drill"] + repository.authorityArguments))
    #expect(again.status == 0, "\(again)")
    let list = repository.sandbox.scratch.file("replaced.krl")
    let krl = try await repository.countersign([
      "krl", "--repository", repository.sandbox.path, "--anchor", tip, list,
    ])
    #expect(krl.status == 0, "\(krl)")
    #expect(try await mustRun("ssh-keygen", ["-Q", "-l", "-f", list]).text.contains(grant.id))
  }

  /// The system's file with the authority's key in it.
  private func webHost(_ login: String, _ repository: AccessRepository) throws -> String {
    AccessRepository.webHost(
      login: login, authority: try repository.key(.sshAuthority).publicLine)
  }

  private func expectRightAudit(_ repository: AccessRepository) async throws {
    let audit = try await repository.audit()
    #expect(audit.status == 0, "\(audit)")
  }
}
