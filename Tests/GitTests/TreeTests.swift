import Git
import Model
import TestSupport
import Testing

@Suite struct TreeTests {
  static let blob = Array(repeating: UInt8(0x11), count: 20)

  static func entry(_ mode: String, _ name: String) -> [UInt8] {
    entry(mode, Array(name.utf8))
  }

  static func entry(_ mode: String, _ name: [UInt8]) -> [UInt8] {
    Array("\(mode) ".utf8) + name + [0] + blob
  }

  func read(_ bytes: [UInt8]) async throws -> Result<[TreeEntry], GitError> {
    let sandbox = try await GitSandbox()
    let id = try oid(try await sandbox.writeObject(bytes, as: "tree"))
    let repository = try Repository(discovering: sandbox.path)
    return Result { () throws(GitError) in try repository.tree(id) }
  }

  @Test func entriesAreThoseOfGit() async throws {
    let sandbox = try await GitSandbox()
    let blob = try await sandbox.git("hash-object", "-w", "--stdin", input: [1])
    let folder = try await sandbox.tree(["x": "x"])
    let lines = [
      ("100644", "blob", blob, "a"), ("100755", "blob", blob, "a.b"),
      ("040000", "tree", folder, "a-"),
      ("120000", "blob", blob, "link"),
      ("160000", "commit", String(repeating: "12", count: 20), "module"),
      ("040000", "tree", folder, "a\u{fc}"), ("100644", "blob", blob, "ab"),
      ("040000", "tree", folder, "a0"), ("100644", "blob", blob, ".gitignore"),
    ]
    let input = lines.map { "\($0) \($1) \($2)\t\($3)\n" }.joined()
    let id = try await sandbox.git("mktree", "--missing", input: Array(input.utf8))
    let printed = try await sandbox.git("-c", "core.quotepath=off", "ls-tree", id)
    let repository = try Repository(discovering: sandbox.path)
    let entries = try repository.tree(oid(id))
    let rendered = entries.map { entry in
      let mode = String(entry.mode, radix: 8)
      let kind =
        switch entry.mode {
        case TreeEntry.tree: "tree"
        case TreeEntry.submodule: "commit"
        default: "blob"
        }
      let padded = String(repeating: "0", count: 6 - mode.count) + mode
      return "\(padded) \(kind) \(entry.id)\t\(String(decoding: entry.name, as: UTF8.self))"
    }
    #expect(rendered.joined(separator: "\n") == printed)
    #expect(entries.count == lines.count)
  }

  @Test func theEmptyTreeNeedsNoObject() async throws {
    let sandbox = try await GitSandbox()
    #expect(try Repository(discovering: sandbox.path).tree(.emptyTree) == [])
  }

  static let refusedNames = [
    "", "a/b", ".", "..", ".git", ".GIT", ".Git", "git~1", "GIT~1", ".git ", ".git.", ".git . .",
    ".git:x", ".git\\x", "x\\.git", "a\\git~1", ".g\u{200C}it", "\u{FEFF}.git", ".git\u{200D}",
    ".gi\u{202E}T", "\u{206A}.g\u{206F}it",
  ]

  @Test(arguments: refusedNames) func refusesTheName(_ name: String) async throws {
    let tree = try await read(Self.entry("100644", name))
    let error = expectFailure(.corrupt, tree.get)
    #expect(error?.context.hasPrefix("read tree ") ?? false)
  }

  /// Both directions: what is refused here is what `git fsck` calls an error or a warning.
  @Test(
    arguments: refusedNames.dropFirst() + [".gitx", "git~2", ".gi", "git", "x.git", ".git~1", "\\"])
  func agreesWithFsck(_ name: String) async throws {
    let sandbox = try await GitSandbox()
    let blob = try await sandbox.git("hash-object", "-w", "--stdin", input: [1])
    let bytes = Array("100644 \(name)\0".utf8) + (try oid(blob).bytes)
    let id = try await sandbox.writeObject(bytes, as: "tree")
    let fsck = try await sandbox.tryGit("fsck", "--no-dangling", id)
    let repository = try Repository(discovering: sandbox.path)
    if fsck.errorText.contains("in tree") {
      expectFailure(.corrupt) { try repository.tree(oid(id)) }
    } else {
      #expect(try repository.tree(oid(id)).count == 1, "\(fsck.errorText)")
    }
  }

