import Git
import Model
import TestSupport
import Testing

@testable import Intake

@Suite struct MergeCheckTests {
  /// DESIGN section 5, once more and by plain values: what may stand at one path of a merge.
  static func isEvil<Value: Equatable>(
    result: Value?, ours: Value?, theirs: Value?, bases: [Value?]
  ) -> Bool {
    // Without a merge base every base is absent; where several differ, both sides changed the path.
    let base: Value? = bases.isEmpty ? nil : bases[0]
    if ours == theirs { return result != ours }
    guard bases.allSatisfy({ $0 == base }) else { return true }
    if base == ours { return result != theirs }
    if base == theirs { return result != ours }
    return true
  }

  static func evilPaths(result: Plan, ours: Plan, theirs: Plan, bases: [Plan]) -> [String] {
    let all = ([result, ours, theirs] + bases).flatMap(\.files.keys)
    return Set(all).filter { path in
      isEvil(
        result: result.files[path], ours: ours.files[path], theirs: theirs.files[path],
        bases: bases.map { $0.files[path] })
    }.sorted()
  }

  private func evil(_ scene: Scene, _ place: Int) throws -> [String] {
    try MergeCheck(scene.reader).evilPaths(of: scene.reader.commit(scene.commits[place]))
      .map(\.description)
  }

  /// What can stand at one name: nothing, files that differ in content or mode, or folders.
  static let shapes: [[String: Leaf]] = [
    [:], ["": Leaf("A")], ["": Leaf("A", mode: "100755")], ["/x": Leaf("A")],
    ["/x": Leaf("B"), "/y": Leaf("A")],
  ]

  /// Every combination of shapes on `sides` sides, each below a name of its own.
  static func everything(_ sides: Int) -> [[String: Leaf]] {
    var files = [[String: Leaf]](repeating: [:], count: sides)
    var count = 1
    for _ in 0..<sides { count *= shapes.count }
    for number in 0..<count {
      var rest = number
      for side in 0..<sides {
        for (suffix, leaf) in shapes[rest % shapes.count] {
          // Three levels, so that folders are skipped and opened at each.
          files[side]["n\(number % 7)/\(number)\(suffix)"] = leaf
        }
        rest /= shapes.count
      }
    }
    return files
  }

  @Test("every combination of one base, ours, theirs and result")
  func oneBase() async throws {
    let files = Self.everything(4)
    let scene = try await Scene([
      Plan(files: files[0]), Plan(parents: [0], files: files[1]),
      Plan(parents: [0], files: files[2]), Plan(parents: [1, 2], files: files[3]),
    ])
    let plans = scene.plans
    #expect(
      try evil(scene, 3)
        == Self.evilPaths(result: plans[3], ours: plans[1], theirs: plans[2], bases: [plans[0]]))
  }

  @Test("every combination of ours, theirs and result without a base")
  func noBase() async throws {
    let files = Self.everything(3)
    let scene = try await Scene([
      Plan(files: files[0]), Plan(files: files[1]), Plan(parents: [0, 1], files: files[2]),
    ])
    let plans = scene.plans
    #expect(
      try evil(scene, 2)
        == Self.evilPaths(result: plans[2], ours: plans[0], theirs: plans[1], bases: []))
  }

  @Test("every combination of two bases, ours, theirs and result")
  func twoBases() async throws {
    let files = Self.everything(5)
    // The two sides have merged each other before: a criss-cross.
    let scene = try await Scene([
      Plan(), Plan(parents: [0], files: files[0]), Plan(parents: [0], files: files[1]),
      Plan(parents: [1, 2], files: files[2]), Plan(parents: [2, 1], files: files[3]),
      Plan(parents: [3, 4], files: files[4]),
    ])
    let plans = scene.plans
    #expect(
      try evil(scene, 5)
        == Self.evilPaths(
          result: plans[5], ours: plans[3], theirs: plans[4], bases: [plans[1], plans[2]]))
  }

  /// Histories and trees at random; merges that take one side of each path, and ones that do not.
  @Test(arguments: [Dates.ordered, .random], [1, 2, 3, 4] as [UInt64])
  func random(_ dates: Dates, _ seed: UInt64) async throws {
    var random = SplitMix64(seed: seed)
    var plans = randomHistory(120, dates, &random)
    for place in plans.indices {
      let parents = plans[place].parents
      if parents.count == 2, Int.random(in: 0..<3, using: &random) > 0 {
        var files: [String: Leaf] = [:]
        for path in TreeComparisonTests.paths {
          let side = parents[Int.random(in: 0..<2, using: &random)]
          let clashes = files.keys.contains { path.hasPrefix("\($0)/") }
          if let leaf = plans[side].files[path], !clashes { files[path] = leaf }
        }
        plans[place].files = files
      } else if let first = parents.first {
        plans[place].files = TreeComparisonTests.changed(plans[first].files, &random)
      } else {
        plans[place].files = TreeComparisonTests.randomFiles(&random)
      }
    }
    let scene = try await Scene(plans)
    var checked = 0
    var clean = 0
    for (place, plan) in plans.enumerated() where plan.parents.count == 2 {
      let (ours, theirs) = (plan.parents[0], plan.parents[1])
      let expected = Self.evilPaths(
        result: plan, ours: plans[ours], theirs: plans[theirs],
        bases: scene.mergeBases(ours, theirs).map { plans[$0] })
      let found = try evil(scene, place)
      if dates == .ordered {
        #expect(found == expected, "\(place) of \(seed)")
      } else {
        // Odd dates can add an older base: stricter, never laxer.
        #expect(Set(found).isSuperset(of: expected), "\(place) of \(seed)")
      }
      checked += 1
      clean += expected.isEmpty ? 1 : 0
    }
    #expect(checked > 20 && clean > 0 && clean < checked)
  }

  /// What git merges without a conflict is clean, but where both sides changed one file: git then takes the
  /// mode of one and the content of the other, and the rule knows whole entries only.
  @Test(arguments: [11, 12, 13] as [UInt64])
  func gitsOwnMerges(_ seed: UInt64) async throws {
    var random = SplitMix64(seed: seed)
    var plans = [Plan(files: TreeComparisonTests.randomFiles(&random))]
    for side in 1...12 {
      let base = side % 3 == 0 ? max(0, side - 2) : 0
      plans.append(
        Plan(
          parents: [base], files: TreeComparisonTests.changed(plans[base].files, &random)))
    }
    let scene = try await Scene(plans)
    var merged = 0
    for ours in plans.indices {
      for theirs in plans.indices where ours != theirs {
        let (left, right) = (scene.commits[ours].hex, scene.commits[theirs].hex)
        let tree = try await scene.sandbox.tryGit(
          "-c", "merge.renames=false", "merge-tree", "--write-tree", left, right)
        guard tree.status == 0 else { continue }
        let merge = try await scene.sandbox.commit(tree: tree.text, parents: [left, right])
        let found = try MergeCheck(scene.reader).evilPaths(of: scene.reader.commit(oid(merge)))
        let bases = scene.mergeBases(ours, theirs).map { plans[$0] }
        for path in found.map(\.description) {
          let (left, right) = (plans[ours].files[path], plans[theirs].files[path])
          #expect(left != right, "\(ours) and \(theirs) of \(seed): \(path)")
          #expect(bases.allSatisfy { $0.files[path] != left && $0.files[path] != right })
        }
        merged += 1
      }
    }
    #expect(merged > 20)
  }
}
