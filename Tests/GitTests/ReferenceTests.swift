import FoundationEssentials
import Git
import Model
import TestSupport
import Testing

@Suite struct ReferenceTests {
  @Test func areThoseOfGit() async throws {
    let sandbox = try await GitSandbox()
    let first = try await sandbox.commit(files: ["a": "1"])
    let second = try await sandbox.commit(files: ["a": "2"], parents: [first])
    for name in ["refs/heads/main", "refs/heads/x/y/z", "refs/tags/v1", "refs/heads-not/x"] {
      try await sandbox.point(name, at: first)
    }
    try await sandbox.git("pack-refs", "--all")
    try await sandbox.point("refs/heads/x/y/z", at: second)
    try await sandbox.point("refs/heads/x/a", at: second)
    try await sandbox.git("symbolic-ref", "refs/heads/link", "refs/heads/main")
    try await sandbox.git("symbolic-ref", "refs/heads/dangling", "refs/heads/none")
    let repository = try Repository(discovering: sandbox.path)
    for prefix in ["refs/", "refs/heads/", "refs/heads/x/", "refs/h", "refs/tags/", "refs/none/"] {
      let printed = try await sandbox.git("for-each-ref", "--format=%(refname) %(objectname)")
      let expected = printed.split(separator: "\n").filter { $0.hasPrefix(prefix) }.map(String.init)
      let found = try repository.references(prefix: prefix).map { "\($0.name) \($0.id)" }
      #expect(found == expected)
    }
    #expect(try repository.references(prefix: "refs/heads/*").isEmpty)
    #expect(try repository.reference("refs/heads/link") == oid(first))
    #expect(try repository.reference("refs/heads/x/y/z") == oid(second))
    #expect(try repository.reference("refs/heads/dangling") == nil)
    #expect(try repository.reference("refs/heads/none") == nil)
    #expect(try repository.reference("refs/heads/x") == nil)
    expectFailure(.invalid) { try repository.reference("refs/heads/..") }
  }

  @Test func headIsABranchUnbornOrDetached() async throws {
    let sandbox = try await GitSandbox()
    let unborn = try Repository(discovering: sandbox.path).head()
    #expect(unborn.name == "refs/heads/main")
    #expect(unborn.id == nil)
    let commit = try await sandbox.commit(files: ["a": "1"])
    try await sandbox.point("refs/heads/main", at: commit)
    let born = try Repository(discovering: sandbox.path).head()
    #expect(born.name == "refs/heads/main")
    #expect(born.id == (try oid(commit)))
    try await sandbox.git("checkout", "-q", "--detach", commit)
    let detached = try Repository(discovering: sandbox.path).head()
    #expect(detached.name == nil)
    #expect(detached.id == (try oid(commit)))
  }

  @Test func aCorruptReferenceIsCorrupt() async throws {
    let sandbox = try await GitSandbox()
    try sandbox.scratch.write("nonsense\n", to: "repository/.git/refs/heads/bad")
    let repository = try Repository(discovering: sandbox.path)
    expectFailure(.corrupt) { try repository.reference("refs/heads/bad") }
  }

  @Test func revisionsAreThoseOfGit() async throws {
    let sandbox = try await GitSandbox()
    let first = try await sandbox.commit(files: ["a": "1"])
    let second = try await sandbox.commit(files: ["a": "2"], parents: [first])
    let side = try await sandbox.commit(files: ["b": "1"], parents: [first])
    let merge = try await sandbox.merge(side, into: second)
    try await sandbox.point("refs/heads/main", at: second)
    try await sandbox.point("refs/heads/main", at: merge)
    try await sandbox.point("refs/remotes/origin/topic", at: side)
    try await sandbox.git("tag", "-a", "-m", "Tag", "v1", merge)
    try await sandbox.git("tag", "-a", "-m", "Tag of a tag", "v2", "v1")
    let revisions = [
      "main", "HEAD", "@", "refs/heads/main", "heads/main", "v1", "v2", "v1^{commit}", "v2^{}",
      "v2~1", "main^", "main^1", "main^2", "main^2^", "main~2", "main~1^1~0", "main^0", "HEAD^^",
      "origin/topic", "main@{1}", "@{1}", merge, String(merge.prefix(10)), "\(merge.prefix(8))^2",
      merge.prefix(12).uppercased(),
    ]
    let repository = try Repository(discovering: sandbox.path)
    for revision in revisions {
      let expected = try await sandbox.git("rev-parse", "--verify", "\(revision)^{commit}")
      #expect(try repository.resolve(revision).hex == expected, "\(revision)")
    }
    let unknown = [
      "", "none", "main^3", "main~4", "main^{tree}", "main:a", ":/A", "main^{/A}", "main^{commit",
      "abc", "main~99999999999999999999", "main~x", "~1", "^main", "main^{}x", "--all", "main..v1",
      String(repeating: "0", count: 40), "\(merge)0", try await sandbox.git("rev-parse", "main:a"),
    ]
    for revision in unknown {
      let error = expectFailure(.notFound) { try repository.resolve(revision) }
      #expect(error?.context.contains(revision) ?? false)
    }
  }

