import Model

/// A slow and plain model of DESIGN section 6: what is in force and who is stopped, from what happened alone.
///
/// It knows no git and no signature: whoever made, approved or stopped something is told to it. Everything is computed
/// anew from the whole history each time.
struct GovernanceModel {
  /// A path of `policies/` to what stands there: a version of a rule, or whether somebody is active.
  typealias Content = [String: String]

  struct Approval: Equatable {
    let person: String
    let of: Int
    let seen: Instant
    /// Absent for a late approval.
    let paths: Set<String>?
    let lifts: Set<String>?
  }

  struct Landing {
    var content: Content
    /// Who made the commits that changed something.
    var makers: Set<String> = []
    /// Whose merges approve what it brought.
    var merges: [String] = []
    /// Whose late approval it brought, and of which landing.
    var late: (person: String, of: Int)?
    /// Whether an identity in force signed it, and so stops whom it stops.
    var isSigned = true
  }

  struct Brake: Equatable {
    let person: String
    let landing: Int
  }

  let security: [String]
  let peopleOps: [String]
  /// The anchor first.
  private(set) var landings: [Landing]
  private(set) var force: Content
  private(set) var since = 0
  private(set) var approvals: [Approval] = []
  private(set) var brakes: [Brake] = []
  private var unsigned: [Instant] = []
  private var releases: [(person: String, at: Instant)] = []

  init(_ content: Content, security: [String], peopleOps: [String]) {
    (self.security, self.peopleOps) = (security, peopleOps)
    force = content
    landings = [Landing(content: content)]
  }

  static func file(_ person: String) -> String { "policies/people/\(person).yaml" }
  static func person(_ path: String) -> String? {
    guard path.hasPrefix("policies/people/") else { return nil }
    return String(path.dropFirst("policies/people/".count).dropLast(".yaml".count))
  }

  var stopped: Set<String> { Set(brakes.map(\.person)) }

  private func isActive(_ person: String, in content: Content? = nil) -> Bool {
    (content ?? force)[Self.file(person)] != "suspended"
  }

  /// Takes in `landing`, which a run at `now` sees first.
  mutating func land(_ landing: Landing, at now: Instant) {
    landings.append(landing)
    let place = landings.count - 1
    noteApprovals(place, at: now)
    pullBrakes(place, at: now)
    decide(at: place, now)
  }

  private mutating func noteApprovals(_ place: Int, at now: Instant) {
    let (landing, before) = (landings[place], landings[place - 1])
    var new: [Approval] = []
    if let late = landing.late, isActive(late.person),
      landings[late.of].content != force || !brakes.isEmpty
    {
      new = [Approval(person: late.person, of: late.of, seen: now, paths: nil, lifts: nil)]
    }
    let changed = Set(landing.content.keys).filter { landing.content[$0] != before.content[$0] }
    for person in landing.merges where isActive(person) {
      let paths = before.content == force ? changed : []
      let lifts = changed.filter { path in
        before.content[path] == "suspended" && stopped.contains(Self.person(path) ?? "")
      }
      guard !paths.isEmpty || !lifts.isEmpty else { continue }
      new.append(
        Approval(person: person, of: place, seen: now, paths: paths, lifts: Set(lifts)))
    }
    approvals.removeAll { old in new.contains { $0.person == old.person } }
    approvals += new
  }

  private mutating func pullBrakes(_ place: Int, at now: Instant) {
    let (landing, before) = (landings[place], landings[place - 1])
    unsigned.removeAll { $0.advanced(by: .seconds(86_400)) <= now }
    releases.removeAll { $0.at.advanced(by: .seconds(7 * 86_400)) <= now }
    for (path, value) in landing.content.sorted(by: { $0.key < $1.key })
    where value == "suspended" && before.content[path] != "suspended" {
      guard let person = Self.person(path), isActive(person) else { continue }
      // Whoever has left, or is stopped, pulls no more brakes than nobody.
      let counts = landing.makers.allSatisfy { isActive($0) && !stopped.contains($0) }
      if !landing.isSigned || !counts {
        guard unsigned.count < 3, !releases.contains(where: { $0.person == person }) else {
          continue
        }
        unsigned.append(now)
      }
      // Whoever is stopped anew is let go by nothing that landed before.
      brakes.removeAll { $0.person == person }
      brakes.append(Brake(person: person, landing: place))
    }
  }

