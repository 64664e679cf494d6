import Git
import Model
import TestSupport
import Testing

@Suite struct HTTPRemoteTests {
  static let ledger = "refs/heads/ledger"

  /// A bare repository with two commits on `main`, and a clone to be.
  func sandboxes() async throws -> (target: GitSandbox, here: GitSandbox, tip: ObjectID) {
    let target = try await GitSandbox(bare: true)
    let first = try await target.commit(files: ["a": "1"])
    let second = try await target.commit(files: ["a": "2"], parents: [first])
    try await target.point("refs/heads/main", at: second)
    return (target, try await GitSandbox(), try oid(second))
  }

  @Test func fetchesAndPushes() async throws {
    let (target, here, tip) = try await sandboxes()
    try await GitServer.http(root: target.scratch.path, scratch: here.scratch) { server in
      let remote = Remote(url: "\(server.url)/repository.git")
      let repository = try Repository(discovering: here.path)
      let shown = try repository.remoteReferences(remote)
      #expect(shown.entries.map(\.name) == ["HEAD", "refs/heads/main"])
      #expect(shown.entries.allSatisfy { $0.id == tip })
      let found = try repository.fetch(
        remote, tracking: ["refs/heads/main": "refs/o/main", "refs/heads/none": "refs/o/none"])
      #expect(found == ["refs/heads/main": tip])
      #expect(try repository.reference("refs/o/main") == tip)
      try await here.git("fsck", "--strict", "--full", "--no-dangling")
      let new = try oid(try await here.commit(files: ["b": "1"], parents: [tip.hex]))
      let other = try oid(try await here.commit(files: ["b": "2"], parents: [tip.hex]))
      func push(_ local: ObjectID, from expected: ObjectID?) throws {
        try repository.push(
          remote, [PushUpdate(reference: Self.ledger, local: local, expected: expected)])
      }
      expectFailure(.referenceMoved) { try push(new, from: tip) }
      try push(tip, from: nil)
      try push(new, from: tip)
      try push(new, from: new)
      expectFailure(.referenceMoved) { try push(other, from: tip) }
      expectFailure(.referenceMoved) { try push(other, from: nil) }
      #expect(try await target.git("rev-parse", Self.ledger) == new.hex)
      #expect(try await here.git("for-each-ref", "refs/countersign").isEmpty)
      #expect(try await here.git("for-each-ref", "--format=%(refname)") == "refs/o/main")
      let error = expectFailure(.unreachable) {
        try repository.remoteReferences(Remote(url: "\(server.url)/none.git"))
      }
      #expect(error?.message.contains("404") ?? false)
    }
  }

  @Test func aHookThatRefusesIsNoLostRace() async throws {
    let (target, here, tip) = try await sandboxes()
    try target.scratch.write(
      "#!/bin/sh\necho 'closed to people' >&2\nexit 1\n", to: "repository.git/hooks/update",
      mode: 0o755)
    try await GitServer.http(root: target.scratch.path, scratch: here.scratch) { server in
      let remote = Remote(url: "\(server.url)/repository.git")
      let repository = try Repository(discovering: here.path)
      try repository.fetch(remote, tracking: ["refs/heads/main": "refs/o/main"])
      let error = expectFailure(.rejected) {
        try repository.push(
          remote, [PushUpdate(reference: Self.ledger, local: tip, expected: nil)])
      }
      #expect(error?.message.contains("hook declined") ?? false)
    }
  }

  @Test func theServerComparesAfterConnecting() async throws {
    let (target, here, tip) = try await sandboxes()
    let rival = try await target.commit(files: ["rival": "1"])
    // Runs when the server has shown its references and taken the objects, before it moves
    // anything.
    try target.scratch.write(
      "#!/bin/sh\nunset GIT_QUARANTINE_PATH\ngit update-ref \(Self.ledger) \(rival)\n",
      to: "repository.git/hooks/pre-receive", mode: 0o755)
    try await target.point(Self.ledger, at: tip.hex)
    try await GitServer.http(root: target.scratch.path, scratch: here.scratch) { server in
      let remote = Remote(url: "\(server.url)/repository.git")
      let repository = try Repository(discovering: here.path)
      try repository.fetch(remote, tracking: ["refs/heads/main": "refs/o/main"])
      let new = try oid(try await here.commit(files: ["b": "1"], parents: [tip.hex]))
      expectFailure(.referenceMoved) {
        try repository.push(
          remote, [PushUpdate(reference: Self.ledger, local: new, expected: tip)])
      }
      #expect(try await target.git("rev-parse", Self.ledger) == rival)
    }
  }