  @Test func movesOnlyFromWhatIsExpected() async throws {
    let sandbox = try await GitSandbox()
    let one = try oid(try await sandbox.commit(files: ["a": "1"]))
    let two = try oid(try await sandbox.commit(files: ["a": "2"]))
    let repository = try Repository(discovering: sandbox.path)
    let name = "refs/heads/countersign/ledger"
    expectFailure(.referenceMoved) {
      try repository.updateReference(name, to: two, from: one, log: "x")
    }
    try repository.updateReference(name, to: one, from: nil, log: "Begin the ledger")
    #expect(try await sandbox.git("rev-parse", name) == one.hex)
    expectFailure(.referenceMoved) {
      try repository.updateReference(name, to: two, from: nil, log: "x")
    }
    expectFailure(.referenceMoved) {
      try repository.updateReference(name, to: one, from: two, log: "x")
    }
    try await sandbox.git("pack-refs", "--all")
    try repository.updateReference(name, to: two, from: one, log: "Go on")
    #expect(try repository.reference(name) == two)
    let log = try await sandbox.git("log", "-g", "--format=%gs", name)
    #expect(log == "Go on\nBegin the ledger")
    expectFailure(.invalid) {
      try repository.updateReference("refs/heads/a..b", to: one, from: nil, log: "x")
    }
  }

  @Test func doesNotMoveWithAnOpenBatchOrToNothing() async throws {
    let sandbox = try await GitSandbox()
    let repository = try Repository(discovering: sandbox.path)
    let missing = try oid(String(repeating: "12", count: 20))
    #expect(throws: GitError.self) {
      try repository.updateReference("refs/heads/x", to: missing, from: nil, log: "x")
    }
    let commit = try oid(try await sandbox.commit(files: ["a": "1"]))
    try repository.beginBatch()
    expectFailure(.invalid) {
      try repository.updateReference("refs/heads/x", to: commit, from: nil, log: "x")
    }
    #expect(try repository.reference("refs/heads/x") == nil)
  }

  @Test func aLockThatStaysIsSaidToBeHeld() async throws {
    let sandbox = try await GitSandbox()
    let commit = try oid(try await sandbox.commit(files: ["a": "1"]))
    try sandbox.scratch.write("", to: "repository/.git/refs/heads/x.lock")
    let repository = try Repository(discovering: sandbox.path)
    expectFailure(.locked) {
      try repository.updateReference("refs/heads/x", to: commit, from: nil, log: "x")
    }
  }

  /// What a program that was killed with the lock in its hand leaves: the note, and the lock with nothing, a part or
  /// all of the value in it.
  @Test(arguments: [0, 7, 41]) func aLockThatAKilledProgramLeftIsTaken(_ written: Int) async throws
  {
    let sandbox = try await GitSandbox()
    let commit = try oid(try await sandbox.commit(files: ["a": "1"]))
    try leave(String("\(commit.hex)\n".prefix(written)), note: "\(commit.hex)\n", in: sandbox)
    let repository = try Repository(discovering: sandbox.path)
    try repository.updateReference("refs/heads/x", to: commit, from: nil, log: "x")
    #expect(try repository.reference("refs/heads/x") == commit)
    let note = try String(
      contentsOfFile: "\(sandbox.path)/.git/countersign/moving/refs:heads:x", encoding: .utf8)
    #expect(note.isEmpty)
  }

  /// A lock of git's own beside a note of somebody who was killed before it.
  @Test func aLockThatHoldsSomethingElseIsLeftAlone() async throws {
    let sandbox = try await GitSandbox()
    let commit = try oid(try await sandbox.commit(files: ["a": "1"]))
    try leave(String(repeating: "12", count: 20), note: "\(commit.hex)\n", in: sandbox)
    let repository = try Repository(discovering: sandbox.path)
    expectFailure(.locked) {
      try repository.updateReference("refs/heads/x", to: commit, from: nil, log: "x")
    }
  }

  private func leave(_ value: String, note: String, in sandbox: GitSandbox) throws {
    try sandbox.scratch.write(value, to: "repository/.git/refs/heads/x.lock")
    try sandbox.scratch.write(note, to: "repository/.git/countersign/moving/refs:heads:x")
  }

  /// Eight writers append to one line of commits; each commit must be there once.
  @Test(arguments: [false, true]) func noRaceLosesACommit(_ packed: Bool) async throws {
    let sandbox = try await GitSandbox()
    let root = try oid(try await sandbox.commit(files: ["a": "1"]))
    let path = sandbox.path
    let name = "refs/heads/countersign/ledger"
    if packed {
      try await sandbox.point(name, at: root.hex)
      try await sandbox.git("pack-refs", "--all")
    }
    let tree = try Repository(discovering: path).rawCommit(root).tree
    let made = try await withThrowingTaskGroup(of: [ObjectID].self) { group in
      for writer in 0..<8 {
        group.addTask {
          let repository = try Repository(discovering: path)
          var mine: [ObjectID] = []
          for step in 0..<10 {
            while true {
              let tip = try repository.reference(name)
              let text =
                "tree \(tree)\n" + (tip.map { "parent \($0)\n" } ?? "")
                + "author \(CommitTests.ident)\ncommitter \(CommitTests.ident)\n\n"
                + "\(writer) \(step)\n"
              let commit = try repository.write(Array(text.utf8), as: .commit)
              do {
                try repository.updateReference(name, to: commit, from: tip, log: "Append")
                mine.append(commit)
                break
              } catch let error as GitError where error.kind == .referenceMoved {
                continue
              }
            }
          }
          return mine
        }
      }
      return try await group.reduce(into: []) { $0 += $1 }
    }
    let line = try await sandbox.git("rev-list", "--first-parent", name).split(separator: "\n")
    #expect(Set(line.map(String.init)).subtracting([root.hex]) == Set(made.map(\.hex)))
    #expect(made.count == 80)
    #expect(line.count == 80 + (packed ? 1 : 0))
  }
}
