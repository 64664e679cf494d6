import FoundationEssentials
import Git
import Model
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#endif

/// libgit2 takes `known_hosts` from `$HOME`, so each test runs in a process of its own with another
/// home, and the server in the test's.
@Suite(
  .enabled(if: geteuid() == 0 && access("/usr/sbin/sshd", X_OK) == 0, "it takes root and sshd"),
  .serialized)
struct SSHRemoteTests {
  /// What the process of a test needs to know.
  struct Setting: Codable, Sendable {
    /// A bare repository on the server, with `tip` on `main`.
    var target = ""
    var tip = ""
    /// The local repository and the home folder of its user.
    var local = ""
    var home = ""
    var port = 0
    var agent: String?

    var url: String { "ssh://root@127.0.0.1:\(port)\(target)" }
  }

  /// Which key the user has, and where.
  enum Key: Sendable { case file, second, agent, none }

  /// Lays out a server and a user, and runs `body` with them.
  func withServer(
    key: Key, isKnown: Bool, settings: [String] = [],
    _ body: @escaping @Sendable (Setting) async throws -> Void
  ) async throws {
    let target = try await GitSandbox(bare: true)
    let first = try await target.commit(files: ["a": "1"])
    try await target.point("refs/heads/main", at: first)
    let here = try await GitSandbox()
    let pair = try await here.makeKey("user")
    try here.scratch.write("", to: "home/.ssh/known_hosts")
    func install(_ name: String) async throws {
      try await mustRun("cp", [pair.path, here.scratch.file("home/.ssh/\(name)")])
    }
    switch key {
    case .file: try await install("id_ed25519")
    case .second:
      // One that is not let in and one that has a passphrase stand before the one that works.
      let locked = here.scratch.file("home/.ssh/id_ed25519")
      try await mustRun("ssh-keygen", ["-q", "-t", "ed25519", "-N", "secret phrase", "-f", locked])
      try await install("id_ecdsa")
    case .agent, .none: break
    }
    try await GitServer.ssh(
      scratch: here.scratch, authorized: [pair.publicLine], settings: settings
    ) { server in
      if isKnown {
        let host = try here.scratch.read("ssh-host-key.pub")
        try here.scratch.write(
          Array("[127.0.0.1]:\(server.port) ".utf8) + host, to: "home/.ssh/known_hosts")
      }
      var setting = Setting(
        target: target.path, tip: first, local: here.path, home: here.home, port: server.port)
      guard key == .agent else { return try await body(setting) }
      let socket = here.scratch.file("agent.sock")
      setting.agent = socket
      let withAgent = setting
      try await GitServer.withProgram("/usr/bin/ssh-agent", ["-D", "-a", socket], home: here.home) {
        for _ in 0..<100 where access(socket, F_OK) != 0 {
          try await Task.sleep(for: .milliseconds(20))
        }
        try await mustRun("ssh-add", ["-q", pair.path], environment: ["SSH_AUTH_SOCK": socket])
        try await body(withAgent)
      }
    }
  }

  @Test(arguments: [Key.file, .second, .agent])
  func fetchesAndPushes(_ key: Key) async throws {
    try await withServer(key: key, isKnown: true) { setting in
      await #expect(processExitsWith: .success) { [setting = setting as Setting] in
        let (repository, credentials) = try SSHRemoteTests.enter(setting)
        let remote = Remote(url: setting.url)
        let tip = try #require(ObjectID(hex: setting.tip))
        let found = try repository.fetch(
          remote, tracking: ["refs/heads/main": "refs/o/main"], credentials: credentials)
        #expect(found == ["refs/heads/main": tip])
        let text =
          "tree \(try repository.rawCommit(tip).tree)\nparent \(tip)\n"
          + "author \(CommitTests.ident)\ncommitter \(CommitTests.ident)\n\nx\n"
        let new = try repository.write(Array(text.utf8), as: .commit)
        func push(_ local: ObjectID, from expected: ObjectID?) throws {
          let update = PushUpdate(reference: "refs/heads/ledger", local: local, expected: expected)
          try repository.push(remote, [update], credentials: credentials)
        }
        try push(tip, from: nil)
        expectFailure(.referenceMoved) { try push(new, from: nil) }
        expectFailure(.referenceMoved) { try push(new, from: new) }
        try push(new, from: tip)
        let shown = try repository.remoteReferences(remote, credentials: credentials)
        #expect(shown["refs/heads/ledger"] == new)
      }
    }
  }

  @Test("a server that lists references without an end is hung up on")
  func listsWithoutEnd() async throws {
    try await withServer(
      key: .file, isKnown: true,
      settings: [
        "ForceCommand perl -e '$r = \"1\" x 40 . \" refs/heads/\" . \"x\" x 3000 . \"\\n\"; "
          + "print sprintf(\"%04x\", length($r) + 4) . $r while 1'"
      ]
    ) { setting in
      await #expect(processExitsWith: .success) { [setting = setting as Setting] in
        let (repository, credentials) = try SSHRemoteTests.enter(setting)
        do throws(GitError) {
          let shown = try repository.remoteReferences(
            Remote(url: setting.url), credentials: credentials, limit: 600)
          Issue.record("it showed \(shown.entries.count) references")
        } catch {
          #expect(
            error.kind == .unreachable && error.message.contains("bytes of references"), "\(error)")
        }
      }
    }
  }

  @Test func anUnknownHostIsRefused() async throws {
    try await withServer(key: .file, isKnown: false) { setting in
      await #expect(processExitsWith: .success) { [setting = setting as Setting] in
        let (repository, credentials) = try SSHRemoteTests.enter(setting)
        expectFailure(.untrustedHost) {
          try repository.remoteReferences(Remote(url: setting.url), credentials: credentials)
        }
      }
    }
  }

  @Test func aChangedHostKeyIsRefused() async throws {
    try await withServer(key: .file, isKnown: false) { setting in
      try await mustRun(
        "sh",
        [
          "-c",
          "ssh-keygen -q -t ed25519 -N '' -f k; echo \"[127.0.0.1]:$PORT $(cat k.pub)\" > .ssh/known_hosts",
        ],
        in: setting.home, environment: ["PORT": "\(setting.port)"])
      await #expect(processExitsWith: .success) { [setting = setting as Setting] in
        let (repository, credentials) = try SSHRemoteTests.enter(setting)
        expectFailure(.untrustedHost) {
          try repository.remoteReferences(Remote(url: setting.url), credentials: credentials)
        }
      }
    }
  }

  @Test func nobodyIsLetInWithoutAKey() async throws {
    try await withServer(key: .none, isKnown: true) { setting in
      await #expect(processExitsWith: .success) { [setting = setting as Setting] in
        let (repository, _) = try SSHRemoteTests.enter(setting)
        for credentials in [Credentials.none, Credentials(hasAgent: true, home: setting.home)] {
          expectFailure(credentials.hasAgent ? .unreachable : .unauthenticated) {
            try repository.remoteReferences(Remote(url: setting.url), credentials: credentials)
          }
        }
      }
    }
  }

  /// Makes this process that of the setting's user.
  static func enter(_ setting: Setting) throws -> (Repository, Credentials) {
    setenv("HOME", setting.home, 1)
    unsetenv("SSH_AUTH_SOCK")
    if let agent = setting.agent { setenv("SSH_AUTH_SOCK", agent, 1) }
    return (
      try Repository(discovering: setting.local),
      Credentials(hasAgent: setting.agent != nil, home: setting.home)
    )
  }
}
