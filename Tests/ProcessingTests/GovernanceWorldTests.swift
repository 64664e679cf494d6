import FoundationEssentials
import Git
import Model
import Processing
import TestSupport
import Testing

/// Random landings, approvals, reverts, replays and brakes, held against the plain model of DESIGN section 6.
@Suite struct GovernanceWorldTests {
  @Test(
    "63, 64, 65: what is in force and who is stopped is what a plain model says",
    arguments: GovernanceWorldTests.seeds)
  func agrees(_ seed: UInt64) async throws {
    let world = try await GovernanceWorld(seed: seed)
    for _ in 0..<25 { try await world.step() }
    try await world.findWayOut()
  }

  /// A share of them unless more are asked for (`make worlds`).
  static let seeds: [UInt64] = {
    let environment = ProcessInfo.processInfo.environment
    if let one = environment["COUNTERSIGN_SEED"].flatMap(UInt64.init) { return [one] }
    return Array(1...(environment["COUNTERSIGN_WORLDS"].flatMap(UInt64.init) ?? 40))
  }()
}

/// A world in which policies change, with the model beside it.
final class GovernanceWorld {
  private let world: World
  private var model: GovernanceModel
  /// The mainline's commits, the anchor first.
  private var commits: [ObjectID]
  /// What landed since the last run.
  private var unseen: [GovernanceModel.Landing] = []
  private static let rules = ["policies/rules/one.yaml", "policies/rules/two.yaml"]
  private static let security: [Person] = [.mia, .leo, .nora, .tom]
  private static let everybody: [Person] = [.mia, .leo, .nora, .tom, .kim, .lena, .ben, .priya]

  init(seed: UInt64) async throws {
    world = try await World(seed: seed) { keys, _ in
      var policies = AccessRepository.Policies()
      policies.groups["security"] = Self.security.map(\.id)
      for rule in Self.rules { policies.texts[rule] = Self.rule("0") }
      return policies.files(keys.files)
    }
    commits = [world.tip]
    var content: GovernanceModel.Content = [:]
    for rule in Self.rules { content[rule] = "0" }
    for person in Self.everybody { content[person.path] = "active" }
    model = GovernanceModel(
      content, security: Self.security.map(\.id), peopleOps: [Person.kim.id, Person.lena.id])
  }

  private static func rule(_ version: String) -> String {
    """
    description: Version \(version).
    applies_to: {risk: [critical]}
    require: {ticket: "A-\(version)[0-9]+"}

    """
  }

  private func text(_ value: String, at path: String) -> String {
    if Self.rules.contains(path) { return Self.rule(value) }
    var person = Self.everybody.first { $0.path == path } ?? .ben
    person.status = value
    return person.yaml(world.keys.files)
  }

  private func pick<Element>(_ elements: [Element]) -> Element {
    elements[Int.random(in: 0..<elements.count, using: &world.random)]
  }

  private func chance(_ share: Int) -> Bool { Int.random(in: 0..<share, using: &world.random) == 0 }

  private var content: GovernanceModel.Content {
    unseen.last?.content ?? model.landings[model.landings.count - 1].content
  }

  /// One thing that somebody does, and now and then a run.
  func step() async throws {
    switch Int.random(in: 0..<12, using: &world.random) {
    case 0...2: try push(someChange(), by: pick(Self.everybody))
    case 3, 4:
      try merge(
        someChange(), by: pick(Self.everybody), approvedBy: some(Self.security + [.kim, .lena]))
    case 5...8: try approveLate(by: pick(Self.security + [.kim, .lena]), of: somePlace())
    case 9:
      let victim = pick(Self.everybody)
      try push([victim.path: "suspended"], by: pick(Self.everybody), isSigned: !chance(2))
    case 10:
      let back = content.filter { $0.value == "suspended" }.keys.sorted()
      guard !back.isEmpty else { return }
      try push([pick(back): "active"], by: pick(Self.everybody))
    default: world.pass(.hours(Int.random(in: 1...40, using: &world.random)))
    }
    if !chance(3) { try await run() }
  }

  private func someChange() -> [String: String] {
    var change: [String: String] = [:]
    for rule in chance(3) ? Self.rules : [pick(Self.rules)] {
      // Replays and half reverts are among them.
      change[rule] =
        chance(3) ? model.force[rule] ?? "0" : "\(Int.random(in: 1...3, using: &world.random))"
    }
    return change.filter { content[$0.key] != $0.value }
  }

  private func some(_ people: [Person]) -> [Person] {
    Array(people.shuffled(using: &world.random).prefix(Int.random(in: 1...3, using: &world.random)))
  }

