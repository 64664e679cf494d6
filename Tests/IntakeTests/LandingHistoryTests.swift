import Documents
import Git
import Model
import TestSupport
import Testing

@testable import Intake

@Suite struct LandingHistoryTests {
  static let path = "g/a"

  /// DESIGN section 5 as it is written, commit by commit: a slow plain model beside the search.
  private func expected(_ scene: Scene, _ landing: Int, after previous: Int, _ path: String)
    -> Set<Int>
  {
    let fresh = scene.history(of: landing).subtracting(scene.history(of: previous))
    func entry(_ place: Int) -> Leaf? { scene.plans[place].files[path] }
    let changed = fresh.filter { place in
      let (own, parents) = (entry(place), scene.plans[place].parents)
      switch parents.count {
      case 0: return own != nil
      case 1: return own != entry(parents[0])
      case 2:
        let bases = scene.mergeBases(parents[0], parents[1]).map(entry)
        let (ours, theirs) = (entry(parents[0]), entry(parents[1]))
        if ours == theirs { return own != ours }
        let before = bases.isEmpty ? [nil] : bases
        if before.allSatisfy({ $0 == ours }) { return own != theirs }
        if before.allSatisfy({ $0 == theirs }) { return own != ours }
        return true
      default: return parents.contains { entry($0) != own }
      }
    }
    var reached: Set<Int> = []
    var waiting = [landing]
    while let place = waiting.popLast() {
      guard fresh.contains(place), entry(place) == entry(landing), reached.insert(place).inserted
      else { continue }
      waiting += scene.plans[place].parents
    }
    let fetching = reached.filter { place in
      !scene.plans[place].parents.contains { fresh.contains($0) && entry($0) == entry(landing) }
    }
    return changed.union(fetching)
  }

  @Test(arguments: [Dates.ordered, .random, .reversed], [1, 2, 3] as [UInt64])
  func changesOfAPath(_ dates: Dates, _ seed: UInt64) async throws {
    var random = SplitMix64(seed: seed)
    var plans = randomHistory(60, dates, &random)
    for place in plans.indices {
      let parents = plans[place].parents
      if let parent = parents.randomElement(using: &random) {
        plans[place].files = TreeComparisonTests.changed(plans[parent].files, &random)
      } else {
        plans[place].files = TreeComparisonTests.randomFiles(&random)
      }
    }
    let scene = try await Scene(plans)
    let policies = try await AccessRepository()
    let reader = PolicyReader(try Repository(discovering: policies.sandbox.path)) { PolicyCache() }
    let anchor = try #require(ObjectID(hex: policies.anchor))
    let force = try reader.inForce(
      tree: try #require(try reader.tree(inCommit: anchor)), directory: nil)
    let signers = SignerTable(
      verifier: CommitVerifier(scene.reader), policy: force.policy,
      overlay: reader.overlay(of: force), now: .drill(),
      openPGP: try OpenPGPSigners(force.policy, CertificateStore(), at: .drill()), origin: nil)
    var changers = 0
    for landing in plans.indices {
      guard let previous = plans[landing].parents.first else { continue }
      let node = try scene.reader.commit(scene.commits[landing])
      let history = LandingHistory(
        node, after: scene.commits[previous],
        changing: TreeComparisonTests.paths.prefix(2).map {
          Difference(path: RepositoryPath($0), before: nil, after: nil)
        }, shape: .merge, reader: scene.reader,
        mainline: Mainline(scene.reader, tip: node.id, joints: []), signers: signers)
      for path in TreeComparisonTests.paths {
        let changes = try history.changes(of: RepositoryPath(path))
        let found = try changes.map { try scene.place(of: $0.commit) }
        #expect(Set(found).count == found.count)
        let exact = expected(scene, landing, after: previous, path)
        #expect(Set(found) == exact, "\(path) in \(landing) of \(dates) \(seed)")
        let landed = scene.plans[landing].files[path]
        for (change, place) in zip(changes, found) {
          #expect(change.holdsWhatLanded == (scene.plans[place].files[path] == landed))
        }
        changers += found.count
      }
    }
    #expect(changers > 50)
  }
}
