import Git
import Model
import TestSupport
import Testing

@Suite struct RepositoryTests {
  @Test func isFoundFromItsWorkTreeAFolderAndItsGitDirectory() async throws {
    let sandbox = try await GitSandbox()
    try sandbox.scratch.write("x", to: "repository/a/b/file")
    for path in ["", "/a/b", "/.git"] {
      let repository = try Repository(discovering: sandbox.path + path)
      #expect(repository.gitDirectory == sandbox.path + "/.git/")
      #expect(repository.commonDirectory == sandbox.path + "/.git/")
      #expect(repository.workTree == sandbox.path + "/")
      #expect(!repository.isBare)
      #expect(!repository.isShallow)
    }
  }

  @Test func mayBeBare() async throws {
    let sandbox = try await GitSandbox(bare: true)
    let repository = try Repository(discovering: sandbox.path)
    #expect(repository.isBare)
    #expect(repository.workTree == nil)
    #expect(repository.gitDirectory == sandbox.path + "/")
  }

  @Test func mayBeALinkedWorkTree() async throws {
    let sandbox = try await GitSandbox()
    let commit = try await sandbox.commit(files: ["a": "a"])
    let other = sandbox.scratch.file("other")
    try await sandbox.git("worktree", "add", "-q", "-b", "side", other, commit)
    let repository = try Repository(discovering: other)
    #expect(repository.workTree == other + "/")
    #expect(repository.commonDirectory == sandbox.path + "/.git/")
    #expect(try repository.head().name == "refs/heads/side")
    try repository.beginBatch()
    let blob = try repository.write([1, 2, 3], as: .blob)
    try repository.commitBatch()
    #expect(try Repository(discovering: sandbox.path).bytes(of: blob, as: .blob) == [1, 2, 3])
  }

  @Test func noRepositoryIsNotFound() throws {
    let scratch = try ScratchDirectory()
    expectFailure(.notFound) { try Repository(discovering: scratch.path) }
    expectFailure(.notFound) { try Repository(discovering: scratch.file("missing")) }
  }

  @Test func sha256IsRefusedClearly() async throws {
    let sandbox = try await GitSandbox(initArguments: ["--object-format=sha256"])
    let error = expectFailure(.unsupported) { try Repository(discovering: sandbox.path) }
    #expect(error?.message.contains("SHA-256") ?? false)
    // With format version 0 libgit2 would open it and take every id for a SHA-1.
    try await sandbox.git("config", "--file", ".git/config", "core.repositoryformatversion", "0")
    expectFailure(.unsupported) { try Repository(discovering: sandbox.path) }
  }

  @Test func harmlessExtensionsAreOpened() async throws {
    let sandbox = try await GitSandbox()
    try await sandbox.git("config", "core.repositoryformatversion", "1")
    try await sandbox.git("config", "extensions.worktreeConfig", "true")
    try await sandbox.git("config", "extensions.partialClone", "origin")
    #expect(try Repository(discovering: sandbox.path).workTree != nil)
    try await sandbox.git("config", "extensions.refStorage", "files-of-tomorrow")
    expectFailure(.unsupported) { try Repository(discovering: sandbox.path) }
  }

  @Test func aForeignOwnerIsRefused() async throws {
    let sandbox = try await GitSandbox()
    try await mustRun("chown", ["-R", "65534:65534", sandbox.path])
    expectFailure(.notOwned) { try Repository(discovering: sandbox.path) }
  }

  @Test func aShallowCloneSaysSo() async throws {
    let sandbox = try await GitSandbox()
    let first = try await sandbox.commit(files: ["a": "a"])
    let second = try await sandbox.commit(files: ["a": "b"], parents: [first])
    try await sandbox.point("refs/heads/main", at: second)
    let clone = sandbox.scratch.file("clone")
    try await sandbox.git("clone", "-q", "--depth=1", "file://\(sandbox.path)", clone)
    let repository = try Repository(discovering: clone)
    #expect(repository.isShallow)
    #expect(try repository.rawCommit(oid(second)).parents == [oid(first)])
    expectFailure(.notFound) { try repository.rawCommit(oid(first)) }
  }

  @Test func replaceRefsAndGraftsAreIgnoredAndNamed() async throws {
    let sandbox = try await GitSandbox()
    let first = try await sandbox.commit(files: ["a": "a"])
    let second = try await sandbox.commit(files: ["a": "b"], parents: [first])
    let third = try await sandbox.commit(files: ["a": "c"], parents: [second])
    let forged = try await sandbox.commit(files: ["a": "forged"])
    try await sandbox.point("refs/heads/main", at: third)
    let repository = try Repository(discovering: sandbox.path)
    #expect(try repository.alteredHistory() == [])
    try await sandbox.git("replace", second, forged)
    try sandbox.scratch.write("\(third) \(forged)\n", to: "repository/.git/info/grafts")
    #expect(try await sandbox.git("log", "--format=%H", "main") == "\(third)\n\(forged)")
    let reopened = try Repository(discovering: sandbox.path)
    #expect(try reopened.alteredHistory() == ["info/grafts", "refs/replace/\(second)"])
    #expect(try reopened.rawCommit(oid(third)).parents == [oid(second)])
    #expect(try reopened.rawCommit(oid(second)).parents == [oid(first)])
    #expect(try reopened.resolve("main~1") == oid(second))
    #expect(try reopened.resolve("main~2") == oid(first))
  }
}