  private mutating func decide(at place: Int, _ now: Instant) {
    let counting = approvals.filter {
      now < $0.seen.advanced(by: .seconds(7 * 86_400)) && isActive($0.person)
    }
    let candidates = Set(counting.map(\.of)).sorted(by: >)
    let accepted = candidates.first { isAccepted($0, counting) }
    let released = brakes.filter { brake in
      candidates.contains { isReleased(brake, by: $0, counting, accepted) }
    }
    brakes.removeAll(where: released.contains)
    releases += released.map { ($0.person, now) }
    guard let accepted else {
      // What those approved who are let go counts now.
      return released.isEmpty ? () : decide(at: place, now)
    }
    force = landings[accepted].content
    since = place
    approvals = []
    brakes = brakes.filter { isActive($0.person) }
  }

  private func isAccepted(_ place: Int, _ counting: [Approval]) -> Bool {
    let content = landings[place].content
    guard place > since, content != force, isLivable(content) else { return false }
    return content.keys.filter { content[$0] != force[$0] }.allSatisfy { path in
      let givers = Set(
        counting.filter { $0.of == place && ($0.paths?.contains(path) ?? true) }.map(\.person)
      )
      .subtracting(authors(of: path, upTo: place) { $0 == force[path] })
      .subtracting(stopped).subtracting([Self.person(path) ?? ""])
      let isGift = force[path] == "suspended"
      return isEnough(givers, for: path) && (!isGift || givers.intersection(security).count >= 2)
    }
  }

  private func isEnough(_ givers: Set<String>, for path: String) -> Bool {
    Self.person(path) == nil
      ? givers.intersection(security).count >= 2 : !givers.isDisjoint(with: peopleOps)
  }

  /// Whether each line could still be satisfied, if it could before.
  private func isLivable(_ content: Content) -> Bool {
    func lives(_ group: [String], _ count: Int) -> Bool {
      group.count { isActive($0, in: content) } >= count || group.count { isActive($0) } < count
    }
    return lives(security, 2) && lives(peopleOps, 1)
  }

  /// Who changed `path` since the mainline last held there what `isEnd` says.
  private func authors(of path: String, upTo place: Int, until isEnd: (String?) -> Bool) -> Set<
    String
  > {
    var found: Set<String> = []
    for place in (1...place).reversed() {
      if isEnd(landings[place].content[path]) { break }
      if landings[place].content[path] != landings[place - 1].content[path] {
        found.formUnion(landings[place].makers)
      }
    }
    return found
  }

  private func isReleased(
    _ brake: Brake, by place: Int, _ counting: [Approval], _ accepted: Int?
  ) -> Bool {
    let path = Self.file(brake.person)
    let value = landings[place].content[path]
    guard place > brake.landing, value != "suspended", value == force[path] || accepted == place
    else { return false }
    let lifters = authors(of: path, upTo: place) { $0 == "suspended" }
    let givers = Set(
      counting.filter { $0.of == place && ($0.lifts?.contains(path) ?? true) }.map(\.person)
    ).subtracting(lifters).subtracting([brake.person])
    func isMet(_ group: [String], _ count: Int) -> Bool {
      let free = group.filter { $0 != brake.person && isActive($0) && !stopped.contains($0) }
      let may = free.count >= count ? givers.subtracting(stopped) : givers
      return may.intersection(group).count >= count
    }
    return isMet(peopleOps, 1) && isMet(security, 2)
  }
}
