import Git
import Model
import TestSupport
import Testing

@Suite struct BatchTests {
  func packs(_ sandbox: GitSandbox) async throws -> [Substring] {
    try await mustRun("find", [".git/objects", "-type", "f"], in: sandbox.path).text
      .split(separator: "\n")
  }

  @Test func becomesOnePack() async throws {
    let sandbox = try await GitSandbox()
    let repository = try Repository(discovering: sandbox.path)
    try repository.beginBatch()
    expectFailure(.invalid) { try repository.beginBatch() }
    var tree: ObjectID?
    for index in 0..<300 {
      let blob = try repository.write(Array("grant \(index)".utf8), as: .blob)
      tree = try repository.updateTree(tree, [.put(blob, at: "grants/\(index % 16)/\(index)")])
      #expect(try repository.bytes(of: blob, as: .blob) == Array("grant \(index)".utf8))
    }
    let root = try #require(tree)
    let text = "tree \(root)\nauthor \(CommitTests.ident)\ncommitter \(CommitTests.ident)\n\nMany\n"
    let commit = try repository.write(Array(text.utf8), as: .commit)
    #expect(try repository.header(of: commit).kind == .commit)
    #expect(try repository.rawCommit(commit).tree == root)
    #expect(try await packs(sandbox).isEmpty)
    #expect(try !Repository(discovering: sandbox.path).contains(commit))
    try repository.commitBatch()
    #expect(try await packs(sandbox).count == 2)
    try repository.updateReference("refs/heads/ledger", to: commit, from: nil, log: "Append")
    #expect(try repository.tree(root).count == 1)
    try await sandbox.git("fsck", "--strict", "--full")
    #expect(
      try await sandbox.git("ls-tree", "-r", "--name-only", "ledger").split(separator: "\n").count
        == 300)
    let after = try repository.write(Array("after".utf8), as: .blob)
    #expect(try Repository(discovering: sandbox.path).contains(after))
  }

  @Test func mayBeForgotten() async throws {
    let sandbox = try await GitSandbox()
    let repository = try Repository(discovering: sandbox.path)
    try repository.beginBatch()
    let id = try repository.write([1], as: .blob)
    repository.discardBatch()
    #expect(!repository.contains(id))
    #expect(try await packs(sandbox).isEmpty)
    try repository.beginBatch()
    try repository.commitBatch()
    try repository.commitBatch()
    #expect(try await packs(sandbox).isEmpty)
  }

  @Test func holdsOnlyWhatIsNew() async throws {
    let sandbox = try await GitSandbox()
    let base = try await sandbox.tree(
      Dictionary(uniqueKeysWithValues: (0..<200).map { ("d\($0 % 8)/\($0)", "old \($0)") }))
    let repository = try Repository(discovering: sandbox.path)
    let before = try await packs(sandbox).count
    try repository.beginBatch()
    let blob = try repository.write(Array("new".utf8), as: .blob)
    let tree = try repository.updateTree(oid(base), [.put(blob, at: "d1/new")])
    try repository.commitBatch()
    // A blob and two trees: too few for a pack, and nothing of what was there before.
    #expect(try await packs(sandbox).count == before + 3)
    #expect(try repository.tree(tree).count == 8)
  }

  @Test func whatCannotBeWrittenStaysOpen() async throws {
    let sandbox = try await GitSandbox()
    let repository = try Repository(discovering: sandbox.path)
    try repository.beginBatch()
    let ids = try (0..<200).map { try repository.write(Array("blob \($0)".utf8), as: .blob) }
    try await mustRun("rm", ["-r", "\(sandbox.path)/.git/objects/pack"])
    try sandbox.scratch.write("", to: "repository/.git/objects/pack")
    #expect(throws: GitError.self) { try repository.commitBatch() }
    #expect(try repository.bytes(of: ids[7], as: .blob) == Array("blob 7".utf8))
    try await mustRun("rm", ["\(sandbox.path)/.git/objects/pack"])
    try await mustRun("mkdir", ["\(sandbox.path)/.git/objects/pack"])
    try repository.commitBatch()
    #expect(try Repository(discovering: sandbox.path).contains(ids[7]))
    #expect(try await packs(sandbox).count == 2)
  }

  @Test func nothingIsThereBeforeWhatItLeadsTo() async throws {
    let sandbox = try await GitSandbox()
    let repository = try Repository(discovering: sandbox.path)
    try repository.beginBatch()
    let blob = try repository.write([1], as: .blob)
    let tree = try repository.updateTree(nil, [.put(blob, at: "a/b/c")])
    let text = "tree \(tree)\nauthor \(CommitTests.ident)\ncommitter \(CommitTests.ident)\n\nx\n"
    let commit = try repository.write(Array(text.utf8), as: .commit)
    // The blob cannot be written, so nothing above it may be.
    try sandbox.scratch.write("", to: "repository/.git/objects/\(blob.hex.prefix(2))")
    #expect(throws: GitError.self) { try repository.commitBatch() }
    let other = try Repository(discovering: sandbox.path)
    #expect(!other.contains(tree) && !other.contains(commit))
    #expect(repository.contains(commit))
    try await mustRun("rm", ["\(sandbox.path)/.git/objects/\(blob.hex.prefix(2))"])
    try repository.commitBatch()
    try await sandbox.point("refs/heads/main", at: commit.hex)
    try await sandbox.git("fsck", "--strict", "--full")
  }
}
