import Git
import Model
import TestSupport
import Testing

@Suite struct LocalRemoteTests {
  @Test func referencesAreThoseOfGit() async throws {
    let sandbox = try await GitSandbox()
    let first = try await sandbox.commit(files: ["a": "1"])
    try await sandbox.point("refs/heads/main", at: first)
    try await sandbox.git("tag", "-a", "-m", "Tag", "v1", first)
    let here = try await GitSandbox()
    let repository = try Repository(discovering: here.path)
    for url in [sandbox.path, "file://\(sandbox.path)", "\(sandbox.path)/.git"] {
      let printed = try await sandbox.git("ls-remote", url).split(separator: "\n")
        .filter { !$0.hasSuffix("^{}") }.sorted()
      let found = try repository.remoteReferences(Remote(url: url))
      #expect(found.entries.map { "\($0.id)\t\($0.name)" }.sorted() == printed.map(String.init))
    }
    expectFailure(.notFound) { try repository.remoteReferences(Remote(url: "\(here.path)/none")) }
    // Unlike a repository that one is in, a remote is not searched for in the folders above.
    try here.scratch.write("x", to: "repository/sub/file")
    expectFailure(.notFound) { try repository.remoteReferences(Remote(url: "\(here.path)/sub")) }
    expectFailure(.unsupported) { try repository.remoteReferences(Remote(url: "git://host/a")) }
  }

  @Test func namesAreComparedByTheirBytes() async throws {
    let sandbox = try await GitSandbox()
    let (real, forged) = (try await sandbox.tree([:]), try await sandbox.commit(files: ["a": "1"]))
    let commit = try await sandbox.commit(tree: real)
    let (name, lookalike) = ("refs/heads/K", "refs/heads/\u{212A}")
    #expect(name == lookalike)
    try await sandbox.point(name, at: commit)
    try await sandbox.point(lookalike, at: forged)
    let repository = try Repository(discovering: sandbox.path)
    let shown = try repository.remoteReferences(Remote(url: sandbox.path))
    #expect(shown[name] == (try oid(commit)))
    #expect(shown[lookalike] == (try oid(forged)))
    #expect(shown.entries.count == 2)
  }

  @Test func remotesAreFoundByNameAndRewritten() async throws {
    let sandbox = try await GitSandbox()
    try await sandbox.git("remote", "add", "origin", "https://git.example/a.git")
    try await sandbox.git("remote", "add", "near", "../near.git")
    try await sandbox.git("remote", "add", "two", "https://git.example/a.git")
    try await sandbox.git("remote", "set-url", "--push", "two", "ssh://git@git.example/a.git")
    try await sandbox.git("config", "url.https://mirror.example/.insteadOf", "mirror:")
    let repository = try Repository(discovering: sandbox.path)
    #expect(try repository.remote("origin") == Remote(url: "https://git.example/a.git"))
    #expect(try repository.remote("two").pushURL == "ssh://git@git.example/a.git")
    #expect(try repository.remote("near") == Remote(url: "\(sandbox.path)/../near.git"))
    #expect(try repository.remote("mirror:a").url == "https://mirror.example/a")
    #expect(try repository.remote("/srv/x.git") == Remote(url: "/srv/x.git"))
  }

