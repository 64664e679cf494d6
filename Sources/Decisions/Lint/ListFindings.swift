import Model

/// Which approvals lists could be met, over all entitlements and subjects that they are asked of.
struct ListFindings {
  private struct Place: Hashable {
    let file: String
    let mark: Mark?
    let origin: String
  }

  fileprivate struct Record {
    let list: Terms.List
    /// Whether somebody could be given access.
    var isEverMet = false
    /// What it lacks where it could not be met whoever asks.
    var lack: (feasibility: Feasibility, terms: Terms)?
    /// Who could ask and would find nobody, and for what.
    var stranded: Set<IdentityID> = []
    var entitlements: Set<EntitlementName> = []
  }

  /// A list that is asked of one kind, and is met whoever of them asks.
  private struct Settled: Hashable {
    let place: Place
    let kind: Int
    let assurance: Assurance
    let owner: Owner?
  }

  private var records: [Place: Record] = [:]
  private var settled: Set<Settled> = []

  /// Looks at who of the kind at `place` could get `list` met.
  mutating func note(_ list: Terms.List, _ terms: Terms, at place: Int, in linter: inout Linter) {
    guard !list.lines.isEmpty else { return }
    let key = Place(file: list.file, mark: list.lines.first?.mark, origin: list.origin)
    var record = records[key] ?? Record(list: list)
    let question = Settled(
      place: key, kind: place, assurance: terms.assurance,
      owner: list.names(.owner) ? terms.system.owner : nil)
    if record.isEverMet, settled.contains(question) { return }
    let kind = linter.kinds.kinds[place]
    // Only where the list asks sponsors does it matter who they are.
    let groups = list.names(.sponsor) ? kind.bySponsor : [(sponsor: nil, members: kind.members)]
    var isSettled = true
    for (sponsor, members) in groups {
      let feasibility = linter.reach.feasibility(
        of: list, terms.assurance, owner: terms.system.owner, sponsor: sponsor)
      let eligible = linter.kinds.eligible(of: members, by: terms.entitlement.eligible)
      if feasibility.isMet, feasibility.indispensable.isEmpty {
        record.isEverMet = record.isEverMet || !eligible.isEmpty
      } else {
        isSettled = false
        record.note(eligible, feasibility, terms, linter.policy)
      }
    }
    if isSettled { settled.insert(question) }
    records[key] = record
  }

  var findings: [PolicyFinding] { records.values.compactMap(finding) }

  private func finding(_ record: Record) -> PolicyFinding? {
    guard !record.stranded.isEmpty else { return nil }
    let names = listed(record.entitlements.sorted().map(\.description))
    let people = listed(record.stranded.sorted().map(\.text))
    if record.isEverMet {
      return PolicyFinding(
        .subjectWithoutApprover,
        "\(people) may ask for \(names) and would find too few others for what \(record.list.origin) "
          + "asks",
        at: record.location(of: 0), hint: "name more people, or let somebody else ask")
    }
    guard let lack = record.lack else {
      return PolicyFinding(
        .impossibleApproval,
        "nobody but those who would ask, or their owners, could give what \(record.list.origin) asks "
          + "for: \(people)",
        at: record.location(of: 0), hint: "name somebody who may not ask for it")
    }
    let place = lack.feasibility.missing.firstIndex { $0 > 0 } ?? 0
    let line = record.list.lines[place]
    let with = lack.terms.assurance == .hardware ? "security key" : "usable key"
    return PolicyFinding(
      .impossibleApproval,
      "nobody could give what \(record.list.origin) asks for: "
        + "\(listed(line.from.map(\.description), joinedBy: "or")) would need "
        + "\(lack.feasibility.missing[place]) more active with a \(with)",
      at: record.location(of: place), hint: "name people who could sign, or ask for fewer")
  }
}

extension ListFindings.Record {
  fileprivate func location(of place: Int) -> SourceLocation {
    SourceLocation(file: list.file, mark: list.lines[place].mark)
  }

  /// Looks at each of `subjects`, for whom the list is met only without those that it cannot do without.
  fileprivate mutating func note(
    _ subjects: some Sequence<IdentityID>, _ feasibility: Feasibility, _ terms: Terms,
    _ policy: Policy
  ) {
    for subject in subjects {
      let barred = policy.personBarred(by: subject)
      if feasibility.isMet, !(barred.map(feasibility.indispensable.contains) ?? false) {
        isEverMet = true
        continue
      }
      if !feasibility.isMet, lack == nil { lack = (feasibility, terms) }
      stranded.insert(subject)
      entitlements.insert(terms.name)
    }
  }
}
