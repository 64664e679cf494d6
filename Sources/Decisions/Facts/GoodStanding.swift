import Model

/// What somebody lacks who is to hold access.
struct Shortfall {
  enum Kind {
    case unknown, inactive, contractOver, sponsorMissing, sponsorInactive, stale
  }

  let kind: Kind
  let message: String
  let location: SourceLocation?

  /// The name of the reason that refuses a request.
  var requestCode: ReasonCode {
    switch kind {
    case .unknown: .unknownSubject
    case .inactive: .inactiveSubject
    case .contractOver: .contractEnded
    case .sponsorMissing: .sponsorMissing
    case .sponsorInactive: .sponsorInactive
    case .stale: .staleIdentity
    }
  }

  /// The name of the reason that takes a grant away; stale facts only keep new ones from being given.
  var revocationCode: ReasonCode? {
    switch kind {
    case .unknown, .inactive: .subjectInactive
    case .contractOver: .contractEnded
    case .sponsorMissing, .sponsorInactive: .sponsorInactive
    case .stale: nil
    }
  }
}

/// Who is in good standing at one moment: known, active, under contract, vouched for.
///
/// A brake counts at once (DESIGN section 6).
struct GoodStanding {
  let policy: Policy
  let overlay: TipOverlay
  let now: Instant

  /// Whether `id` is a person who may act: active, and not past the end of a contract.
  func isActive(_ id: IdentityID) -> Bool {
    policy.people[id].map { absence(of: $0, called: "") == nil } ?? false
  }

  /// What `id` lacks; for a workload, what its owner lacks as well.
  func shortfalls(of id: IdentityID) -> [Shortfall] {
    switch policy.subject(id) {
    case .person(let person): duties(of: person, called: "`\(id)`")
    case .workload(let workload): duties(of: workload)
    case nil:
      [
        Shortfall(
          kind: .unknown, message: "no person and no workload is called `\(id)`", location: nil)
      ]
    }
  }

  private func duties(of workload: Workload) -> [Shortfall] {
    var shortfalls: [Shortfall] = []
    if let status = inactivity(of: workload.id, workload.status, workload.status.rawValue) {
      shortfalls.append(
        Shortfall(
          kind: .inactive, message: "`\(workload.id)` is \(status)",
          location: SourceLocation(file: workload.file, mark: workload.statusMark)))
    }
    if let stale = staleness(of: workload) { shortfalls.append(stale) }
    let owner = SourceLocation(file: workload.file, mark: workload.ownerMark)
    switch workload.owner {
    case .person(let id):
      if let person = policy.people[id] {
        shortfalls += duties(of: person, called: "the owner `\(id)` of `\(workload.id)`")
      } else {
        shortfalls.append(
          Shortfall(
            kind: .inactive, message: "the owner `\(id)` of `\(workload.id)` is no person we know",
            location: owner))
      }
    case .group(let id):
      if !policy.members(of: id).contains(where: isActive) {
        shortfalls.append(
          Shortfall(
            kind: .inactive,
            message: "the owner `group:\(id)` of `\(workload.id)` has no active member",
            location: owner))
      }
    }
    return shortfalls
  }

  private func duties(of person: Person, called name: @autoclosure () -> String) -> [Shortfall] {
    var shortfalls: [Shortfall] = []
    if let status = inactivity(of: person.id, person.status, person.shownStatus) {
      shortfalls.append(
        Shortfall(
          kind: .inactive, message: "\(name()) is \(status)",
          location: location(of: person)))
    }
    if let ended = endedContract(of: person, called: name()) { shortfalls.append(ended) }
    if person.personClass.isThirdParty, let lack = missingSponsor(of: person, called: name()) {
      shortfalls.append(lack)
    }
    let staleAt = person.verified.advanced(by: policy.settings.staleAfter)
    if staleAt <= now {
      shortfalls.append(
        Shortfall(
          kind: .stale,
          message: "the facts about \(name()) were last verified at \(person.verified) and went "
            + "stale at \(staleAt)",
          location: person.verifiedLocation))
    }
    return shortfalls
  }

  private func staleness(of workload: Workload) -> Shortfall? {
    guard let verified = workload.verified else {
      return Shortfall(
        kind: .stale,
        message: "nobody has said when the facts about `\(workload.id)` were verified",
        location: SourceLocation(file: workload.file))
    }
    let staleAt = verified.advanced(by: policy.settings.staleAfter)
    guard staleAt <= now else { return nil }
    return Shortfall(
      kind: .stale,
      message: "the facts about `\(workload.id)` were last verified at \(verified) and went stale "
        + "at \(staleAt)",
      location: SourceLocation(file: workload.file, mark: workload.marks.verified))
  }

  private func missingSponsor(of person: Person, called name: @autoclosure () -> String)
    -> Shortfall?
  {
    let location = SourceLocation(file: person.file, mark: person.marks.sponsor)
    guard let id = person.sponsor else {
      return Shortfall(
        kind: .sponsorMissing,
        message: "\(name()) is a \(person.personClass.rawValue) without a sponsor",
        location: location)
    }
    guard let sponsor = policy.people[id] else {
      return Shortfall(
        kind: .sponsorMissing, message: "the sponsor `\(id)` of \(name()) is no person we know",
        location: location)
    }
    guard !sponsor.personClass.isThirdParty else {
      return Shortfall(
        kind: .sponsorMissing, message: "the sponsor `\(id)` of \(name()) is no employee",
        location: location)
    }
    return absence(of: sponsor, called: "the sponsor `\(id)` of \(name())").map {
      Shortfall(kind: .sponsorInactive, message: $0.message, location: $0.location)
    }
  }

  private func absence(of person: Person, called name: @autoclosure () -> String) -> Shortfall? {
    if let status = inactivity(of: person.id, person.status, person.shownStatus) {
      return Shortfall(
        kind: .inactive, message: "\(name()) is \(status)",
        location: location(of: person))
    }
    return endedContract(of: person, called: name())
  }

  private func endedContract(of person: Person, called name: @autoclosure () -> String)
    -> Shortfall?
  {
    guard let contract = person.contract else {
      guard person.personClass.isThirdParty else { return nil }
      return Shortfall(
        kind: .contractOver,
        message: "\(name()) is a \(person.personClass.rawValue) without a contract",
        location: SourceLocation(file: person.file))
    }
    guard contract.ends <= now else { return nil }
    return Shortfall(
      kind: .contractOver,
      message: "the contract \(contract.reference) of \(name()) ended at \(contract.ends)",
      location: SourceLocation(file: person.file, mark: contract.mark))
  }

  /// Where it stands that `person` may not act; what is in force speaks before what the tip adds.
  private func location(of person: Person) -> SourceLocation {
    guard person.status == .active, let place = overlay.directoryStops[person.id] else {
      return person.statusLocation
    }
    return place
  }

  private func inactivity(
    of id: IdentityID, _ status: IdentityStatus, _ shown: String
  ) -> String? {
    if status != .active { return shown }
    let commit = overlay.commits[id].map { " (commit \($0.short))" } ?? ""
    return overlay.inactive[id].map { "\($0.rawValue) by a brake\(commit)" }
  }
}