  @Test func fetchCopiesWhatIsMissingAndMovesTheTracking() async throws {
    let source = try await GitSandbox()
    let first = try await source.commit(files: ["a": "1", "d/b": "2", "d/e/c": "3"])
    let second = try await source.commit(files: ["a": "2"], parents: [first])
    let side = try await source.commit(files: ["d/x": "4"], parents: [first])
    let merge = try await source.merge(side, into: second)
    try await source.point("refs/heads/main", at: merge)
    try await source.git("tag", "-a", "-m", "Tag", "v1", first)
    let here = try await GitSandbox()
    let repository = try Repository(discovering: here.path)
    let remote = Remote(url: source.path)
    let tracking = [
      "refs/heads/main": "refs/remotes/origin/main", "refs/heads/none": "refs/remotes/origin/none",
      "refs/tags/v1": "refs/remotes/origin/v1",
    ]
    let tag = try await source.git("rev-parse", "v1")
    let found = try repository.fetch(remote, tracking: tracking)
    #expect(found == ["refs/heads/main": try oid(merge), "refs/tags/v1": try oid(tag)])
    #expect(try repository.reference("refs/remotes/origin/main") == oid(merge))
    #expect(try repository.reference("refs/remotes/origin/none") == nil)
    #expect(try repository.references(prefix: "refs/tags/").isEmpty)
    try await here.git("fsck", "--strict", "--full", "--no-dangling")
    #expect(try await here.git("rev-list", "origin/main") == source.git("rev-list", "main"))
    // A rewound branch is followed too: the caller asked for what is there.
    try await source.point("refs/heads/main", at: first)
    try repository.fetch(remote, tracking: tracking)
    #expect(try repository.reference("refs/remotes/origin/main") == oid(first))
    #expect(try await here.tryGit("rev-parse", "FETCH_HEAD").status != 0)
    #expect(try await here.git("for-each-ref", "refs/countersign").isEmpty)
  }

  @Test func malformedTreesAreCarriedOver() async throws {
    let source = try await GitSandbox()
    let tree = try await source.writeObject(
      TreeTests.entry("40000", "z") + TreeTests.entry("100644", "a"), as: "tree")
    let blob = try await source.writeObject([], as: "blob")
    let bytes =
      Array("100644 b\0".utf8) + (try oid(blob).bytes) + Array("100644 a\0".utf8)
      + (try oid(blob).bytes) + [0x31, 0x20]
    let unsorted = try await source.writeObject(bytes, as: "tree")
    let good = try await source.writeObject(
      "tree \(unsorted)\nauthor \(CommitTests.ident)\ncommitter \(CommitTests.ident)\n\nx\n".utf8,
      as: "commit")
    let lacking = try await source.writeObject(
      "tree \(tree)\nauthor \(CommitTests.ident)\ncommitter \(CommitTests.ident)\n\nx\n".utf8,
      as: "commit")
    try await source.point("refs/heads/good", at: good)
    try await source.point("refs/heads/lacking", at: lacking)
    let here = try await GitSandbox()
    let repository = try Repository(discovering: here.path)
    let remote = Remote(url: source.path)
    try repository.fetch(remote, tracking: ["refs/heads/good": "refs/remotes/o/good"])
    expectFailure(.corrupt) { try repository.tree(oid(unsorted)) }
    // Nothing arrives of a history that is not whole.
    expectFailure(.notFound) {
      try repository.fetch(remote, tracking: ["refs/heads/lacking": "refs/remotes/o/lacking"])
    }
    #expect(!repository.contains(try oid(lacking)))
    #expect(try repository.reference("refs/remotes/o/lacking") == nil)
  }

  @Test func treesMayNestWithoutLimit() async throws {
    let source = try await GitSandbox()
    let deep = try Repository(discovering: source.path)
    try deep.beginBatch()
    let blob = try deep.write([1], as: .blob)
    var tree = try deep.write(Array("100644 a\0".utf8) + blob.bytes, as: .tree)
    for _ in 0..<20_000 { tree = try deep.write(Array("40000 d\0".utf8) + tree.bytes, as: .tree) }
    let text = "tree \(tree)\nauthor \(CommitTests.ident)\ncommitter \(CommitTests.ident)\n\nx\n"
    let commit = try deep.write(Array(text.utf8), as: .commit)
    try deep.commitBatch()
    try deep.updateReference("refs/heads/deep", to: commit, from: nil, log: "x")
    let here = try await GitSandbox()
    let repository = try Repository(discovering: here.path)
    try repository.fetch(Remote(url: source.path), tracking: ["refs/heads/deep": "refs/o/deep"])
    #expect(repository.contains(blob))
  }

