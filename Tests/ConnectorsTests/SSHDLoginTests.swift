import FoundationEssentials
import Model
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#endif

/// A real sshd that trusts an authority, and grants that open it or do not.
@Suite(
  .enabled(if: geteuid() == 0 && access("/usr/sbin/sshd", X_OK) == 0, "it takes root and sshd"))
struct SSHDLoginTests {
  /// The clock of sshd, which nobody can set: the grants are made around it.
  private static var clock: Instant {
    Instant(clampingSeconds: Int64(Date().timeIntervalSince1970))
  }

  @Test("login works within the window, for the principal and the key that were granted")
  func logins() async throws {
    let now = Self.clock
    let repository = try await AccessRepository.withWebHost(at: now) { policies in
      policies.texts["policies/systems/other-host.yaml"] = AccessRepository.webHost(
        login: "{principals: [deploy]}")
      policies.texts["policies/systems/far-host.yaml"] = AccessRepository.webHost(
        login: "{principals: [root], source_address: [192.0.2.0/24]}")
      policies.texts["policies/systems/forced-host.yaml"] = AccessRepository.webHost(
        login: "{principals: [root], force_command: echo forced}")
    }
    func file(
      _ name: String, on host: String = "web-host", for person: Person = .ana, at time: Instant,
      starts: Instant? = nil
    ) async throws -> String {
      let request = Request(
        name, "shell", for: person.id, of: host, duration: "1h", starts: starts.map { "\($0)" })
      try await land(request, by: person, in: repository, at: time)
      return try await certificate(of: request, in: repository)
    }
    let past = try await file("past", at: now.advanced(by: .hours(-2)))
    let present = try await file("present", at: now)
    let future = try await file("future", at: now, starts: now.advanced(by: .hours(3)))
    let deploy = try await file("deploy", on: "other-host", at: now)
    let far = try await file("far", on: "far-host", at: now)
    let forced = try await file("forced", on: "forced-host", at: now)
    let bens = try await file("bens", for: .ben, at: now)
    let (ana, ben) = (try repository.key(.ana), try repository.key(.ben))

    try await withHost(repository) { (host: Host) async throws in
      #expect(try await host.login(ana, present) == "in")
      #expect(try await host.login(ben, bens) == "in")
      #expect(try await host.login(ana, forced) == "forced")
      // Each differs from the first in one thing.
      #expect(try await host.login(ana, past) == nil, "after the window")
      #expect(try await host.login(ana, future) == nil, "before the window")
      #expect(try await host.login(ana, deploy) == nil, "as another principal")
      #expect(try await host.login(ana, far) == nil, "from another address")
      #expect(try await host.login(ben, present) == nil, "with another key")
      #expect(try await host.login(ana, bens) == nil, "with another's certificate")
      #expect(try await host.login(ana, nil) == nil, "without a certificate")
    }
    let audit = try await repository.audit()
    #expect(audit.status == 0, "\(audit)")
  }

  @Test(
    "a host whose clock lags takes a certificate at once, and none of an asked-for start before it")
  func laggingClock() async throws {
    let now = Self.clock
    let repository = try await AccessRepository.withWebHost(at: now)
    func file(_ name: String, at time: Instant, starts: Instant? = nil) async throws -> String {
      let request = Request(
        name, "shell", of: "web-host", duration: "1h", starts: starts.map { "\($0)" })
      try await land(request, by: .ana, in: repository, at: time)
      return try await certificate(of: request, in: repository)
    }
    // To the host these are issued in four and in thirty minutes: its clock is so far behind.
    let ahead = now.advanced(by: .minutes(4))
    let lagging = try await file("lagging", at: ahead)
    let starting = try await file("starting", at: ahead, starts: ahead.advanced(by: .minutes(20)))
    let far = try await file("far", at: now.advanced(by: .minutes(30)))
    let ana = try repository.key(.ana)
    try await withHost(repository) { (host: Host) async throws in
      #expect(try await host.login(ana, lagging) == "in")
      #expect(try await host.login(ana, starting) == nil, "an asked-for start is kept")
      #expect(try await host.login(ana, far) == nil, "five minutes, and no more")
    }
    let audit = try await repository.audit()
    #expect(audit.status == 0, "\(audit)")
  }

