import Git
import Model
import Processing
import TestSupport
import Testing

/// Random chains of acceptances of which a stolen key carried some, held against the plain model.
@Suite struct VoidedWorldTests {
  @Test(
    "10: what is void, and what still comes into force, is what a plain model says",
    arguments: GovernanceWorldTests.seeds.map { $0 + 5000 })
  func agrees(_ seed: UInt64) async throws {
    let world = try await VoidedWorld(seed: seed)
    for _ in 0..<6 { if try await !world.step() { break } }
    guard !world.isStuck else { return }
    try await world.mark()
    for _ in 0..<4 { if try await !world.step() { return } }
    try await world.heal()
  }
}

/// A world whose governors change, and one of whom is Mia.
final class VoidedWorld {
  private let world: World
  private var model: VoidedModel
  /// Whether the mainline holds what nobody has accepted.
  private(set) var isStuck = false
  private static let group = AccessRepository.Policies.group("security")
  private static let rules = ["policies/rules/one.yaml", "policies/rules/two.yaml"]
  private static let founders: [Person] = [.mia, .leo, .nora, .tom]
  private static let others: [Person] = [.priya, .lena, .kim]

  init(seed: UInt64) async throws {
    world = try await World(seed: seed) { keys, _ in
      var policies = AccessRepository.Policies()
      policies.groups["security"] = Self.founders.map(\.id)
      for rule in Self.rules { policies.texts[rule] = Self.text("0", at: rule) }
      return policies.files(keys.files)
    }
    model = VoidedModel(
      group: Self.group,
      initial: [
        Self.group: Self.founders.map(\.id).joined(separator: " "), Self.rules[0]: "0",
        Self.rules[1]: "0",
      ])
  }

  private static func text(_ content: String, at path: String) -> String {
    path == group
      ? "members: [\(content.split(separator: " ").joined(separator: ", "))]\n"
      : "description: Version \(content).\napplies_to: {risk: [critical]}\nrequire: {ticket: \"A-\(content)[0-9]+\"}\n"
  }

  private func pick<Element>(_ elements: [Element]) -> Element {
    elements[Int.random(in: 0..<elements.count, using: &world.random)]
  }

  private var story: Comment { Comment(rawValue: world.story.joined(separator: "\n")) }

  /// A change that two who govern approve; false where the mainline holds something else from then on.
  func step() async throws -> Bool {
    let force = model.state.force
    let path = pick([Self.group, Self.group] + Self.rules)
    var content = "\(Int.random(in: 1...9, using: &world.random))"
    if path == Self.group {
      var members = model.members(force)
      members.formSymmetricDifference([pick(Self.others).id])
      content = members.sorted().joined(separator: " ")
    }
    guard content != force[path] else { return true }
    let able = (Self.founders + Self.others).filter { model.members(force).contains($0.id) }
    let givers = Array(able.shuffled(using: &world.random).prefix(2))
    let branch = try world.branch([world.put(Self.text(content, at: path), at: path)], by: .ben)
    try world.land(world.merge(branch, approvedBy: givers))
    world.tell("\(givers.map(\.id)) approve \(path) = \(content)")
    let isAccepted = model.accept(path, content, by: Set(givers.map(\.id)))
    try await compare()
    isStuck = !isAccepted
    return isAccepted
  }

  private func compare() async throws {
    let before = try world.outlook().cursor.acceptances
    try await world.run()
    let cursor = try world.outlook().cursor
    let known = model.acceptances.count + (model.thief == nil ? 0 : 1)
    #expect(cursor.acceptances == known, "after \(before)\n\(world.story.joined(separator: "\n"))")
    #expect(Set(cursor.voided.map { "\($0.path)" }) == model.voided, story)
  }

  /// Mia's key is marked, with approvals that stand.
  func mark() async throws {
    var mia = Person.mia
    mia.keys[0].compromised = "\(world.now.advanced(by: .hours(-1)))"
    let branch = try world.branch(
      [world.put(mia.yaml(world.keys.files), at: mia.path)], by: .ben)
    try world.land(world.merge(branch, approvedBy: [.kim, .nora, .tom]))
    world.tell("Mia's key is marked")
    model.thief = Person.mia.id
    try await compare()
  }

  /// Those who were always there approve anew what is void, and nothing is any more.
  func heal() async throws {
    let landing = world.tip
    for person in [Person.leo, .nora, .tom] {
      let key = person.keys.first?.name
      let empty = try world.repository.write(
        world.keys.commit(
          try world.tree(of: landing), [landing], by: person, at: world.now, signed: key, "Approve"),
        as: .commit)
      try world.land(
        world.repository.write(
          world.keys.commit(
            try world.tree(of: world.tip), [world.tip, empty], by: person, at: world.now,
            signed: key, "Approve"), as: .commit))
    }
    world.tell("approved anew")
    try await world.run()
    #expect(try world.outlook().cursor.voided.isEmpty, story)
  }
}