  @Test func pushMovesOnlyFromWhatIsExpected() async throws {
    let target = try await GitSandbox(bare: true)
    let here = try await GitSandbox()
    let repository = try Repository(discovering: here.path)
    let remote = Remote(url: "file://\(target.path)")
    let first = try oid(try await here.commit(files: ["a/b": "1"]))
    let second = try oid(try await here.commit(files: ["a/b": "2"], parents: [first.hex]))
    let other = try oid(try await here.commit(files: ["x": "2"], parents: [first.hex]))
    let ledger = "refs/heads/countersign/ledger"
    func push(_ local: ObjectID, from expected: ObjectID?) throws {
      try repository.push(
        remote, [PushUpdate(reference: ledger, local: local, expected: expected)])
    }
    expectFailure(.referenceMoved) { try push(second, from: first) }
    try push(first, from: nil)
    #expect(try await target.git("rev-parse", ledger) == first.hex)
    expectFailure(.referenceMoved) { try push(second, from: nil) }
    try push(second, from: first)
    expectFailure(.referenceMoved) { try push(other, from: first) }
    #expect(try await target.git("rev-parse", ledger) == second.hex)
    try await target.git("fsck", "--strict", "--full")
    try repository.beginBatch()
    expectFailure(.invalid) { try push(other, from: second) }
  }

  @Test func theBranchOfAWorkTreeIsLeftAlone() async throws {
    let target = try await GitSandbox()
    let here = try await GitSandbox()
    let repository = try Repository(discovering: here.path)
    let commit = try oid(try await here.commit(files: ["a": "1"]))
    func push(_ name: String) throws {
      try repository.push(
        Remote(url: target.path), [PushUpdate(reference: name, local: commit, expected: nil)])
    }
    expectFailure(.rejected) { try push("refs/heads/main") }
    try push("refs/heads/other")
    try await target.git("config", "receive.denyCurrentBranch", "ignore")
    try push("refs/heads/main")
    #expect(try await target.git("rev-parse", "main", "other") == "\(commit)\n\(commit)")
  }

  @Test(arguments: [false, true]) func noRaceLosesAPush(_ overHTTP: Bool) async throws {
    let target = try await GitSandbox(bare: true)
    if overHTTP {
      try await GitServer.http(root: target.scratch.path, scratch: target.scratch) { server in
        try await race(Remote(url: "\(server.url)/repository.git"), target, writers: 4, steps: 3)
      }
    } else {
      try await race(Remote(url: target.path), target, writers: 8, steps: 5)
    }
  }

  /// Writers with clones of their own append commits to one reference; none may be lost.
  func race(_ remote: Remote, _ target: GitSandbox, writers: Int, steps: Int) async throws {
    let ledger = "refs/heads/ledger"
    let made = try await withThrowingTaskGroup(of: [ObjectID].self) { group in
      for writer in 0..<writers {
        group.addTask {
          let clone = try await GitSandbox(bare: true)
          let repository = try Repository(discovering: clone.path)
          var mine: [ObjectID] = []
          for step in 0..<steps {
            while true {
              let tip = try repository.fetch(remote, tracking: [ledger: "refs/o/ledger"])[ledger]
              let blob = try repository.write(Array("\(writer) \(step)".utf8), as: .blob)
              let base = try tip.map { try repository.rawCommit($0).tree }
              let tree = try repository.updateTree(base, [.put(blob, at: "\(writer)/\(step)")])
              let text =
                "tree \(tree)\n" + (tip.map { "parent \($0)\n" } ?? "")
                + "author \(CommitTests.ident)\ncommitter \(CommitTests.ident)\n\n\(writer)\n"
              let commit = try repository.write(Array(text.utf8), as: .commit)
              do {
                try repository.push(
                  remote, [PushUpdate(reference: ledger, local: commit, expected: tip)])
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
    let line = try await target.git("rev-list", "--first-parent", ledger).split(separator: "\n")
    #expect(Set(line.map(String.init)) == Set(made.map(\.hex)))
    #expect(line.count == writers * steps)
    let files = try await target.git("ls-tree", "-r", "--name-only", ledger).split(separator: "\n")
    #expect(files.count == writers * steps)
  }
}
