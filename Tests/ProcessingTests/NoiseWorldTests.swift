import FoundationEssentials
import Git
import Model
import Processing
import TestSupport
import Testing

/// Whatever the mainline holds in `policies/` without its approvals, what is issued is what the policy in force alone
/// would issue (DESIGN section 6).
@Suite struct NoiseWorldTests {
  @Test(
    "63: two worlds, of which one has noise in its policies, issue the same",
    arguments: NoiseWorldTests.seeds)
  func sameIssues(_ seed: UInt64) async throws {
    let quiet = try await outcomes(seed, withNoise: false)
    let noisy = try await outcomes(seed, withNoise: true)
    #expect(quiet.decided == noisy.decided, "\(noisy.story.joined(separator: "\n"))")
    #expect(quiet.policy == noisy.policy)
  }

  static let seeds: [UInt64] = {
    let environment = ProcessInfo.processInfo.environment
    if let one = environment["COUNTERSIGN_SEED"].flatMap(UInt64.init) { return [one] }
    let worlds = environment["COUNTERSIGN_WORLDS"].flatMap(UInt64.init) ?? 100
    return Array(1...max(10, worlds / 4))
  }()

  /// What became of a request, as far as another history does not change it.
  private struct Decided: Hashable {
    let path: RepositoryPath
    let outcome: RequestOutcome
    let codes: Set<ReasonCode>
    let window: Window?
    let isRevoked: Bool
  }

  private func outcomes(
    _ seed: UInt64, withNoise isNoisy: Bool
  ) async throws -> (decided: [Set<Decided>], policy: ObjectID, story: [String]) {
    let world = try await World(seed: seed)
    var noise = SplitMix64(seed: seed &+ 1)
    var decided: [Set<Decided>] = []
    for _ in 0..<6 {
      switch Int.random(in: 0..<4, using: &world.random) {
      case 0, 1:
        let request = world.request()
        let people = world.pick([[Person.priya], [.tom], [.priya, .tom], [.nora]])
        try world.land(request, mergedBy: people)
      case 2: world.pass(world.pick([.minutes(20), .hours(5)]))
      default: break
      }
      if isNoisy { try disturb(world, &noise) }
      decided.append(Set(try await world.run().compactMap(Self.decided)))
    }
    return (decided, try world.outlook().cursor.policy, world.story)
  }

  private static func decided(_ decision: Decision) -> Decided? {
    switch decision {
    case .issue(let grant, let record):
      Decided(
        path: record.path, outcome: record.outcome, codes: [], window: grant.window,
        isRevoked: false)
    case .settle(let record, _):
      Decided(
        path: record.path, outcome: record.outcome, codes: Set(record.reasons.map(\.code)),
        window: nil, isRevoked: false)
    case .revoke(let grant):
      Decided(
        path: grant.request.path, outcome: .granted, codes: [], window: nil, isRevoked: true)
    default: nil
    }
  }

  /// Lands something in `policies/` that stops nobody and that nobody with enough say approves.
  private func disturb(_ world: World, _ noise: inout SplitMix64) throws {
    let billing = try world.text(of: WorldPolicies.billing)
    let texts = [
      ("policies/groups/dba.yaml", "members: [ana.silva, ben.cole, nora.lind]\n"),
      ("policies/groups/security.yaml", "members: [nora.lind]\n"),
      (
        WorldPolicies.billing,
        billing.replacing("maximum_duration: 8h", with: "maximum_duration: 90d")
      ),
      (WorldPolicies.billing, "owner: [\n"),
      (
        "policies/rules/closed.yaml",
        "description: Closed.\napplies_to: {class: [contractor, employee]}\ndeny: {message: Closed.}\n"
      ),
      ("policies/tests/broken.yaml", "at: never\n"),
    ]
    let (path, text) = texts[Int.random(in: 0..<texts.count, using: &noise)]
    guard try world.text(of: path) != text else { return }
    let approvers: [Person] = Bool.random(using: &noise) ? [] : [.mia]
    world.tell("noise at \(path) by \(approvers.map(\.id))")
    try world.change([world.put(text, at: path)], approvedBy: approvers)
  }
}
