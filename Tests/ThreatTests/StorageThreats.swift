import FoundationEssentials
import Model
import TestSupport
import Testing

@Suite struct StorageThreats {
  @Test("33: a shallow clone grants nothing and says how to deepen it")
  func shallowClone() async throws {
    let repository = try await AccessRepository()
    try await run(repository)
    let request = Request("ana-invoices")
    try await repository.grant(request)
    let clone = try await repository.clone(
      "shallow", ["--bare", "--depth", "1", "--no-single-branch"])
    let answer = try await repository.countersign(repository.runArguments(in: clone))
    #expect(answer.status == 77 && answer.names(.shallowClone), "\(answer)")
    #expect(answer.description.contains("unshallow"))

    try await repository.git("fetch", "-q", "--unshallow", in: clone)
    let deep = try await repository.countersign(
      repository.runArguments(in: clone, ["--push", "origin"]))
    #expect(deep.status == 0, "\(deep)")
    try await expectAccess(request.path, in: repository)
  }

  @Test("33: a repository whose ids are SHA-256")
  func otherHash() async throws {
    let sandbox = try await GitSandbox(bare: true, initArguments: ["--object-format=sha256"])
    let repository = try await AccessRepository()
    let answer = try await repository.countersign(
      repository.runArguments(in: sandbox.path, first: true))
    #expect(answer.status == 74, "\(answer)")
  }

  /// What is missing from the object store.
  enum Missing: String, CaseIterable {
    case requestBlob, requestTree = "requests", proposal, policyFile, corruptPack, damagedBlob
  }

  @Test("33: missing objects and a corrupt pack", arguments: Missing.allCases)
  func missingObject(_ missing: Missing) async throws {
    let repository = try await AccessRepository()
    try await run(repository)
    let request = Request("ana-invoices")
    let proposal = try await repository.propose(request)
    let policy = FileChange.file(Policies.group("oncall"), "members: [tom.berg]\n")
    try await repository.approve(
      try await repository.commit([policy], by: .nora), by: [.mia, .leo])
    let landing = try await repository.approve(proposal, by: [.priya])
    let before = try await repository.ledgerTip()
    let copy = repository.sandbox.scratch.file("copy.git")
    try await mustRun("cp", ["-r", repository.sandbox.path, copy])
    let name =
      switch missing {
      case .requestBlob, .damagedBlob: "\(landing):\(request.path)"
      case .requestTree: "\(landing):requests"
      case .proposal: proposal
      case .policyFile: "\(landing):\(Policies.group("oncall"))"
      case .corruptPack: landing
      }
    let id = try await repository.sandbox.git("rev-parse", name)
    if missing == .corruptPack {
      try await mustRun(
        "sh",
        [
          "-c",
          "git repack -adq && chmod u+w objects/pack/*.pack && "
            + "for pack in objects/pack/*.pack; do "
            + "dd if=/dev/zero of=$pack bs=1 seek=100 count=8000 conv=notrunc status=none; done",
        ], in: copy)
    } else {
      let file = "\(copy)/objects/\(id.prefix(2))/\(id.dropFirst(2))"
      try FileManager.default.removeItem(atPath: file)
      if missing == .damagedBlob {
        let text = "not zlib"
        #expect(FileManager.default.createFile(atPath: file, contents: Data(text.utf8)))
      }
    }

    let answer = try await repository.countersign(repository.runArguments(in: copy))
    // With the whole pack lost, the anchor is too; everything else is a repository that fails.
    #expect(answer.status == (missing == .corruptPack ? 77 : 74), "\(answer)")
    #expect(
      ["git fsck", "git clone <address>", "git fetch origin"].contains {
        answer.description.contains($0)
      },
      "what to do is said: \(answer)")
    #expect(try await repository.git("rev-parse", "countersign/ledger", in: copy) == before)
    // The repository it was copied from is whole, and grants.
    try await run(repository)
    try await expectAccess(request.path, in: repository)
  }

  @Test(
    "33: a read-only repository",
    .enabled("root ignores permissions, so this needs a mount namespace") { await canMount() })
  func readOnly() async throws {
    let repository = try await AccessRepository()
    try await run(repository)
    let request = Request("ana-invoices")
    try await repository.grant(request)
    let path = repository.sandbox.path
    let answer = try await inMountNamespace(
      "mount --bind \(path) \(path) && mount -o remount,bind,ro \(path) && exec \"$@\"",
      [AccessRepository.program] + repository.runArguments(), repository)
    #expect(answer.status == 74, "\(answer)")
    try await run(repository)
    try await expectAccess(request.path, in: repository)
  }

  @Test(
    "33: a full disk",
    .enabled("this needs a mount namespace for a small file system") { await canMount() })
  func fullDisk() async throws {
    let repository = try await AccessRepository()
    try await run(repository)
    let request = Request("ana-invoices")
    try await repository.grant(request)
    let small = repository.sandbox.scratch.file("small")
    try await mustRun("mkdir", [small])
    // The first run finds no room; after the ballast is gone the second one finishes the work.
    let script = """
      mount -t tmpfs -o size=16m none \(small) && cp -r \(repository.sandbox.path) \(small)/r.git &&
      cat /dev/zero >\(small)/ballast 2>/dev/null
      "$@"; echo "full: $?"
      rm \(small)/ballast
      "$@"; echo "room: $?"
      git -C \(small)/r.git fsck --strict --no-dangling && echo sound
      """
    let answer = try await inMountNamespace(
      script, [AccessRepository.program] + repository.runArguments(in: "\(small)/r.git"),
      repository)
    #expect(answer.description.contains("full: 74"), "\(answer)")
    #expect(answer.description.contains("room: 0"), "\(answer)")
    #expect(answer.description.contains("sound"), "\(answer)")
  }

  private func inMountNamespace(
    _ script: String, _ arguments: [String], _ repository: AccessRepository
  ) async throws -> AccessRepository.Answer {
    AccessRepository.Answer(
      result: try await runProgram(
        "unshare", ["-m", "sh", "-c", script, "sh"] + arguments,
        in: repository.sandbox.scratch.path, environment: repository.sandbox.environment()))
  }
}

/// Whether this machine lets a test mount something that only it sees.
private func canMount() async -> Bool {
  do {
    return try await runProgram("unshare", ["-m", "mount", "-t", "tmpfs", "none", "/mnt"]).status
      == 0
  } catch {
    return false
  }
}
