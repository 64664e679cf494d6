import Model
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#endif

/// `run --push` against real servers.
@Suite struct RemoteTests {
  /// How an http server's credentials reach the run.
  enum HTTPWay: CaseIterable, Sendable {
    case open, token, tokenInURL, extraHeader, includeIf
  }

  private static let token = "letmein42"
  /// The header that `x-access-token:letmein42` makes.
  private static let basic = "basic eC1hY2Nlc3MtdG9rZW46bGV0bWVpbjQy"

  /// From nothing to a grant, all of it at the remote; the clone's own branches stay as they are.
  private func issue(
    _ repository: AccessRepository, from runner: String, through url: String,
    environment: [String: String] = [:]
  ) async throws {
    let branches = try await repository.branches(of: runner)
    func push(_ first: Bool) async throws -> RunAnswer {
      let answer = try await repository.countersign(
        repository.runArguments(in: runner, first: first, ["--push", url]),
        environment: environment)
      try expect(answer, exits: 0)
      return try answer.decoded(RunAnswer.self)
    }
    let first = try await push(true)
    #expect(first.before == nil && first.decisions.isEmpty)
    #expect(try await repository.ledgerTip() == first.ledger)
    let second = try await push(false)
    #expect(second.ledger == first.ledger && second.before == first.ledger)

    let request = Request("ana-invoices")
    try await repository.grant(request)
    let third = try await push(false)
    #expect(third.events == ["issued"] && third.before == first.ledger)
    #expect(try await repository.ledgerTip() == third.ledger)
    #expect(try await repository.grant(of: request)?.state == "active")
    #expect(try await push(false).ledger == third.ledger)
    #expect(try await repository.branches(of: runner) == branches)
    try await repository.sandbox.git("fsck", "--strict", "--no-dangling")
    try await expectSound(repository)
  }

  @Test("over a path and over the name of a remote", arguments: [true, false])
  func path(_ isNamed: Bool) async throws {
    let repository = try await AccessRepository()
    let runner = try await repository.clone("runner", isNamed ? [] : ["--bare"])
    try await issue(
      repository, from: runner, through: isNamed ? "origin" : repository.sandbox.path)
    // By name the clone's view of the remote follows, as with git's own push; by path it has none.
    let status = try await repository.countersign(
      ["status", "--anchor", repository.anchor], in: runner)
    #expect(status.status == (isNamed ? 0 : 77), "\(status)")
    #expect(status.result.text.contains("1 active") == isNamed, "\(status)")
  }

  @Test(arguments: HTTPWay.allCases)
  func http(_ way: HTTPWay) async throws {
    let repository = try await AccessRepository()
    let runner = try await repository.clone("runner")
    let scratch = try ScratchDirectory()
    // CI's header has a small letter, a token of libgit2's a capital one.
    let header =
      way == .extraHeader || way == .includeIf ? Self.basic : "B\(Self.basic.dropFirst())"
    try await GitServer.http(
      root: repository.sandbox.scratch.path, scratch: scratch,
      authorization: way == .open ? nil : header
    ) { server in
      var url = "\(server.url)/repository.git"
      var environment: [String: String] = [:]
      switch way {
      case .open: break
      case .token: environment["COUNTERSIGN_TOKEN"] = Self.token
      case .tokenInURL:
        url = "http://x-access-token:\(Self.token)@127.0.0.1:\(server.port)/repository.git"
      case .extraHeader:
        // As actions/checkout leaves it in the clone's own configuration.
        try await repository.git(
          "config", "http.\(server.url)/.extraheader", "AUTHORIZATION: \(Self.basic)", in: runner)
      case .includeIf:
        let file = try scratch.write(
          "[http \"\(server.url)/\"]\n\textraheader = AUTHORIZATION: \(Self.basic)\n",
          to: "git-credentials.config")
        try await repository.git("config", "includeIf.gitdir:\(runner).path", file, in: runner)
      }
      try await issue(repository, from: runner, through: url, environment: environment)
    }
  }

  @Test("credentials that the server refuses change nothing", arguments: [true, false])
  func wrongToken(_ hasToken: Bool) async throws {
    let repository = try await AccessRepository()
    try await run(repository)
    try await repository.grant(Request("ana-invoices"))
    let runner = try await repository.clone("runner")
    let before = try await (repository.contents(), repository.contents(of: runner))
    let scratch = try ScratchDirectory()
    try await GitServer.http(
      root: repository.sandbox.scratch.path, scratch: scratch, authorization: Self.basic
    ) { server in
      let answer = try await repository.countersign(
        repository.runArguments(in: runner, ["--push", "\(server.url)/repository.git"]),
        environment: hasToken ? ["COUNTERSIGN_TOKEN": "wrong-secret"] : [:])
      try expect(answer, exits: 69)
      #expect(answer.description.contains("COUNTERSIGN_TOKEN"), "\(answer)")
      #expect(!answer.description.contains("wrong-secret"), "\(answer)")
      #expect(answer.result.output.isEmpty)
    }
    #expect(try await repository.contents() == before.0)
    #expect(try await repository.contents(of: runner) == before.1)
  }

  @Test("nobody listens", arguments: ["http://127.0.0.1:9/x.git", "ssh://git@127.0.0.1:9/x.git"])
  func unreachable(_ url: String) async throws {
    let repository = try await AccessRepository()
    let before = try await repository.contents()
    let answer = try await repository.countersign(
      repository.runArguments(first: true, ["--push", url]))
    try expect(answer, exits: 69)
    #expect(try await repository.contents() == before)
  }

