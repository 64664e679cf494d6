import Foundation
import Model
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#endif

/// Mends of what comes with time, with a machine, or with files that are governed besides policies.
@Suite struct MendClockTests {
  @Test func `a request that waited too long is filed anew`() async throws {
    let repository = try await AccessRepository()
    let request = Request("late")
    let proposal = try await repository.propose(request)
    try await repository.land(
      try await repository.merge(proposal, by: .priya, signed: .unsigned))
    try await repository.run()
    let waits = try #require(try await repository.status()[request.path])
    let hints = waits.reasons.compactMap(\.hint)
    #expect(hints.contains("countersign approve \(request.path)"), "\(waits)")

    let later = Instant.drill(.days(8))
    try await repository.run(at: later)
    let ended = try #require(try await repository.status()[request.path])
    #expect(ended.outcome == "refused")
    #expect(ended.reasons.first?.hint == "File a new request.", "\(ended)")
    #expect(
      !ended.reasons.contains { $0.hint?.contains("countersign approve") == true }, "\(ended)")
    let explained = try await repository.countersign(
      ["explain", request.path, "--anchor", repository.anchor, "--now", "\(later)"])
    #expect(!explained.description.contains("countersign approve"), "\(explained)")

    let anew = Request("late-again")
    let again = try await repository.commit(
      [anew.file], by: .ana, at: later.advanced(by: .minutes(-10)))
    try await repository.approve(again, by: [.priya], at: later.advanced(by: .minutes(-5)))
    try await repository.run(at: later)
    #expect(try await repository.status()[anew.path]?.outcome == "granted")
  }

  @Test(arguments: ["back", "again"])
  func `a governed file is put back, or changed again with approvals`(_ way: String) async throws {
    let repository = try await AccessRepository()
    try await repository.run()
    let path = ".github/workflows/run.yaml"
    try await repository.land(try await repository.commit([.file(path, "on: push\n")], by: .nora))
    let found = try await repository.run()
    #expect(found.status == 1 && found.names(.ungovernedChange), "\(found)")
    #expect(
      found.description.contains(
        "Put the old content back, or change it again with the approvals of its line."), "\(found)")
    if way == "back" {
      try await repository.land(try await repository.commit([.removal(path)], by: .nora))
    } else {
      let proposal = try await repository.commit([.file(path, "on: [push]\n")], by: .nora)
      try await repository.approve(proposal, by: [.mia])
    }
    #expect(try await repository.run().status == 0)
  }

  @Test func `an emergency that nobody reviewed is reviewed as printed`() async throws {
    var policies = AccessRepository.Policies()
    try policies.replace(
      "maximum_duration: 1h\n",
      with: "maximum_duration: 1h\n    emergency: {eligible: [group:dba], approvals: [], "
        + "maximum_duration: 30m, review_within: 24h}\n", in: "policies/systems/billing-db.yaml")
    let repository = try await AccessRepository(policies)
    func ask(_ name: String, at date: Instant) async throws -> AccessRepository.Status.Request {
      var request = Request(name, "superuser", for: "tom.berg", duration: "30m")
      request.more = ["emergency: true"]
      try await repository.land(
        try await repository.commit([request.file], by: .tom, signed: .own, at: date))
      try await repository.run(at: date)
      return try #require(try await repository.status()[request.path])
    }
    #expect(try await ask("first", at: .drill()).outcome == "granted")
    let later = Instant.drill(.hours(1))
    let barred = try await ask("second", at: later)
    #expect(barred.codes.contains(.reviewOverdue), "\(barred)")
    let command = "countersign review emergency <grant>"
    #expect(barred.reasons.contains { $0.hint?.contains("\(command), which") == true }, "\(barred)")

    let work = try await repository.workTree(of: .leo)
    try await repository.git("config", "gpg.format", "ssh", in: work)
    try await repository.git(
      "config", "user.signingkey", try repository.key(.leo).path, in: work)
    let grant = try #require(try await repository.grants().first)
    let environment = repository.sandbox.environment(
      Person.leo.git, date: Int(later.advanced(by: .minutes(-5)).seconds)
    ).merging(repository.programPath) { $1 }
    let written = try await runProgram(
      "sh",
      [
        "-ec",
        command.replacing("<grant>", with: grant.id) + " --finding Needed. --now \(later)",
      ], in: work,
      environment: environment.merging(["COUNTERSIGN_ANCHOR": repository.anchor]) { $1 })
    #expect(written.status == 0, "\(written.text)\(written.errorText)")
    let steps = written.text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
      .filter { $0.hasPrefix("git ") }
    #expect(steps.count == 4, "\(written.text)")
    let done = try await runProgram(
      "sh", ["-ec", steps.joined(separator: "\n")], in: work, environment: environment)
    #expect(done.status == 0, "\(done.text)\(done.errorText)")
    let branch = try await repository.git("rev-parse", "HEAD", in: work)
    try await repository.land(
      try await repository.merge(branch, by: .leo, at: later.advanced(by: .minutes(-4))))
    try await repository.run(at: later)
    #expect(try await ask("third", at: later).outcome == "granted")
  }

  @Test(.enabled(if: geteuid() == 0))
  func `a repository of somebody else's`() async throws {
    let hub = MendHub(try await ApproveHub())
    try await hub.follow("chown -R nobody \(hub.hub.clone)", by: "ana")
    try await hub.follow("git config --global --add safe.directory '*'", by: "ana")
    let said = try await hub.say("check", "main")
    let mend = "git config --global --add safe.directory <its whole path>"
    #expect(said.contains(mend), "\(said)")
    try await hub.follow(
      mend.replacing("<its whole path>", with: hub.hub.clone), by: "ana", in: "/")
    let result = try await hub.hub.countersign(["check", "main"])
    #expect(result.status == 0, "\(result.text)\(result.errorText)")
  }

  @Test func `an approval that is dated ahead is waited for`() async throws {
    let repository = try await AccessRepository()
    let request = Request("ahead")
    let date = Instant.drill(.minutes(10))
    try await repository.land(
      try await repository.merge(try await repository.propose(request), by: .priya, at: date))
    try await repository.run()
    let waits = try #require(try await repository.status()[request.path])
    let hints = waits.reasons.compactMap(\.hint)
    #expect(
      hints.contains("Wait until \(date): what is dated ahead counts from then on."), "\(waits)")
    #expect(!hints.contains { $0.contains("countersign approve") }, "\(waits)")
    try await repository.run(at: date)
    #expect(try await repository.status()[request.path]?.outcome == "granted")
  }

  /// It changes what the machine trusts, in a copy that nothing else sees.
  @Test(.enabled(if: geteuid() == 0))
  func `a host whose authority the machine does not know`() async throws {
    let repository = try await AccessRepository()
    try await repository.grant(Request("first"))
    try await repository.run()
    let scratch = repository.sandbox.scratch
    let (certificate, key) = (scratch.file("forge.crt"), scratch.file("forge.key"))
    try await mustRun(
      "openssl",
      [
        "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj",
        "/CN=localhost", "-days", "2", "-addext", "subjectAltName=DNS:localhost", "-keyout", key,
        "-out",
        certificate,
      ], environment: ["PATH": "/usr/bin:/bin"])
    let clone = try await repository.clone("runner", [])
    try await GitServer.http(
      root: scratch.path, scratch: scratch, tls: (certificate, key)
    ) { server in
      try await repository.git(
        "remote", "set-url", "origin", "https://localhost:\(server.port)/repository.git", in: clone)
      let arguments = try repository.runArguments(in: clone, ["--push", "origin"])
      let said = try await repository.countersign(arguments)
      #expect(said.status == 69, "\(said)")
      #expect(!said.description.contains("known_hosts"), "\(said)")
      let mend =
        "put that into /usr/local/share/ca-certificates/<name>.crt and run update-ca-certificates."
      #expect(said.description.contains(mend), "\(said)")
      let command = ([AccessRepository.program] + arguments).map { "'\($0)'" }
        .joined(separator: " ")
      let trusting = try await runProgram(
        "unshare",
        [
          "-m", "sh", "-ec",
          """
          cp -a /etc/ssl \(scratch.path)/ssl && mount --bind \(scratch.path)/ssl /etc/ssl
          mount -t tmpfs none /usr/local/share/ca-certificates
          cp \(certificate) /usr/local/share/ca-certificates/forge.crt && update-ca-certificates >&2
          exec \(command)
          """,
        ],
        environment: repository.sandbox.environment().merging([
          "PATH": "/usr/sbin:/usr/bin:/sbin:/bin"
        ]) { $1 })
      #expect(trusting.status == 0, "\(trusting.text)\(trusting.errorText)")
    }
  }
}
