import Model

/// Whether an approvals list can be met at all, and without whom it could not.
struct Feasibility {
  let isMet: Bool
  /// The people each of whom the list cannot do without: where one of them asks, nobody can approve.
  let indispensable: Set<IdentityID>
  /// How many each line lacks where everybody signs who can.
  let missing: [Int]
  /// All who could sign for some line.
  let people: Set<IdentityID>
}

/// Who could sign what under one policy at one time; each question is answered once.
struct PossibleSigners {
  let policy: Policy
  let standing: GoodStanding
  private var able: [Assurance: Set<IdentityID>] = [:]
  private var known: [Key: Feasibility] = [:]

  private struct Key: Hashable {
    /// The entitlement or rule, of which each has one list.
    let origin: String
    let assurance: Assurance
    /// Present where the list speaks of the system's owner.
    let owner: Owner?
    /// Present where the list speaks of the subject's sponsor.
    let sponsor: IdentityID?
  }

  init(_ policy: Policy, at now: Instant) {
    self.policy = policy
    standing = GoodStanding(
      policy: policy, overlay: TipOverlay(inactive: [:], compromised: []), now: now)
  }

  /// The active people who could make a signature of `assurance` now.
  mutating func signers(_ assurance: Assurance) -> Set<IdentityID> {
    if let found = able[assurance] { return found }
    let found = Set(
      policy.people.keys.filter {
        standing.isActive($0) && policy.canSign($0, for: assurance, at: standing.now)
      })
    able[assurance] = found
    return found
  }

  /// Whether `list` could be met for a system of `owner` and a subject with `sponsor`.
  mutating func feasibility(
    of list: Terms.List, _ assurance: Assurance, owner: Owner, sponsor: IdentityID?
  ) -> Feasibility {
    let key = Key(
      origin: list.origin, assurance: assurance, owner: list.names(.owner) ? owner : nil,
      sponsor: list.names(.sponsor) ? sponsor : nil)
    if let found = known[key] { return found }
    let electorate = Electorate(policy: policy, owner: owner, sponsor: sponsor)
    let found = electorate.feasibility(of: list.lines, among: signers(assurance))
    known[key] = found
    return found
  }
}

extension Electorate {
  /// Whether `lines` could be met by those of `signers` whom they name.
  fileprivate func feasibility(
    of lines: [ApprovalLine], among signers: Set<IdentityID>
  ) -> Feasibility {
    let seats = lines.reduce(0) { $0 + $1.count }
    let named = lines.map { people(in: $0).intersection(signers) }
    // A line with more people than there are seats is always filled, also when one of them is missing.
    let slots = zip(lines, named).map { line, people in
      Assignment.Slot(count: line.count, people: Array(people.sorted().prefix(seats + 1)))
    }
    let whole = Assignment(slots: slots)
    // Without whoever has no seat the same assignment stands.
    let seated = whole.isComplete ? Set(whole.taken.joined()) : []
    let indispensable = seated.filter { person in
      !Assignment(
        slots: slots.map { slot in
          Assignment.Slot(count: slot.count, people: slot.people.filter { $0 != person })
        }
      ).isComplete
    }
    return Feasibility(
      isMet: whole.isComplete, indispensable: indispensable, missing: whole.missing,
      people: named.reduce(into: []) { $0.formUnion($1) })
  }
}

extension Terms.List {
  /// Whether some line takes people by `selector`.
  func names(_ selector: ApproverSelector) -> Bool {
    lines.contains { $0.from.contains(selector) }
  }
}

extension Policy {
  /// The subjects for whom one of `people` may not approve: they themselves and workloads of theirs alone.
  func subjects(barring people: Set<IdentityID>) -> Set<IdentityID> {
    people.reduce(into: people) { subjects, person in
      subjects.formUnion(workloads(ownedBy: person).filter { personBarred(by: $0) == person })
    }
  }

  /// The one person besides the subject who may not approve because it is for them: nobody of a group
  /// that owns a workload, of which only whoever asked is barred.
  func personBarred(by subject: IdentityID) -> IdentityID? {
    guard case .person(let owner) = workloads[subject]?.owner else {
      return people[subject] == nil ? nil : subject
    }
    return owner
  }
}
