import Documents
import Git
import Model
import TestSupport
import Testing

@testable import Intake

@Suite struct LandingHistoryTests {
  static let path = "g/a"

  /// The rule: the commits outside the history of the mainline before whose entry differs from that of
  /// every parent; a root's from nothing.
  private func expected(_ scene: Scene, _ landing: Int, after previous: Int, _ path: String)
    -> Set<Int>
  {
    scene.history(of: landing).subtracting(scene.history(of: previous)).filter { place in
      let plan = scene.plans[place]
      let parents = plan.parents.map { scene.plans[$0].files[path] }
      return (parents.isEmpty ? [nil] : parents).allSatisfy { $0 != plan.files[path] }
    }
  }

  @Test(arguments: [Dates.ordered, .random, .reversed], [1, 2, 3] as [UInt64])
  func commitsChanging(_ dates: Dates, _ seed: UInt64) async throws {
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
    let force = try reader.inForce(tree: try #require(try reader.tree(inCommit: anchor)))
    let signers = SignerTable(
      verifier: CommitVerifier(scene.reader), policy: force.policy,
      overlay: try reader.overlay(of: nil, over: force), now: .drill(),
      openPGP: try OpenPGPSigners(force.policy, CertificateStore(), at: .drill()))
    var changers = 0
    for landing in plans.indices {
      guard let previous = plans[landing].parents.first else { continue }
      let node = try scene.reader.commit(scene.commits[landing])
      let history = LandingHistory(
        node, after: scene.commits[previous],
        changing: TreeComparisonTests.paths.map {
          Difference(path: RepositoryPath($0), before: nil, after: nil)
        }, shape: .merge, reader: scene.reader,
        mainline: Mainline(scene.reader, tip: node.id, joints: []), signers: signers)
      for path in TreeComparisonTests.paths {
        let found = try history.commitsChanging(RepositoryPath(path)).map(scene.place)
        #expect(Set(found).count == found.count)
        let exact = expected(scene, landing, after: previous, path)
        #expect(Set(found).isSuperset(of: exact), "\(path) in \(landing) of \(dates) \(seed)")
        // Odd dates can add commits of the mainline before: more people who may not approve.
        let added = Set(found).subtracting(exact)
        #expect(added.isSubset(of: scene.history(of: previous)))
        #expect(dates != .ordered || added.isEmpty)
        changers += found.count
      }
    }
    #expect(changers > 50)
  }
}
