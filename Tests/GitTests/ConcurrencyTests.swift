import Git
import Model
import TestSupport
import Testing

@Suite struct ConcurrencyTests {
  @Test(arguments: [0, 1, 100, 5000])
  func valuesComeInTheOrderOfTheItems(count: Int) async throws {
    let sandbox = try await GitSandbox()
    let text = "hello\n"
    let id = try oid(try await sandbox.git("hash-object", "-w", "--stdin", input: Array(text.utf8)))
    let repository = try Repository(discovering: sandbox.path)
    let values = try repository.concurrently(Array(0..<count)) {
      repository, share throws(GitError) in
      let bytes = try repository.bytes(of: id, as: .blob)
      return share.map { "\($0) \(String(decoding: bytes, as: UTF8.self))" }
    }
    #expect(values == (0..<count).map { "\($0) \(text)" })
  }

  @Test(arguments: [1, 100, 5000])
  func piecesComeInOrderAndTheOwnWorkIsDoneOnce(count: Int) async throws {
    let sandbox = try await GitSandbox()
    let repository = try Repository(discovering: sandbox.path)
    var own = 0
    let values = try repository.concurrently(Array(0..<count), pieces: 8, after: { own += 1 }) {
      _, share throws(GitError) in share.map { $0 * 2 }
    }
    #expect(values == (0..<count).map { $0 * 2 })
    #expect(own == 1)
  }

  @Test(arguments: [1, 5000])
  func theOwnWorksFailureComesFirst(count: Int) async throws {
    let sandbox = try await GitSandbox()
    let repository = try Repository(discovering: sandbox.path)
    let failure = expectFailure(.notFound) {
      try repository.concurrently(
        Array(0..<count), pieces: 8,
        after: { () throws(GitError) in throw GitError(.notFound, "own", context: "test") }
      ) { _, _ throws(GitError) -> [Int] in throw GitError(.notFound, "others", context: "test") }
    }
    #expect(failure?.message == "own")
  }

  @Test func theFirstFailureCounts() async throws {
    let sandbox = try await GitSandbox()
    let repository = try Repository(discovering: sandbox.path)
    let failure = expectFailure(.notFound) {
      try repository.concurrently(Array(0..<5000)) { _, share throws(GitError) -> [Int] in
        throw GitError(.notFound, "from \(share.startIndex)", context: "test")
      }
    }
    #expect(failure?.message == "from 0")
  }

  @Test func whatABatchHoldsIsSeen() async throws {
    let sandbox = try await GitSandbox()
    let repository = try Repository(discovering: sandbox.path)
    try repository.beginBatch()
    let id = try repository.write(Array("not on the disk".utf8), as: .blob)
    let sizes = try repository.concurrently(Array(0..<1000)) {
      repository, share throws(GitError) in
      let size = try repository.header(of: id).size
      return share.map { _ in size }
    }
    #expect(sizes == [Int](repeating: 15, count: 1000))
  }
}