  @Test func malformedUTF8EndsADotGit() async throws {
    let tree = try await read(Self.entry("100644", Array(".git".utf8) + [0xFF]))
    expectFailure(.corrupt, tree.get)
    let other = try await read(Self.entry("100644", Array("caf".utf8) + [0xE9]))
    #expect(try other.get().map(\.name) == [Array("caf".utf8) + [0xE9]])
  }

  @Test(arguments: [
    "100664", "100600", "0100644", "040000", "100645", "0", "", "10064a", "777777777777", "140000",
    "40755",
  ])
  func refusesTheMode(_ mode: String) async throws {
    let tree = try await read(Self.entry(mode, "a"))
    expectFailure(.corrupt, tree.get)
  }

  static let file = "100644"
  static let folder = "40000"

  @Test(arguments: [
    [(file, "b"), (file, "a")],
    [(file, "a"), (file, "a")],
    [(folder, "a"), (folder, "a")],
    [(file, "a"), (folder, "a")],
    [(folder, "a"), (file, "a")],
    [(file, "a"), (file, "a-b"), (folder, "a")],
    [
      (file, "foo"), (file, "foo.bar"), (file, "foo.bar.baz"), (folder, "foo.bar"), (folder, "foo"),
    ],
    [(file, "foo"), (file, "foo.bar"), (file, "foo.bar.baz"), (folder, "foo")],
    [(folder, "a"), (file, "a.b")],
    [(file, "a0"), (folder, "a")],
  ])
  func refusesTheOrder(_ entries: [(mode: String, name: String)]) async throws {
    let tree = try await read(entries.flatMap { Self.entry($0.mode, $0.name) })
    expectFailure(.corrupt, tree.get)
  }

  @Test(arguments: [
    [(file, "a"), (file, "a-b"), (folder, "a.c"), (file, "a0")],
    [(file, "a.b"), (folder, "a")],
    [(folder, "foo.bar"), (folder, "foo"), (file, "foo0")],
  ])
  func acceptsTheOrder(_ entries: [(mode: String, name: String)]) async throws {
    let tree = try await read(entries.flatMap { Self.entry($0.mode, $0.name) })
    #expect(try tree.get().map { String(decoding: $0.name, as: UTF8.self) } == entries.map(\.name))
  }

  @Test func refusesWhatIsCutOff() async throws {
    let whole = Self.entry("100644", "a") + Self.entry("100644", "b")
    let sandbox = try await GitSandbox()
    let repository = try Repository(discovering: sandbox.path)
    for length in 1..<whole.count where length != whole.count / 2 {
      let id = try repository.write(Array(whole[..<length]), as: .tree)
      expectFailure(.corrupt) { try repository.tree(id) }
    }
  }

  @Test func neverCrashesOnRandomBytes() async throws {
    let sandbox = try await GitSandbox()
    let repository = try Repository(discovering: sandbox.path)
    let whole = Self.entry("100644", "a") + Self.entry("40000", "b") + Self.entry("100755", "c")
    var generator = SystemRandomNumberGenerator()
    try repository.beginBatch()
    var refused = 0
    for _ in 0..<2000 {
      var bytes = whole
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(in: 0...255)
      }
      let id = try repository.write(bytes, as: .tree)
      do { _ = try repository.tree(id) } catch { refused += error.kind == .corrupt ? 1 : 0 }
    }
    repository.discardBatch()
    #expect(refused > 500)
  }
}
