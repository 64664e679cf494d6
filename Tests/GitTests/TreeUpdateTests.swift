import Git
import Model
import TestSupport
import Testing

@Suite struct TreeUpdateTests {
  @Test func makesTheTreesThatGitMakes() async throws {
    let sandbox = try await GitSandbox()
    let repository = try Repository(discovering: sandbox.path)
    let start: [String: String?] = [
      "a": "1", "b/c": "2", "b/d/e": "3", "b-x": "4", "b.x": "5", "z/y": "6",
    ]
    let base = try await sandbox.tree(start)
    let steps: [[String: String?]] = [
      ["a": "changed"],
      ["new/deep/er/file": "n", "b/c": "x"],
      ["b/d/e": String?.none],
      ["b/c": String?.none, "b/d/e": String?.none],
      [
        "a": String?.none, "b/c": String?.none, "b/d/e": String?.none, "b-x": String?.none,
        "b.x": String?.none, "z/y": String?.none,
      ],
      ["z/y": String?.none, "z/x": "moved", "b": String?.none].filter { $0.key != "b" },
    ]
    for step in steps {
      var changes: [TreeChange] = []
      for (path, content) in step {
        if let content {
          changes.append(.put(try repository.write(Array(content.utf8), as: .blob), at: path))
        } else {
          changes.append(.remove(path))
        }
      }
      let updated = try repository.updateTree(oid(base), changes)
      #expect(try await sandbox.tree(step, base: base) == updated.hex)
    }
  }

  @Test func startsFromNothing() async throws {
    let sandbox = try await GitSandbox()
    let repository = try Repository(discovering: sandbox.path)
    let blob = try repository.write([0x61], as: .blob)
    let made = try repository.updateTree(nil, [.put(blob, at: "grants/ab/g.json")])
    #expect(try await sandbox.tree(["grants/ab/g.json": "a"]) == made.hex)
    let emptied = try repository.updateTree(made, [.remove("grants/ab/g.json")])
    #expect(emptied == .emptyTree)
    #expect(try await sandbox.git("cat-file", "-t", emptied.hex) == "tree")
    #expect(try repository.updateTree(made, []) == made)
  }

  @Test(arguments: [
    (["a/b"], GitError.Kind.invalid), (["d"], .invalid), (["a", "a"], .invalid),
    (["n", "n/x"], .invalid), (["", "x"], .invalid), (["/x"], .invalid), (["x/"], .invalid),
    (["x//y"], .invalid), (["../x"], .invalid), (["d/.git/config"], .invalid), (["x\0y"], .invalid),
  ])
  func refusesThePaths(_ paths: [String], _ kind: GitError.Kind) async throws {
    let sandbox = try await GitSandbox()
    let base = try await sandbox.tree(["a": "1", "d/e": "2"])
    let repository = try Repository(discovering: sandbox.path)
    let blob = try repository.write([0x61], as: .blob)
    expectFailure(kind) { try repository.updateTree(oid(base), paths.map { .put(blob, at: $0) }) }
  }

  @Test(arguments: ["x", "d/x", "d/e/x", "d", "x/y/z"])
  func refusesToRemoveWhatIsNotThere(_ path: String) async throws {
    let sandbox = try await GitSandbox()
    let base = try await sandbox.tree(["a": "1", "d/e": "2"])
    let repository = try Repository(discovering: sandbox.path)
    expectFailure(["d", "d/e/x"].contains(path) ? .invalid : .notFound) {
      try repository.updateTree(oid(base), [.remove(path)])
    }
  }

  @Test func aCorruptBaseIsNotWrittenOn() async throws {
    let sandbox = try await GitSandbox()
    let bytes = TreeTests.entry("100644", "b") + TreeTests.entry("100644", "a")
    let id = try await sandbox.writeObject(bytes, as: "tree")
    let repository = try Repository(discovering: sandbox.path)
    let blob = try repository.write([0x61], as: .blob)
    expectFailure(.corrupt) { try repository.updateTree(oid(id), [.put(blob, at: "c")]) }
  }
}