  @Test("once revoked, a certificate opens nothing, while another's still does")
  func revocation() async throws {
    let now = Self.clock
    let repository = try await AccessRepository.withWebHost(at: now)
    let request = Request("ana", "shell", of: "web-host", duration: "1h")
    try await land(request, by: .ana, in: repository, at: now)
    let other = Request("ben", "shell", for: "ben.cole", of: "web-host", duration: "1h")
    try await land(other, by: .ben, in: repository, at: now)
    let first = try await certificate(of: request, in: repository)
    let second = try await certificate(of: other, in: repository)
    let (ana, ben) = (try repository.key(.ana), try repository.key(.ben))
    try await withHost(repository) { (host: Host) async throws in
      #expect(try await host.login(ana, first) == "in")
      #expect(try await host.login(ben, second) == "in")

      try await repository.land(
        try await repository.commit(
          [.removal(request.path)], by: .nora, at: now.advanced(by: .minutes(-1))))
      let run = try await repository.run(
        at: now, try repository.authorityArguments)
      #expect(run.status == 0, "\(run)")
      try await host.refreshRevoked(from: repository)
      #expect(try await host.login(ana, first) == nil)
      #expect(try await host.login(ben, second) == "in")
    }
    let audit = try await repository.audit()
    #expect(audit.status == 0, "\(audit)")
  }

  /// Proposes, approves and lands `request`, and runs.
  private func land(
    _ request: Request, by person: Person, in repository: AccessRepository, at now: Instant
  ) async throws {
    let date = now.advanced(by: .minutes(-10))
    let proposal = try await repository.commit(
      [request.file], by: person, signed: .own, at: date)
    try await repository.approve(proposal, by: [.priya], at: date)
    let run = try await repository.run(
      at: now, try repository.authorityArguments)
    #expect(run.status == 0, "\(run)")
  }

  /// The file with the certificate that the grant of `request` is handed out as.
  private func certificate(
    of request: Request, in repository: AccessRepository
  ) async throws -> String {
    let grants = try await repository.grants()
    let grant = try #require(grants.first { $0.request.path == request.path })
    let text = try await repository.certificates(of: grant.id)
    return try repository.sandbox.scratch.write(text + "\n", to: "\(request.name)-cert.pub")
  }

  private func withHost(
    _ repository: AccessRepository, _ body: @escaping @Sendable (Host) async throws -> Void
  ) async throws {
    let scratch = repository.sandbox.scratch
    let authority = try scratch.write(
      try repository.key(.sshAuthority).publicLine + "\n", to: "trusted")
    let host = Host(port: 0, repository: repository)
    try await host.refreshRevoked(from: repository)
    try await GitServer.ssh(
      scratch: scratch, authorized: [],
      settings: [
        "TrustedUserCAKeys \(authority)", "RevokedKeys \(host.revoked)", "MaxStartups 100",
      ]
    ) { server in try await body(Host(port: server.port, repository: repository)) }
  }

  /// The host and who logs in to it.
  private struct Host: Sendable {
    let port: Int
    let repository: AccessRepository

    var revoked: String { repository.sandbox.scratch.file("revoked.krl") }

    /// What `echo in` prints there; nil where nobody is let in.
    func login(_ key: GitKey, _ certificate: String?) async throws -> String? {
      // A copy of its own, so that ssh offers no certificate but the one given.
      let scratch = try ScratchDirectory()
      try await mustRun("cp", [key.path, scratch.file("id")])
      let options = [
        "StrictHostKeyChecking=no", "UserKnownHostsFile=/dev/null", "BatchMode=yes",
        "IdentitiesOnly=yes", "LogLevel=ERROR", "ConnectTimeout=20",
      ]
      var arguments = ["-F", "none", "-p", "\(port)", "-i", scratch.file("id")]
      arguments += options.flatMap { ["-o", $0] }
      if let certificate { arguments += ["-o", "CertificateFile=\(certificate)"] }
      let result = try await runProgram(
        "ssh", arguments + ["root@127.0.0.1", "echo in"], environment: ["HOME": scratch.path])
      return result.status == 0 ? result.text : nil
    }

    /// What a host does each minute.
    func refreshRevoked(from repository: AccessRepository) async throws {
      guard try await repository.hasLedger() else {
        try await mustRun("ssh-keygen", ["-q", "-k", "-f", revoked])
        return
      }
      let answer = try await repository.countersign([
        "krl", "--repository", repository.sandbox.path, "--anchor", repository.anchor, revoked,
      ])
      #expect(answer.status == 0, "\(answer)")
    }
  }
}

extension AccessRepository {
  /// What a run is told of the authority's key.
  var authorityArguments: [String] {
    get throws { ["--ssh-ca-key", try key(.sshAuthority).path] }
  }

  /// The certificates of the grant `id`, as plain git shows them.
  func certificates(of id: String) async throws -> String {
    try await sandbox.git(
      "show", "countersign/ledger:credentials/\(id.dropFirst(2).prefix(2))/\(id)-cert.pub")
  }

  func hasLedger() async throws -> Bool {
    try await !sandbox.git("for-each-ref", "refs/heads/countersign/ledger").isEmpty
  }
}
