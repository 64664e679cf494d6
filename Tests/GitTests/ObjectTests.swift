import Git
import Model
import TestSupport
import Testing

@Suite struct ObjectTests {
  @Test func bytesAndHeadersAreThoseOfGit() async throws {
    let sandbox = try await GitSandbox()
    let commit = try await sandbox.commit(files: ["a": "hello\n"])
    let tree = try await sandbox.git("rev-parse", "\(commit)^{tree}")
    let blob = try await sandbox.git("rev-parse", "\(commit):a")
    try await sandbox.git("tag", "-a", "-m", "Tag", "v1", commit)
    let tag = try await sandbox.git("rev-parse", "v1")
    let table: [(String, ObjectKind, String)] = [
      (commit, .commit, "commit"), (tree, .tree, "tree"), (blob, .blob, "blob"), (tag, .tag, "tag"),
    ]
    for packed in [false, true] {
      if packed { try await sandbox.git("repack", "-adq") }
      let repository = try Repository(discovering: sandbox.path)
      for (id, kind, name) in table {
        let expected = try await sandbox.tryGit("cat-file", name, id).output
        #expect(try repository.bytes(of: oid(id), as: kind) == expected)
        let header = try repository.header(of: oid(id))
        #expect(header.kind == kind)
        #expect(header.size == expected.count)
        #expect(try repository.contains(oid(id)))
      }
    }
  }

  @Test func theSizeIsLookedAtFirst() async throws {
    let sandbox = try await GitSandbox()
    let id = try await sandbox.git(
      "hash-object", "-w", "--stdin", input: [UInt8](repeating: 0x61, count: 1000))
    let repository = try Repository(discovering: sandbox.path)
    #expect(try repository.bytes(of: oid(id), as: .blob, atMost: 1000).count == 1000)
    expectFailure(.tooLarge) { try repository.bytes(of: oid(id), as: .blob, atMost: 999) }
    expectFailure(.corrupt) { try repository.bytes(of: oid(id), as: .tree, atMost: 9999) }
    expectFailure(.corrupt) { try repository.bytes(of: oid(id), as: .commit) }
  }

  @Test func aLimitIsKeptThoughTheContentIsBroken() async throws {
    let sandbox = try await GitSandbox()
    let id = try await sandbox.git(
      "hash-object", "-w", "--stdin", input: (0..<100_000).map { _ in UInt8.random(in: 0...255) })
    let file = "repository/.git/objects/\(id.prefix(2))/\(id.dropFirst(2))"
    let half = try sandbox.scratch.read(file).prefix(50_000)
    try await mustRun("rm", ["-f", sandbox.scratch.file(file)])
    try sandbox.scratch.write(half, to: file)
    let repository = try Repository(discovering: sandbox.path)
    // Without a limit every libgit2 up to 1.9 would inflate this for ever (libgit2 #7346).
    expectFailure(.tooLarge) { try repository.bytes(of: oid(id), as: .blob, atMost: 10) }
  }

  @Test func missingObjectsAreNotFound() async throws {
    let sandbox = try await GitSandbox()
    let repository = try Repository(discovering: sandbox.path)
    let id = try oid(String(repeating: "12", count: 20))
    expectFailure(.notFound) { try repository.header(of: id) }
    expectFailure(.notFound) { try repository.bytes(of: id, as: .blob) }
    expectFailure(.notFound) { try repository.rawCommit(id) }
    #expect(!repository.contains(id))
  }

  @Test(arguments: ["empty", "garbage", "swapped"])
  func corruptLooseObjectsAreCorrupt(_ fault: String) async throws {
    let sandbox = try await GitSandbox()
    let id = try await sandbox.git("hash-object", "-w", "--stdin", input: Array("one".utf8))
    let other = try await sandbox.git("hash-object", "-w", "--stdin", input: Array("two".utf8))
    func file(_ id: String) -> String {
      "repository/.git/objects/\(id.prefix(2))/\(id.dropFirst(2))"
    }
    let bytes: [UInt8] =
      switch fault {
      case "empty": []
      case "garbage": [1, 2, 3, 4, 5, 6, 7, 8]
      default: try sandbox.scratch.read(file(other))
      }
    try await mustRun("rm", ["-f", sandbox.scratch.file(file(id))])
    try sandbox.scratch.write(bytes, to: file(id))
    let repository = try Repository(discovering: sandbox.path)
    expectFailure(.corrupt) { try repository.bytes(of: oid(id), as: .blob) }
  }

  @Test func aCorruptPackIsCorrupt() async throws {
    let sandbox = try await GitSandbox()
    let id = try await sandbox.git(
      "hash-object", "-w", "--stdin", input: (0..<5000).map { _ in UInt8.random(in: 0...255) })
    let tree = try await sandbox.writeObject(
      Array("100644 a\0".utf8) + (try oid(id).bytes), as: "tree")
    let commit = try await sandbox.commit(tree: tree)
    try await sandbox.point("refs/heads/main", at: commit)
    try await sandbox.git("repack", "-adq")
    let name = try await mustRun(
      "sh", ["-c", "ls .git/objects/pack/*.pack"], in: sandbox.path
    ).text
    var bytes = try sandbox.scratch.read("repository/\(name)")
    for index in bytes.count / 2..<bytes.count / 2 + 64 { bytes[index] ^= 0x55 }
    try await mustRun("rm", ["-f", "\(sandbox.path)/\(name)"])
    try sandbox.scratch.write(bytes, to: "repository/\(name)")
    let repository = try Repository(discovering: sandbox.path)
    expectFailure(.corrupt) { try repository.bytes(of: oid(id), as: .blob) }
  }

  @Test func objectsThatOthersPackMeanwhileAreFound() async throws {
    let sandbox = try await GitSandbox()
    let first = try await sandbox.commit(files: ["a": "a"])
    try await sandbox.point("refs/heads/main", at: first)
    let repository = try Repository(discovering: sandbox.path)
    #expect(try repository.rawCommit(oid(first)).parents == [])
    let second = try await sandbox.commit(files: ["a": "b"], parents: [first])
    try await sandbox.point("refs/heads/main", at: second)
    try await sandbox.git("gc", "-q", "--prune=now")
    #expect(try repository.rawCommit(oid(second)).parents == [oid(first)])
    #expect(try repository.rawCommit(oid(first)).parents == [])
  }

  @Test func writtenObjectsAreThoseOfGit() async throws {
    let sandbox = try await GitSandbox()
    let repository = try Repository(discovering: sandbox.path)
    for content in [[], Array("hello\n".utf8), [UInt8](repeating: 0, count: 70_000)] {
      let id = try repository.write(content, as: .blob)
      #expect(try await sandbox.git("hash-object", "--stdin", input: content) == id.hex)
      #expect(try await sandbox.tryGit("cat-file", "blob", id.hex).output == content)
    }
  }

  @Test func aReadOnlyRepositoryIsSaidToBe() async throws {
    let sandbox = try await GitSandbox()
    let objects = "\(sandbox.path)/.git/objects"
    // Permissions do not bind root, a file where a folder must be does.
    let id = try await sandbox.git("hash-object", "--stdin", input: Array("x".utf8))
    try sandbox.scratch.write("", to: "repository/.git/objects/\(id.prefix(2))")
    let repository = try Repository(discovering: sandbox.path)
    let error = expectFailure(.other) { try repository.write(Array("x".utf8), as: .blob) }
    #expect(error?.message.contains(objects) ?? false)
  }
}
