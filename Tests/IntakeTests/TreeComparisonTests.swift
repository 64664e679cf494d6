import Git
import Model
import TestSupport
import Testing

@testable import Intake

@Suite struct TreeComparisonTests {
  /// Paths that can stand in each other's way: `f` is a file or a folder; `f.x` sorts between the two.
  static let paths = [
    "f", "f/x", "f/x/y", "f.x", "f-/a", "g/a", "g/b", "g/c/a", "g/c/b", "h/i/j/k", "h/i/j/l", "z",
  ]

  static let leaves: [Leaf] = [
    Leaf("A"), Leaf("B"), Leaf("A", mode: "100755"), Leaf("A", mode: "120000"), .submodule,
  ]

  /// Some files, of which none is a folder of another.
  static func randomFiles(_ random: inout SplitMix64) -> [String: Leaf] {
    var files: [String: Leaf] = [:]
    for path in paths.shuffled(using: &random) where Bool.random(using: &random) {
      let clashes = files.keys.contains {
        $0.hasPrefix("\(path)/") || path.hasPrefix("\($0)/")
      }
      if !clashes { files[path] = leaves.randomElement(using: &random) }
    }
    return files
  }

  /// A few changes, so that whole folders stay as they are.
  static func changed(_ files: [String: Leaf], _ random: inout SplitMix64) -> [String: Leaf] {
    var files = files
    for _ in 0..<Int.random(in: 0...3, using: &random) {
      let path = paths[Int.random(in: 0..<paths.count, using: &random)]
      for other in files.keys where other.hasPrefix("\(path)/") || path.hasPrefix("\(other)/") {
        files[other] = nil
      }
      files[path] = Bool.random(using: &random) ? nil : leaves.randomElement(using: &random)
    }
    return files
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func differences(_ seed: UInt64) async throws {
    var random = SplitMix64(seed: seed)
    var plans: [Plan] = []
    for place in 0..<60 {
      let files =
        place % 3 == 0
        ? Self.randomFiles(&random) : Self.changed(plans[place - 1].files, &random)
      plans.append(Plan(files: files))
    }
    let scene = try await Scene(plans)
    let comparison = TreeComparison(scene.reader)
    for place in 1..<60 {
      let (before, after) = (try scene.tree(place - 1), try scene.tree(place))
      let found = try comparison.differences(from: before, to: after)
      let printed = try await scene.sandbox.git(
        "diff-tree", "-r", "--raw", "--no-abbrev", "--no-renames", before.hex, after.hex)
      let none = Entry(mode: 0, id: try #require(ObjectID(bytes: [UInt8](repeating: 0, count: 20))))
      let ours = found.map {
        ":\(($0.before ?? none).text.prefix(6)) \(($0.after ?? none).text.prefix(6)) "
          + "\(($0.before ?? none).id) \(($0.after ?? none).id) \($0.path)"
      }
      // Git's letter for the kind of change says nothing that modes and ids do not.
      let git = printed.split(separator: "\n").map { line in
        let halves = line.split(separator: "\t")
        return "\(halves[0].dropLast(2)) \(halves[1])"
      }
      #expect(ours.sorted() == git.sorted())
      #expect(found.map(\.path) == found.map(\.path).sorted())
    }
    // Nothing against something, both ways.
    let all = try comparison.differences(from: nil, to: try scene.tree(0))
    #expect(Set(all.map(\.path.description)) == Set(plans[0].files.keys))
    #expect(all.allSatisfy { $0.before == nil })
    #expect(try comparison.differences(from: try scene.tree(0), to: nil).count == all.count)
    #expect(try comparison.differences(from: nil, to: nil).isEmpty)
  }

  /// The rule: a path is changed where the first tree differs from every other.
  @Test(arguments: [4, 5, 6] as [UInt64])
  func changes(_ seed: UInt64) async throws {
    var random = SplitMix64(seed: seed)
    var plans = [Plan(files: Self.randomFiles(&random))]
    for _ in 1..<40 {
      let before = plans[Int.random(in: 0..<plans.count, using: &random)].files
      plans.append(Plan(files: Self.changed(before, &random)))
    }
    let scene = try await Scene(plans)
    for place in plans.indices {
      let others = (0..<Int.random(in: 1...3, using: &random)).map { _ in
        Int.random(in: 0..<plans.count, using: &random)
      }
      let found = try TreeComparison(scene.reader).changes(
        of: scene.tree(place), against: others.map { try scene.tree($0) })
      let expected = Self.paths.filter { path in
        others.allSatisfy { plans[$0].files[path] != plans[place].files[path] }
      }
      #expect(found.keys.map(\.description).sorted() == expected.sorted())
      for (path, entry) in found {
        #expect((entry == nil) == (plans[place].files[path.description] == nil))
      }
    }
  }
}
