import Git
import Model
import TestSupport
import Testing

@testable import Intake

/// Walks over random histories, held against git and against plain sets.
@Suite struct HistoryTests {
  static let histories: [(Dates, UInt64)] = Dates.allCases.flatMap { dates in
    (1...4).map { (dates, $0) }
  }

  private func scene(_ dates: Dates, _ seed: UInt64) async throws -> (Scene, [(Int, Int)]) {
    var random = SplitMix64(seed: seed)
    let scene = try await Scene(randomHistory(40, dates, &random))
    let pairs = (0..<60).map { _ in
      (Int.random(in: 0..<40, using: &random), Int.random(in: 0..<40, using: &random))
    }
    return (scene, pairs)
  }

  /// Every true merge base is found whatever the dates say, and nothing but common ancestors.
  ///
  /// With dates in order the answer is git's exactly; skewed ones may add older common ancestors, which
  /// makes the check of a merge stricter and never laxer.
  @Test(arguments: histories)
  func mergeBases(_ dates: Dates, _ seed: UInt64) async throws {
    let (scene, pairs) = try await scene(dates, seed)
    for (left, right) in pairs {
      let found = try MergeBases(scene.reader).of(scene.commits[left], scene.commits[right])
      #expect(found == found.sorted() && Set(found).count == found.count)
      let bases = try Set(found.map(scene.place))
      let oracle = scene.mergeBases(left, right)
      #expect(bases.isSuperset(of: oracle), "\(left) and \(right): \(bases), not \(oracle)")
      let common = scene.history(of: left).intersection(scene.history(of: right))
      #expect(bases.isSubset(of: common), "\(left) and \(right): \(bases)")
      if dates == .ordered { #expect(bases == oracle, "\(left) and \(right)") }
      // Git removes what another base descends from, so its answer is the oracle's.
      let printed = try await scene.sandbox.tryGit(
        "merge-base", "--all", scene.commits[left].hex, scene.commits[right].hex)
      let git = try Set(printed.text.split(separator: "\n").map { try scene.place(of: oid($0)) })
      #expect(git == oracle)
    }
  }

  /// Ancestry is exact whatever the dates say: an approval must never count twice.
  @Test(arguments: histories)
  func ancestry(_ dates: Dates, _ seed: UInt64) async throws {
    let (scene, pairs) = try await scene(dates, seed)
    let ancestry = Ancestry(scene.reader)
    for tip in scene.plans.indices {
      let history = scene.history(of: tip)
      for candidate in scene.plans.indices {
        let (tipID, id) = (scene.commits[tip], scene.commits[candidate])
        let expected = history.contains(candidate)
        #expect(try ancestry.contains(id, inHistoryOf: tipID) == expected)
      }
    }
    for (tip, candidate) in pairs {
      let git = try await scene.sandbox.tryGit(
        "merge-base", "--is-ancestor", scene.commits[candidate].hex, scene.commits[tip].hex)
      #expect((git.status == 0) == scene.history(of: tip).contains(candidate))
    }
  }

  /// Which commits hold the anchor is exact whatever the dates say, whoever was asked about before.
  @Test(arguments: histories)
  func anchored(_ dates: Dates, _ seed: UInt64) async throws {
    let (scene, pairs) = try await scene(dates, seed)
    var random = SplitMix64(seed: seed)
    for tip in Set(pairs.map(\.0)) {
      let mainline = Mainline(scene.reader, tip: scene.commits[tip], joints: [])
      var anchor: Int? = tip
      while let place = anchor {
        let origin = AnchoredHistory(scene.reader, mainline, anchor: scene.commits[place])
        for asked in scene.plans.indices.shuffled(using: &random) {
          let expected = scene.history(of: asked).contains(place)
          #expect(try origin.holdsAnchor(scene.commits[asked]) == expected)
        }
        anchor = scene.plans[place].parents.first
      }
    }
  }

  /// What `git rev-list tip ^hidden` lists, whatever the dates say: who wrote what lands depends on it.
  @Test(arguments: histories)
  func commitsHiding(_ dates: Dates, _ seed: UInt64) async throws {
    let (scene, pairs) = try await scene(dates, seed)
    for (tip, hidden) in pairs {
      let found = try MergeBases(scene.reader)
        .commits(of: scene.commits[tip], hiding: scene.commits[hidden])
      let places = try found.map(scene.place)
      let exact = scene.history(of: tip).subtracting(scene.history(of: hidden))
      #expect(Set(places).count == places.count)
      #expect(Set(places) == exact, "\(tip) without \(hidden)")
      let seconds = places.map { scene.plans[$0].date }
      #expect(seconds == seconds.sorted(by: >), "newest first")
    }
  }

  @Test(arguments: [(Dates.ordered, 7 as UInt64), (.random, 8), (.reversed, 9)])
  func mainline(_ dates: Dates, _ seed: UInt64) async throws {
    let (scene, _) = try await scene(dates, seed)
    for tip in scene.plans.indices.suffix(12) {
      let printed = try await scene.sandbox.git(
        "log", "--first-parent", "--format=%H", scene.commits[tip].hex)
      let chain = try printed.split(separator: "\n").map { try oid($0) }
      let mainline = Mainline(scene.reader, tip: scene.commits[tip], joints: [])
      for (place, id) in scene.commits.enumerated() {
        let expected = chain.firstIndex(of: id)
        #expect(try mainline.distance(of: id) == expected, "\(place) below \(tip)")
        let after = try mainline.commits(after: id)
        #expect(after == expected.map { chain[..<$0].reversed() })
        for limit in chain {
          let limitPlace = try #require(chain.firstIndex(of: limit))
          #expect(
            try mainline.contains(id, atOrBefore: limit)
              == (expected.map { $0 >= limitPlace } ?? false))
        }
      }
      #expect(try mainline.previous(of: try #require(chain.last)) == nil)
    }
  }

