import Model
import TestSupport
import Testing

/// Merges that no reviewer should make: `check` and `approve` say so before, and git's own merge is the oracle.
@Suite struct CrossedMergeTests {
  /// What the mainline and a branch each did to one file since they parted.
  enum Sides: CaseIterable {
    case branchAlone, mainlineAlone, sameChange, otherLines, sameLine, bothAdded, bothRemoved
    case removedAndEdited, renamedAndEdited, editedAndRenamed, renamedAlone, modeAndContent
    case otherFiles, crossing, beside

    /// Whether any merge of them is evil.
    var isCrossed: Bool {
      switch self {
      case .branchAlone, .mainlineAlone, .sameChange, .bothRemoved, .renamedAlone, .otherFiles:
        false
      case .otherLines, .sameLine, .bothAdded, .removedAndEdited, .renamedAndEdited,
        .editedAndRenamed, .modeAndContent, .crossing, .beside:
        true
      }
    }
  }

  enum Kind: String, CaseIterable {
    case request = "requests/billing-db/ana-old.yaml"
    case policy = "policies/groups/dba.yaml"
  }

  private static let request = Request("ana-old").text
  private static let group = "members:\n  - priya.nair\n  # one\n  # two\n  # three\n  - tom.berg\n"

  private static func text(_ kind: Kind, first: String = "", last: String = "") -> String {
    switch kind {
    case .request:
      (first.isEmpty ? "" : "# \(first)\n") + request + (last.isEmpty ? "" : "# \(last)\n")
    case .policy:
      (first.isEmpty ? "" : "# \(first)\n") + group + (last.isEmpty ? "" : "# \(last)\n")
    }
  }

  /// The mainline's tip and the branch's, from `fork` on.
  private static func sides(
    _ sides: Sides, _ kind: Kind, _ repository: AccessRepository, from fork: String
  ) async throws -> (main: String, branch: String) {
    let path = kind.rawValue
    let other = path.replacing(".yaml", with: "-new.yaml")
    let (first, last) = (text(kind, first: "first"), text(kind, last: "last"))
    func commit(_ changes: [FileChange], on parent: String? = nil) async throws -> String {
      try await repository.commit(changes, on: parent ?? fork, by: .nora)
    }
    func pair(_ main: [FileChange], _ branch: [FileChange]) async throws -> (String, String) {
      let left = main.isEmpty ? fork : try await commit(main)
      let right = branch.isEmpty ? fork : try await commit(branch)
      return (left, right)
    }
    switch sides {
    case .branchAlone: return try await pair([.file("README.md", "x\n")], [.file(path, last)])
    case .mainlineAlone: return try await pair([.file(path, first)], [.file("README.md", "x\n")])
    case .sameChange: return try await pair([.file(path, last)], [.file(path, last)])
    case .otherLines: return try await pair([.file(path, first)], [.file(path, last)])
    case .sameLine:
      return try await pair([.file(path, text(kind, last: "other"))], [.file(path, last)])
    case .bothAdded: return try await pair([.file(other, first)], [.file(other, last)])
    case .bothRemoved: return try await pair([.removal(path)], [.removal(path)])
    case .removedAndEdited: return try await pair([.removal(path)], [.file(path, last)])
    case .renamedAndEdited:
      return try await pair([.removal(path), .file(other, text(kind))], [.file(path, last)])
    case .editedAndRenamed:
      return try await pair([.file(path, first)], [.removal(path), .file(other, text(kind))])
    case .renamedAlone:
      return try await pair(
        [.removal(path), .file(other, text(kind))], [.file("README.md", "x\n")])
    case .modeAndContent:
      return try await pair([.file(path, text(kind), mode: "100755")], [.file(path, last)])
    case .otherFiles: return try await pair([.file(path, first)], [.file(other, last)])
    case .beside:
      return try await pair(
        [.file("README.md", "x\nAccess.\n")],
        [.file("README.md", "Access.\nx\n"), .file(other, last)])
    case .crossing:
      // Each has merged the other once; what the bases hold at the path differs.
      let left = try await commit([.file(path, first)])
      let right = try await commit([.file("README.md", "x\n")])
      let main = try await repository.merge(right, into: left, by: .nora)
      let branch = try await repository.merge(left, into: right, by: .nora)
      return (
        try await commit([.file("notes.md", "n\n")], on: main),
        try await commit(
          [.file(path, text(kind, first: "first", last: "last"))], on: branch)
      )
    }
  }

