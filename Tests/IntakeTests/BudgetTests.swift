import Git
import Model
import TestSupport
import Testing

@testable import Intake

@Suite struct BudgetTests {
  /// A history in which every fourth commit is a merge, over folders that change a little each time.
  private func scene(_ seed: UInt64) async throws -> Scene {
    var random = SplitMix64(seed: seed)
    var plans = randomHistory(40, .ordered, &random)
    for place in plans.indices {
      if let parent = plans[place].parents.first {
        plans[place].files = TreeComparisonTests.changed(plans[parent].files, &random)
      } else {
        plans[place].files = TreeComparisonTests.randomFiles(&random)
      }
    }
    return try await Scene(plans)
  }

  /// What reading all of `scene`'s history by `reader` counts.
  private func counts(
    _ scene: Scene, by reader: ObjectReader, in places: some Sequence<Int>
  ) throws -> [Budget.Item: Int] {
    let counted = try reader.within(.current) { () throws(IntakeError) in
      do throws(GitError) {
        for place in places {
          let node = try reader.commit(scene.commits[place])
          for parent in node.parents {
            _ = try MergeBases(reader).of(node.id, parent)
            let before = try reader.commit(parent).tree
            _ = try TreeComparison(reader).differences(from: before, to: node.tree)
          }
          if node.parents.count == 2 { _ = try MergeCheck(reader).evilPaths(of: node) }
          _ = try reader.entry(at: RepositoryPath("g/c/a"), in: node.tree)
        }
      } catch {
        throw .git(error)
      }
      return Dictionary(
        uniqueKeysWithValues: Budget.Item.allCases.map { ($0, reader.meter?.count(of: $0) ?? 0) })
    }
    return try counted.get()
  }

  /// Every runner and every audit comes to the same count, whatever was in memory.
  @Test(arguments: [1, 2, 3] as [UInt64])
  func countIsOfWhatIsAsked(_ seed: UInt64) async throws {
    let scene = try await scene(seed)
    let cold = try counts(
      scene, by: ObjectReader(try Repository(discovering: scene.sandbox.path)), in: 20..<40)
    let reader = ObjectReader(try Repository(discovering: scene.sandbox.path))
    _ = try counts(scene, by: reader, in: 0..<40)
    #expect(try counts(scene, by: reader, in: 20..<40) == cold)
    #expect(try counts(scene, by: reader, in: 20..<40) == cold)
    #expect((cold[.entries] ?? 0) > 100 && (cold[.steps] ?? 0) > 100 && (cold[.commits] ?? 0) > 10)
  }

  @Test(arguments: [Budget.Item.commits, .steps, .entries, .changes, .pathBytes, .objectBytes])
  func overrunStopsReading(_ item: Budget.Item) async throws {
    let scene = try await Scene([
      Plan(files: ["g/a": Leaf("1"), "g/b": Leaf("1")]),
      Plan(parents: [0], files: ["g/a": Leaf("2"), "g/b": Leaf("2")]),
      Plan(parents: [1], files: ["g/a": Leaf("3"), "g/b": Leaf("3")]),
    ])
    func read(_ limit: Int) throws -> Result<Int, Overrun> {
      try scene.reader.within(Budget.current.with([item: limit])) { () throws(IntakeError) in
        do throws(GitError) {
          var found = 0
          for place in [1, 2] {
            let trees = (
              try scene.reader.commit(scene.commits[place - 1]).tree,
              try scene.reader.commit(scene.commits[place]).tree
            )
            found += try TreeComparison(scene.reader).differences(from: trees.0, to: trees.1).count
          }
          return found
        } catch {
          throw .git(error)
        }
      }
    }
    #expect(try read(1) == .failure(Overrun(item, over: 1)))
    // The near twin, on the reader that has just given up.
    #expect(try read(100_000) == .success(4))
  }

  /// What is not counted is not refused either.
  @Test func trustedReadingIsNotCounted() async throws {
    let scene = try await Scene([Plan(files: ["a": Leaf("1")])])
    let found = try scene.reader.within(Budget.current.with([.commits: 0])) {
      () throws(IntakeError) in
      do throws(GitError) {
        return try scene.reader.uncounted { () throws(GitError) in
          try scene.reader.commit(scene.commits[0]).parents.count
        }
      } catch {
        throw .git(error)
      }
    }
    #expect(found == .success(0))
  }

  /// More common ancestors than the budget has: neither the search nor the answer grows.
  @Test(arguments: [64, 65])
  func mergeBases(_ count: Int) async throws {
    var plans = [Plan()]
    for place in 1...count {
      plans.append(Plan(parents: [0], date: GitSandbox.date + place))
    }
    let sides = Array(1...count)
    plans.append(Plan(parents: sides, date: GitSandbox.date + 1000))
    plans.append(Plan(parents: sides, date: GitSandbox.date + 1001))
    let scene = try await Scene(plans)
    let (left, right) = (scene.commits[count + 1], scene.commits[count + 2])
    if count <= 64 {
      let found = try MergeBases(scene.reader).of(left, right).map(scene.place)
      #expect(Set(found) == Set(sides))
    } else {
      let error = #expect(throws: GitError.self) { try MergeBases(scene.reader).of(left, right) }
      #expect(error?.overrun == Overrun(.mergeBases, over: 64))
    }
  }

  /// What is kept is what was read last, and never more than about twice the limit.
  @Test func keptObjects() throws {
    var kept = KeptObjects<Int>(weight: 10)
    let ids = try (0..<100).map { try oid(String(repeating: "0", count: 37) + "\($0 + 100)") }
    for (place, id) in ids.enumerated() { kept.keep(place, as: id, weight: 1) }
    #expect(ids.suffix(10).allSatisfy { kept[$0] != nil })
    #expect(ids.prefix(79).allSatisfy { kept[$0] == nil })
  }

  /// To look at some paths alone finds what looking at all of them finds there.
  @Test(arguments: [1, 2, 3] as [UInt64])
  func amongNames(_ seed: UInt64) async throws {
    var random = SplitMix64(seed: seed)
    let plans = (0..<40).map { _ in Plan(files: TreeComparisonTests.randomFiles(&random)) }
    let scene = try await Scene(plans)
    let comparison = TreeComparison(scene.reader)
    for place in 1..<40 {
      let names = TreeComparisonTests.paths.filter { _ in Bool.random(using: &random) }
        .map { RepositoryPath($0) }
      let (old, new) = (try scene.tree(place - 1), try scene.tree(place))
      var found: Set<RepositoryPath> = []
      try comparison.walk([old, new], among: PathTree(names)) { folders in
        folders[0] == folders[1] ? .skip : .descend
      } visit: { path, leaves in
        if leaves[0] != leaves[1] { found.insert(path) }
      }
      let all = Set(try comparison.differences(from: old, to: new).map(\.path))
      #expect(found == all.intersection(names))
      let known = try comparison.changes(ofKnown: old, in: new, at: "").map(\.path)
      // A name that is a folder before is known as well, whatever stands there afterwards.
      let before = plans[place - 1].files.keys
      #expect(
        Set(known)
          == all.filter { path in
            before.contains { $0 == path.description || $0.hasPrefix("\(path)/") }
          })
    }
  }
}
