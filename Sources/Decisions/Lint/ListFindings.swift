import Model

/// Which approvals lists could be met, over all entitlements and subjects that they are asked of.
struct ListFindings {
  private struct Place: Hashable {
    let file: String
    let mark: Mark?
    let origin: String
  }

  /// One list as one entitlement or rule asks it for one entitlement.
  struct Question {
    let list: Terms.List
    let system: TargetSystem
    let entitlement: Entitlement
    let assurance: Assurance

    var name: EntitlementName {
      EntitlementName(system: system.id, entitlement: entitlement.name)
    }
  }

  fileprivate struct Record {
    let list: Terms.List
    /// Whether somebody could be given access.
    var isEverMet = false
    /// What it lacks where it could not be met whoever asks.
    var lack: (feasibility: Feasibility, assurance: Assurance)?
    /// Who could ask and would find nobody, and for what.
    var stranded: Set<IdentityID> = []
    var entitlements: Set<EntitlementName> = []
  }

  /// What decides who could get a list met.
  private struct Circumstances: Hashable {
    let place: Place
    let assurance: Assurance
    let owner: Owner?
  }

  private var records: [Place: Record] = [:]
  /// The kinds all of whom get the list met, whoever of them asks.
  private var settled: [Circumstances: Set<Int>] = [:]

  /// Looks at who of the kinds at `places` could get the list met.
  mutating func note(_ question: Question, at places: [Int], in linter: inout Linter) {
    let list = question.list
    guard !list.lines.isEmpty else { return }
    let key = Place(file: list.file, mark: list.lines.first?.mark, origin: list.origin)
    var record = records[key] ?? Record(list: list)
    let isSponsored = list.names(.sponsor)
    let circumstances = Circumstances(
      place: key, assurance: question.assurance,
      owner: list.names(.owner) ? question.system.owner : nil)
    var settled = settled[circumstances] ?? []
    for place in places where !record.isEverMet || !settled.contains(place) {
      if !isSponsored, record.isEverMet {
        // Whoever it is, the same people are asked; where they suffice for anybody nothing is left to say.
        let feasibility = linter.possible.feasibility(
          of: list, question.assurance, owner: question.system.owner, sponsor: nil)
        if feasibility.isMet, feasibility.indispensable.isEmpty { break }
      }
      if note(question, at: place, &record, in: &linter) { settled.insert(place) }
    }
    self.settled[circumstances] = settled
    records[key] = record
  }

  /// Looks at who of the kind at `place` could get the list met; says whether all could.
  private func note(
    _ question: Question, at place: Int, _ record: inout Record, in linter: inout Linter
  ) -> Bool {
    let list = question.list
    let kind = linter.kinds.kinds[place]
    // Only where the list asks sponsors does it matter who they are.
    let groups = list.names(.sponsor) ? kind.bySponsor : [(sponsor: nil, members: kind.members)]
    var isSettled = true
    for (sponsor, members) in groups {
      let feasibility = linter.possible.feasibility(
        of: list, question.assurance, owner: question.system.owner, sponsor: sponsor)
      let eligible = linter.kinds.eligible(of: members, by: question.entitlement.eligible)
      guard feasibility.isMet else {
        isSettled = false
        record.note(eligible, lacking: feasibility, question)
        continue
      }
      // Only those without whom it could not be met, and what they own, are the worse for asking.
      let barred = linter.policy.subjects(barring: feasibility.indispensable)
      if !record.isEverMet { record.isEverMet = eligible.contains { !barred.contains($0) } }
      let stranded = barred.filter { members.containsSorted($0) }.sorted()
      guard !stranded.isEmpty else { continue }
      isSettled = false
      record.note(
        linter.kinds.eligible(of: stranded, by: question.entitlement.eligible), lacking: nil,
        question)
    }
    return isSettled
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
    let with = lack.assurance == .hardware ? "security key" : "usable key"
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

  /// Notes that each of `subjects` could not get the list met: nobody could where something is lacking.
  fileprivate mutating func note(
    _ subjects: some Sequence<IdentityID>, lacking feasibility: Feasibility?,
    _ question: ListFindings.Question
  ) {
    for subject in subjects {
      if let feasibility, lack == nil { lack = (feasibility, question.assurance) }
      stranded.insert(subject)
      entitlements.insert(question.name)
    }
  }
}

extension [IdentityID] {
  /// Whether `id` is among these, which are sorted.
  fileprivate func containsSorted(_ id: IdentityID) -> Bool {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if self[middle] < id { low = middle + 1 } else { high = middle }
    }
    return low < count && self[low] == id
  }
}