  @Test(arguments: Sides.allCases, Kind.allCases)
  func `check says what git's own merge would be`(_ sides: Sides, _ kind: Kind) async throws {
    let repository = try await AccessRepository()
    let fork = try await repository.land(
      try await repository.commit(
        [
          .file(Kind.request.rawValue, Self.text(.request)),
          .file(Kind.policy.rawValue, Self.text(.policy)),
          .file("README.md", "Access.\n"),
        ], by: .nora))
    let (main, branch) = try await Self.sides(sides, kind, repository, from: fork)
    try await repository.land(main)
    try await repository.sandbox.point("refs/heads/work", at: branch)
    let clone = try await repository.clone("clone", [])
    let isSaid = try await isSaid(of: "work", in: repository)
    #expect(isSaid == sides.isCrossed, "\(sides) of \(kind)")

    let merged = try await merge(clone, repository)
    if let merged {
      let isEvil = try await isRefusedAtTheDoor(merged, after: main, in: repository)
      #expect(isSaid == isEvil, "\(sides) of \(kind): said \(isSaid), git's merge \(isEvil)")
    } else {
      #expect(isSaid, "\(sides) of \(kind): git stops at a conflict")
    }
    guard isSaid else { return }
    // What the mend says, by the author; conflicts are settled for the branch.
    try await repository.git("switch", "-q", "work", in: clone, by: .nora)
    try await repository.git(
      "merge", "-q", "-S", "-X", "ours", "--no-edit", "origin/main", in: clone, by: .nora,
      settling: true)
    try await repository.git("push", "-q", "origin", "HEAD:refs/heads/work", in: clone)
    #expect(try await !self.isSaid(of: "work", in: repository))
    try await repository.git("switch", "-q", "--detach", "origin/main", in: clone)
    let again = try #require(try await merge(clone, repository))
    #expect(try await !isRefusedAtTheDoor(again, after: main, in: repository), "\(sides) \(kind)")
  }

  /// Two sides that change, rename and take away lines and files at random: where git merges them, it says whether
  /// `check` was right.
  @Test(arguments: [1, 2, 3] as [UInt64])
  func `check agrees with git about sides at random`(_ seed: UInt64) async throws {
    var random = SplitMix64(seed: seed)
    let repository = try await AccessRepository()
    let paths = [Kind.request.rawValue, Kind.policy.rawValue, "README.md", "docs/a.md"]
    let lines = (1...9).map { "# line \($0) of some length" }
    let fork = try await repository.land(
      try await repository.commit(
        paths.map { .file($0, lines.joined(separator: "\n") + "\n") }, by: .nora))
    func side() async throws -> String {
      var changes: [FileChange] = []
      for path in paths where Bool.random(using: &random) {
        var mine = lines
        mine[Int.random(in: 0..<mine.count, using: &random)] +=
          " \(UInt8.random(in: 0...3, using: &random))"
        let text = mine.joined(separator: "\n") + "\n"
        switch Int.random(in: 0..<8, using: &random) {
        case 0: changes.append(.removal(path))
        case 1: changes += [.removal(path), .file(path.replacing(".", with: "-new."), text)]
        default: changes.append(.file(path, text))
        }
      }
      changes.append(.file("notes-\(UInt32.random(in: 0...9, using: &random)).md", "n\n"))
      return try await repository.commit(changes, on: fork, by: .nora)
    }
    var merged = (clean: 0, evil: 0)
    for _ in 0..<10 {
      let (main, branch) = (try await side(), try await side())
      try await repository.land(main)
      let isSaid = try await isSaid(of: branch, in: repository)
      let tree = try await repository.sandbox.tryGit("merge-tree", "--write-tree", main, branch)
      guard tree.status == 0 else { continue }
      let merge = try await repository.commit(
        tree: tree.text, parents: [main, branch], by: .priya)
      let isEvil = try await isRefusedAtTheDoor(merge, after: main, in: repository)
      #expect(isSaid == isEvil, "\(main) and \(branch) of \(seed): said \(isSaid)")
      if isEvil { merged.evil += 1 } else { merged.clean += 1 }
    }
    #expect(merged.clean + merged.evil > 2, "\(merged)")
  }