  @Test("a hook of the remote's that refuses", arguments: [true, false])
  func hook(_ isLocal: Bool) async throws {
    let repository = try await AccessRepository()
    try await run(repository)
    let tip = try await repository.ledgerTip()
    let request = Request("ana-invoices")
    try await repository.grant(request)
    let runner = try await repository.clone("runner")
    try repository.sandbox.scratch.write(
      "#!/bin/sh\necho 'closed for today' >&2\nexit 1\n", to: "repository.git/hooks/update",
      mode: 0o755)
    let scratch = try ScratchDirectory()
    try await GitServer.http(root: repository.sandbox.scratch.path, scratch: scratch) { server in
      let arguments = try repository.runArguments(
        in: runner, ["--push", isLocal ? "origin" : "\(server.url)/repository.git"])
      let answer = try await repository.countersign(arguments)
      if isLocal {
        // Over a path nobody runs the hooks: libgit2 has none, and the ledger is moved by compare-and-swap.
        try expect(answer, exits: 0)
        return
      }
      try expect(answer, exits: 69)
      #expect(try await repository.ledgerTip() == tip)
      // What was not pushed is not what this clone trusts: the next run finishes.
      try await mustRun("rm", [repository.sandbox.scratch.file("repository.git/hooks/update")])
      try expect(try await repository.countersign(arguments), exits: 0)
    }
    #expect(try await repository.grant(of: request)?.history.count == 1)
    try await expectSound(repository)
  }

  @Test(
    "over ssh with a real sshd",
    .enabled(if: geteuid() == 0 && access("/usr/sbin/sshd", X_OK) == 0, "it takes root and sshd")
  )
  func ssh() async throws {
    let repository = try await AccessRepository()
    let runner = try await repository.clone("runner")
    let user = try await repository.sandbox.makeKey("user")
    let scratch = repository.sandbox.scratch
    try scratch.write("", to: "home/.ssh/known_hosts")
    try await mustRun("cp", [user.path, scratch.file("home/.ssh/id_ed25519")])
    let server = try ScratchDirectory()
    try await GitServer.ssh(scratch: server, authorized: [user.publicLine]) { sshd in
      let url = "ssh://root@127.0.0.1:\(sshd.port)\(repository.sandbox.path)"
      // A host that nobody has checked gets neither a key nor a ledger.
      let before = try await repository.contents()
      let unknown = try await repository.countersign(
        repository.runArguments(in: runner, first: true, ["--push", url]))
      try expect(unknown, exits: 69)
      #expect(unknown.description.contains("known_hosts"), "\(unknown)")
      #expect(try await repository.contents() == before)

      let host = try server.read("ssh-host-key.pub")
      try scratch.write(
        Array("[127.0.0.1]:\(sshd.port) ".utf8) + host, to: "home/.ssh/known_hosts")
      try await issue(repository, from: runner, through: url)

      // Another key than the one that was checked is somebody in between.
      let other = try await repository.sandbox.makeKey("other").publicLine
      try scratch.write("[127.0.0.1]:\(sshd.port) \(other)\n", to: "home/.ssh/known_hosts")
      let changed = try await repository.countersign(
        repository.runArguments(in: runner, ["--push", url]))
      try expect(changed, exits: 69)
    }
  }

  @Test("a clone that has seen the ledger's end notices without a witness that it was taken back")
  func takenBack() async throws {
    let repository = try await AccessRepository()
    let begun = try await run(repository)
    let runner = try await repository.clone("runner")
    let request = Request("ana-invoices")
    try await repository.grant(request)
    let arguments = try repository.runArguments(in: runner, ["--push", "origin"])
    try expect(try await repository.countersign(arguments), exits: 0)
    let good = try await repository.ledgerTip()
    try await repository.sandbox.point(AccessRepository.ledger, at: try #require(begun.ledger))
    try expect(try await repository.countersign(arguments), exits: 77, naming: .ledgerUntrusted)
    #expect(try await repository.ledgerTip() == begun.ledger)
    try await repository.sandbox.point(AccessRepository.ledger, at: good)
    try expect(try await repository.countersign(arguments), exits: 0)
    try await expectSound(repository)
  }

  @Test("eight runs at once over a path")
  func race() async throws {
    let repository = try await AccessRepository()
    try await run(repository)
    let began = try await repository.ledgerTip()
    let request = Request("ana-invoices")
    try await repository.grant(request)
    var runners: [String] = []
    for index in 0..<8 { runners.append(try await repository.clone("runner-\(index)")) }
    let answers = try await withThrowingTaskGroup(of: Answer.self) { group in
      for runner in runners {
        group.addTask {
          try await repository.countersign(
            repository.runArguments(in: runner, ["--push", repository.sandbox.path]))
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(answers.allSatisfy { $0.status == 0 }, "\(answers)")
    let events = try answers.map { try $0.decoded(RunAnswer.self).events }
    #expect(events.filter { $0 == ["issued"] }.count == 1, "\(events)")
    #expect(
      try await repository.sandbox.git("rev-list", "\(began)..\(AccessRepository.ledger)")
        .split(separator: "\n").count == 1)
    try await expectSound(repository)
  }
}