  private func somePlace() -> Int {
    let last = commits.count - 1
    return chance(2) ? last : max(0, last - Int.random(in: 0...5, using: &world.random))
  }

  private func changes(_ change: [String: String]) throws -> [TreeChange] {
    try change.sorted { $0.key < $1.key }.map {
      try world.put(text($0.value, at: $0.key), at: $0.key)
    }
  }

  private func push(_ change: [String: String], by person: Person, isSigned: Bool = true) throws {
    guard !change.isEmpty else { return }
    let tree = try world.repository.updateTree(world.tree(of: world.tip), changes(change))
    let commit = try world.repository.write(
      world.keys.commit(
        tree, [world.tip], by: person, at: world.now,
        signed: isSigned ? person.keys.first?.name : nil,
        "Push"), as: .commit)
    try land(
      commit, "\(person.id) pushes \(change)\(isSigned ? "" : ", unsigned")",
      GovernanceModel.Landing(
        content: content.merging(change) { $1 }, makers: [person.id],
        isSigned: isSigned && isUsable(person)))
  }

  private func merge(
    _ change: [String: String], by person: Person, approvedBy approvers: [Person]
  ) throws {
    guard !change.isEmpty else { return }
    let branch = try world.branch(changes(change), by: person)
    try land(
      world.merge(branch, approvedBy: approvers),
      "\(approvers.map(\.id)) merge \(change) of \(person.id)",
      GovernanceModel.Landing(
        content: content.merging(change) { $1 }, makers: [person.id],
        merges: approvers.map(\.id)))
  }

  private func approveLate(by person: Person, of place: Int) throws {
    let (key, landing) = (person.keys.first?.name, commits[place])
    let empty = try world.repository.write(
      world.keys.commit(
        try world.tree(of: landing), [landing], by: person, at: world.now, signed: key, "Approve"),
      as: .commit)
    let merge = try world.repository.write(
      world.keys.commit(
        try world.tree(of: world.tip), [world.tip, empty], by: person, at: world.now, signed: key,
        "Approve"), as: .commit)
    var told = GovernanceModel.Landing(content: content)
    told.late = (person.id, place)
    try land(merge, "\(person.id) approves landing \(place) late", told)
  }

  private func isUsable(_ person: Person) -> Bool { !person.keys.isEmpty }

  private func land(
    _ commit: ObjectID, _ what: String, _ landing: GovernanceModel.Landing
  ) throws {
    try world.land(commit)
    commits.append(commit)
    unseen.append(landing)
    world.tell("\(commits.count - 1): \(what)")
  }

  /// A run, and whether it and the model agree.
  private func run() async throws {
    try await world.run()
    for landing in unseen { model.land(landing, at: world.now) }
    unseen = []
    let cursor = try world.outlook().cursor
    let story = Comment(rawValue: world.story.joined(separator: "\n"))
    for (path, value) in model.force {
      let stands = try blob(at: path, in: cursor.policy)
      let expected = try world.repository.write(Array(text(value, at: path).utf8), as: .blob)
      #expect(stands == expected, "\(path) should be \(value)\n\(story)")
    }
    #expect(
      Set(cursor.brakes.compactMap { $0.identity?.text }) == model.stopped, story)
    #expect(cursor.frozen.isEmpty, story)
  }

  /// What stands at `path` below the folder `policies/` that is `tree`.
  private func blob(at path: String, in tree: ObjectID) throws -> ObjectID? {
    var here: ObjectID? = tree
    for name in path.split(separator: "/").dropFirst() {
      guard let folder = here else { return nil }
      here = try world.repository.tree(folder).first { $0.name == Array(name.utf8) }?.id
    }
    return here
  }

  /// Whatever happened, those who govern get a change of theirs into force.
  func findWayOut() async throws {
    try await run()
    // Back to what is in force and a change again, in one push, then late approvals of it; who is stopped and was
    // taken back is let go with the same.
    try push(model.force.filter { content[$0.key] != $0.value }, by: .ben)
    let wanted = [Self.rules[0]: "way-out"]
    try push(wanted, by: .ben)
    let place = commits.count - 1
    for person in Self.security + [.kim, .lena] { try approveLate(by: person, of: place) }
    try await run()
    let free = Self.security.filter {
      model.force[$0.path] == "active" && !model.stopped.contains($0.id)
    }
    if free.count >= 2 || model.force[Self.rules[0]] == "way-out" {
      #expect(
        model.force[Self.rules[0]] == "way-out",
        Comment(rawValue: world.story.joined(separator: "\n")))
    }
  }
}