  @Test("a joint sends the chain back to the commit that was processed before")
  func joint() async throws {
    // 0 - 1 - 2 was the mainline; 4 merges it as its second parent into 0 - 3.
    let scene = try await Scene([
      Plan(), Plan(parents: [0]), Plan(parents: [1]), Plan(parents: [0]), Plan(parents: [3, 2]),
      Plan(parents: [4]),
    ])
    let commits = scene.commits
    let joint = MainlineJoint(
      landing: commits[4], previous: commits[2])
    let plain = Mainline(scene.reader, tip: commits[5], joints: [])
    #expect(try plain.commits(after: commits[2]) == nil)
    let joined = Mainline(scene.reader, tip: commits[5], joints: [joint])
    #expect(try joined.commits(after: commits[2]) == [commits[4], commits[5]])
    #expect(try joined.distance(of: commits[0]) == 4)
    #expect(try joined.distance(of: commits[3]) == nil)
    // Behind a joint that is forgotten nobody looks, not along the line that came in its place either.
    var cursor = Cursor(
      anchor: commits[0], mainline: commits[2], policy: .null, at: Instant(clampingSeconds: 0),
      drill: true)
    cursor.note([joint])
    cursor.note(
      (0..<Bounds.joints - 1).map { _ in MainlineJoint(landing: .null, previous: commits[0]) })
    #expect(cursor.joints.count == Bounds.joints && cursor.joints.first == joint)
    cursor.note([MainlineJoint(landing: commits[5], previous: commits[4])])
    #expect(cursor.joints.count == Bounds.joints && cursor.joints[0].isEnd)
    let ended = Mainline(
      scene.reader, tip: commits[5],
      joints: [MainlineJoint(landing: commits[4], previous: .null)])
    #expect(try ended.commits(after: commits[4]) == [commits[5]])
    for forgotten in [0, 2, 3] {
      #expect(try ended.distance(of: commits[forgotten]) == nil)
    }
    // A joint that leads back into the chain ends the walk.
    let loop = MainlineJoint(
      landing: commits[4], previous: commits[5])
    #expect(
      try Mainline(scene.reader, tip: commits[5], joints: [loop]).distance(of: commits[0]) == nil)
  }
}
