package import Model

/// Holds what connectors found on their targets against the grants that have not ended.
///
/// - Parameters:
///   - found: Of each system whose connector answered, all access to what it gives.
///   - live: The grants that have not ended.
///   - adopted: GoodStanding access that somebody answers for.
///   - policy: The policy in force.
///   - now: The time that counts.
/// - Returns: Where the two differ, sorted by system, kind, subject and target.
package func discrepancies(
  in found: [SystemID: [TargetAccess]], live: [Grant], adopted: [AdoptedAccess] = [],
  under policy: Policy, at now: Instant
) -> [AccessFinding] {
  let standing = GoodStanding(
    policy: policy, overlay: TipOverlay(inactive: [:], compromised: []), now: now)
  var explained: Set<Place> = []
  var meant: Set<Place> = []
  var differing: [AccessFinding] = []
  var findings: [AccessFinding] = []
  let holders = Dictionary(live.map { ("\($0.id)", $0.subject.text) }) { $1 }
  // A target that keeps the grant may know its holder by another name.
  let there = Set(
    found.flatMap { system, listed in
      listed.map { access in
        Place(system, access.grant.flatMap { holders[$0] } ?? access.subject, access.target)
      }
    })
  for grant in live where grant.connector != nil && grant.wait != .start {
    guard found[grant.system] != nil, let system = policy.systems[grant.system],
      let target = system.connector.targets[grant.entitlement]
    else { continue }
    let place = Place(grant.system, grant.subject.text, target)
    explained.insert(place)
    let isMeant = grant.presence(at: now)?.isMeant ?? false
    if isMeant { meant.insert(place) }
    let kind: AccessFinding.Kind
    switch (isMeant, there.contains(place)) {
    case (true, false) where grant.state.isGiven: kind = .missing
    case (false, true): kind = .overdue
    default: continue
    }
    differing.append(
      AccessFinding(
        kind: kind, system: grant.system, owner: system.owner, subject: grant.subject.text,
        target: target, grant: grant.id))
  }
  // What one grant should have given up another may still give.
  findings += differing.filter {
    $0.kind == .missing || !meant.contains(Place($0.system, $0.subject, $0.target))
  }
  for place in there.subtracting(explained) {
    guard let system = policy.systems[place.system] else { continue }
    let shortfalls = IdentityID(place.subject).map { standing.shortfalls(of: $0) }
    let isHere = shortfalls?.allSatisfy { $0.kind == .stale } ?? false
    // Nobody answers for what is left of somebody who has left.
    let hasLeft = !isHere && shortfalls?.contains { $0.kind != .unknown } ?? false
    let answer = adopted.first { found in
      found.system == place.system && found.item.subject.utf8.elementsEqual(place.subject.utf8)
        && found.item.target.utf8.elementsEqual(place.target.utf8) && now < found.reviewBy
        && standing.isActive(found.owner) && policy.people(of: system.owner).contains(found.owner)
    }
    findings.append(
      AccessFinding(
        kind: answer != nil && !hasLeft ? .adopted : isHere ? .standing : .leftover,
        system: place.system, owner: system.owner, subject: place.subject, target: place.target,
        adopted: hasLeft ? nil : answer))
  }
  return findings.sorted { $0.order < $1.order }
}

/// One subject's access to one thing on one target.
private struct Place: Hashable {
  let system: SystemID
  let subject: String
  let target: String

  init(_ system: SystemID, _ subject: String, _ target: String) {
    self.system = system
    self.subject = subject
    self.target = target
  }
}

extension AccessFinding {
  fileprivate var order: (String, String, String, String) {
    (system.text, kind.rawValue, subject, target)
  }
}