  @Test func aTokenIsOfferedOnceAndNeverShown() async throws {
    let (target, here, tip) = try await sandboxes()
    // x-access-token:letmein42
    let header = "Basic eC1hY2Nlc3MtdG9rZW46bGV0bWVpbjQy"
    try await GitServer.http(
      root: target.scratch.path, scratch: here.scratch, authorization: header
    ) { server in
      let remote = Remote(url: "\(server.url)/repository.git")
      let repository = try Repository(discovering: here.path)
      let good = Credentials(token: "letmein42")
      #expect(try repository.remoteReferences(remote, credentials: good)["HEAD"] == tip)
      try repository.fetch(
        remote, tracking: ["refs/heads/main": "refs/o/main"], credentials: good)
      try repository.push(
        remote, [PushUpdate(reference: Self.ledger, local: tip, expected: nil)], credentials: good)
      #expect("\(good)".contains("hidden"))
      let withUser = "http://x-access-token:letmein42@127.0.0.1:\(server.port)/repository.git"
      #expect(try repository.remoteReferences(Remote(url: withUser))["HEAD"] == tip)
      let before = try here.scratch.lines(of: server.log).count
      for wrong in [Credentials(token: "wrong-secret"), .none] {
        let error = expectFailure(.unauthenticated) {
          try repository.remoteReferences(remote, credentials: wrong)
        }
        #expect(!"\(String(describing: error))".contains("secret"))
      }
      let inURL = expectFailure(.unauthenticated) {
        let url = "http://me:wrong-secret@127.0.0.1:\(server.port)/repository.git"
        return try repository.remoteReferences(Remote(url: url))
      }
      #expect(!"\(String(describing: inURL))".contains("secret"))
      #expect(try here.scratch.lines(of: server.log).count - before <= 8)
    }
  }

  @Test func extraHeadersOfTheConfigurationAreSent() async throws {
    let (target, here, tip) = try await sandboxes()
    let header = "Bearer runner-secret-1"
    try await GitServer.http(
      root: target.scratch.path, scratch: here.scratch, authorization: header
    ) { server in
      let remote = Remote(url: "\(server.url)/repository.git")
      // As actions/checkout lays it out: a file of its own behind includeIf.
      try here.scratch.write(
        """
        [http]
        \textraheader = Authorization: Basic general
        [http "\(server.url)/"]
        \textraheader =
        \textraheader = Authorization: \(header)
        [http "\(server.url)/other"]
        \textraheader = Authorization: Basic other
        [http "https://127.0.0.1:\(server.port)/"]
        \textraheader = Authorization: Basic https

        """, to: "credentials.config")
      try await here.git(
        "config", "includeIf.gitdir:\(here.path)/.git.path", here.scratch.file("credentials.config")
      )
      let repository = try Repository(discovering: here.path)
      #expect(try repository.remoteReferences(remote)["HEAD"] == tip)
      try repository.fetch(remote, tracking: ["refs/heads/main": "refs/o/main"])
      try repository.push(
        remote, [PushUpdate(reference: Self.ledger, local: tip, expected: nil)])
      let seen = Set(try here.scratch.lines(of: server.log).map { $0.split(separator: " ")[2...] })
      #expect(seen == [["Bearer", "runner-secret-1"]])
      for line in ["Authorization: Basic no-secret"] + [
        "no header of secret", "X-Secret: a\tb", "Host: secret.example",
      ] {
        try here.scratch.write(
          "[http]\n\textraheader = \(line.replacing("\t", with: "\\t"))\n", to: "credentials.config"
        )
        let again = try Repository(discovering: here.path)
        do {
          _ = try again.remoteReferences(remote)
          Issue.record("\(line) was taken")
        } catch let error as GitError {
          #expect(!"\(error)".lowercased().contains("secret"))
          #expect((error.kind == .unauthenticated) == line.contains("Basic"))
        }
      }
    }
  }

  @Test func redirectsStayOnTheHost() async throws {
    let (target, here, tip) = try await sandboxes()
    try await GitServer.http(root: target.scratch.path, scratch: here.scratch) { server in
      try await GitServer.http(
        root: target.scratch.path, scratch: here.scratch,
        redirects: [
          "old.git": "/repository.git",
          "away.git": "http://localhost:\(server.port)/repository.git",
        ]
      ) { front in
        try await here.git("config", "http.extraheader", "Authorization: Basic secret")
        let repository = try Repository(discovering: here.path)
        let stays = Remote(url: "\(front.url)/old.git")
        #expect(try repository.remoteReferences(stays)["HEAD"] == tip)
        let leaves = Remote(url: "\(front.url)/away.git")
        expectFailure(.unreachable) { try repository.remoteReferences(leaves) }
        #expect(try here.scratch.lines(of: server.log).isEmpty)
      }
    }
  }

  @Test func nobodyAnswers() async throws {
    let here = try await GitSandbox()
    let repository = try Repository(discovering: here.path)
    for url in ["http://127.0.0.1:1/a", "ssh://127.0.0.1:1/a", "https://127.0.0.1:1/a"] {
      expectFailure(.unreachable) { try repository.remoteReferences(Remote(url: url)) }
    }
  }
}

extension ScratchDirectory {
  /// The lines of the file at `path` below this directory; none when there is no such file.
  func lines(of path: String) throws -> [Substring] {
    let name = String(path.dropFirst(self.path.count + 1))
    guard let bytes = try? read(name) else { return [] }
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n")
  }
}