  /// Whether `check` speaks of an evil merge.
  private func isSaid(
    of branch: String, in repository: AccessRepository
  ) async throws -> Bool {
    let answer = try await repository.countersign([
      "check", branch, "--anchor", repository.anchor, "--now", "\(Instant.drill())",
    ])
    guard answer.names(.evilMerge) else { return false }
    #expect(answer.status == 1, "\(answer)")
    #expect(answer.description.contains("git merge refs/heads/main"), "\(answer)")
    return true
  }

  /// What `git merge --no-ff` makes of the mainline and the branch; nil where it stops at a conflict.
  private func merge(_ clone: String, _ repository: AccessRepository) async throws -> String? {
    try await repository.git("fetch", "-q", in: clone)
    try await repository.git("switch", "-q", "--detach", "origin/main", in: clone)
    let result = try await runProgram(
      "git", ["merge", "-q", "--no-ff", "-m", "A merge", "origin/work"], in: clone,
      environment: repository.sandbox.environment(
        Person.nora.git, date: Int(Instant.drill(.minutes(-10)).seconds)))
    guard result.status == 0 else {
      try await repository.git("merge", "--abort", in: clone)
      return nil
    }
    try await repository.git("push", "-q", "-f", "origin", "HEAD:refs/heads/merged", in: clone)
    return try await repository.git("rev-parse", "HEAD", in: clone)
  }

  private func isRefusedAtTheDoor(
    _ merge: String, after main: String, in repository: AccessRepository
  ) async throws -> Bool {
    let answer = try await repository.countersign([
      "check", "--anchor", repository.anchor, "--now", "\(Instant.drill())", "--push",
      "refs/heads/main", main, merge,
    ])
    return answer.description.contains("evil-merge")
  }

  @Test(arguments: ["request", "policy"])
  func `approve says so before it signs, and its mend works`(_ kind: String) async throws {
    let hub = try await ApproveHub()
    let isPolicy = kind == "policy"
    let path = isPolicy ? "policies/groups/dba.yaml" : ApproveHub.request
    let text = isPolicy ? "members: [priya, tom]\n" : ApproveHub.document()
    func with(_ first: String, _ last: String) -> String {
      first + "#\n#\n#\n" + text + "#\n" + last
    }
    try await hub.land([path: with("", "")], on: "begin")
    try await hub.propose([path: with("", "# last\n")], on: "work")
    try await hub.land([path: with("# first\n", "")], on: "other", by: "tom")
    try await hub.git("fetch", "-q")

    let before = try await hub.references()
    let subject = isPolicy ? "policies" : path
    let reviewer = isPolicy ? "lena" : "priya"
    let refused = try await hub.approve(subject, "--from", "work", by: reviewer)
    #expect(refused.status == 1, "\(refused.text)\(refused.errorText)")
    let said = refused.text + refused.errorText
    #expect(said.contains("evil-merge") && said.contains("both changed \(path)"), "\(said)")
    #expect(said.contains("git fetch origin && git merge origin/main"), "\(said)")
    #expect(try await hub.references() == before)

    try await hub.git("switch", "-q", "work")
    try await hub.git("fetch", "origin")
    try await hub.git("merge", "-q", "-S", "--no-edit", "origin/main")
    try await hub.git("push", "-q", "origin", "work")
    let next = try await hub.approve(
      subject, "--from", "work", isPolicy ? "--land" : "--yes", by: reviewer)
    #expect(next.status == 0, "\(next.text)\(next.errorText)")
    #expect(!next.text.contains("evil-merge"))
  }
}

extension AccessRepository {
  /// The same as `git`, where a conflict is settled by what the branch has.
  fileprivate func git(
    _ arguments: String..., in directory: String, by person: Person, settling: Bool
  ) async throws {
    let name = try key(person.keys[0].name)
    let environment = sandbox.environment(
      person.git, date: Int(AccessRepository.clock.seconds) - 600)
    let options = ["-c", "gpg.format=ssh", "-c", "user.signingkey=\(name.path)"]
    let result = try await runProgram(
      "git", options + arguments, in: directory, environment: environment)
    guard result.status != 0 else { return }
    // Removed here or there: the branch's own tree settles it.
    for line in try await git("status", "--porcelain", in: directory).split(separator: "\n") {
      let path = String(line.dropFirst(3))
      if line.hasPrefix("D") || line.hasPrefix("UD") || line.hasPrefix("DU") || line.hasPrefix("AA")
        || line.hasPrefix("UU")
      {
        try await git("add", "--", path, in: directory)
      }
    }
    try await mustRun(
      "git", options + ["commit", "-q", "-S", "--no-edit"], in: directory, environment: environment)
  }
}
