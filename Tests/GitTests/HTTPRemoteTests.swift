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

  /// A server whose every answer is references with names of 3 KB, as many as it is told; of no end where it is told none.
  private static let talker = #"""
    import http.server, sys

    count = int(sys.argv[3])

    class Talker(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Type", "application/x-git-upload-pack-advertisement")
            self.end_headers()
            self.line(b"# service=git-upload-pack\n")
            self.wfile.write(b"0000")
            number = 0
            while count == 0 or number < count:
                end = b"\0side-band-64k\n" if number == 0 else b"\n"
                self.line(b"1" * 40 + b" refs/heads/%08d" % number + b"x" * 3000 + end)
                number += 1
            self.wfile.write(b"0000")

        def line(self, content):
            self.wfile.write(b"%04x" % (len(content) + 4) + content)

        def log_message(self, *arguments):
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Talker)
    with open(sys.argv[1] + ".new", "w") as file:
        file.write(str(server.server_port))
    import os
    os.rename(sys.argv[1] + ".new", sys.argv[1])
    server.serve_forever()

    """#

  @Test(
    "a remote that lists references without an end is hung up on; thousands with long names are not too many"
  )
  func listsWithoutEnd() async throws {
    let here = try await GitSandbox()
    let script = try here.scratch.write(Self.talker, to: "talker.py")
    for count in [0, 5000] {
      let ready = "talker-\(count).port"
      try await GitServer.withProgram(
        "/usr/bin/python3", [script, here.scratch.file(ready), "-", "\(count)"], home: here.home
      ) {
        let port = try await GitServer.readPort(here.scratch, ready)
        let url = "http://127.0.0.1:\(port)/repository.git"
        let repository = try Repository(discovering: here.path)
        if count == 0 {
          expectFailure(.unreachable) {
            try repository.remoteReferences(Remote(url: url), limit: 600)
          }
          expectFailure(.unreachable) {
            try repository.fetch(
              Remote(url: url), tracking: ["refs/heads/a": "refs/o/a"], limit: 600)
          }
        } else {
          let shown = try repository.remoteReferences(Remote(url: url), limit: 600)
          #expect(shown.entries.count == count)
        }
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
