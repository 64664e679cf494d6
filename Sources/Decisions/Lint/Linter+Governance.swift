package import Model

/// What of `policy` could lock everybody out: `lint`'s findings about quorums alone.
package func quorumFindings(_ policy: Policy, at now: Instant) -> [PolicyFinding] {
  var possible = PossibleSigners(policy, at: now)
  return Quorums(policy: policy, signers: possible.signers(.personal)).findings()
}

extension Linter {
  /// Governance lines that one person's absence makes impossible.
  mutating func governanceFindings() -> [PolicyFinding] {
    Quorums(policy: policy, signers: possible.signers(.personal)).findings()
  }
}

/// Who is left to govern when somebody wrote the change, left, or lost a key.
///
/// An author approves nothing of what they wrote, a leaver and whoever lost their only key nothing at all, and nobody
/// a change of their own file. The line of the settings mends all others, so it has to survive a leaver whose
/// replacement one of the rest writes; a line of people's files, that a colleague offboards one of those whom it names.
struct Quorums {
  let policy: Policy
  /// The active people who could sign now.
  let signers: Set<IdentityID>

  /// Of a line that asks for more nobody tries who might be missing: a branch of anybody's may propose it.
  private static let mostSeats = 12

  func findings() -> [PolicyFinding] {
    policy.settings.governance.compactMap(fragility) + unsponsored() + unreleasable()
  }

  // MARK: Lines

  private func fragility(of line: GovernanceLine) -> PolicyFinding? {
    let slots = slots(of: line, changing: anybodys, leeway: 2)
    guard Assignment(slots: slots).isComplete else {
      return finding(line, "too few active people with a usable key are left to approve a change")
    }
    guard slots.reduce(0, { $0 + $1.count }) <= Quorums.mostSeats else { return nil }
    let settings = RepositoryPath(Settings.file)
    let isSettings = policy.settings.governance(of: settings) == line
    for first in seated(in: slots) {
      let rest = slots.map { $0.without(first) }
      guard Assignment(slots: rest).isComplete else {
        return finding(
          line,
          "nobody could approve what `\(first)` wrote, nor anything once they left or lost their key"
        )
      }
      let isOwnFile = governs(line, fileOf: first)
      guard isSettings || isOwnFile else { continue }
      for second in seated(in: rest)
      where !Assignment(slots: rest.map { $0.without(second) }).isComplete {
        return finding(
          line,
          isOwnFile
            ? "if `\(first)` left, `\(second)` could not offboard them: whoever writes it approves nothing of it, "
              + "and too few others are left"
            : "if `\(first)` left or lost their key, nobody could approve what `\(second)` wrote")
      }
    }
    return nil
  }

  private func finding(_ line: GovernanceLine, _ message: String) -> PolicyFinding {
    let patterns = listed(line.patterns.map(\.text))
    return PolicyFinding(
      .fragileGovernance, "\(patterns): \(message)",
      at: SourceLocation(file: Settings.file, mark: line.mark),
      hint: "name more people who can sign, or ask for fewer of them")
  }

  /// Whether `line` governs the file of `person`.
  private func governs(_ line: GovernanceLine, fileOf person: IdentityID) -> Bool {
    policy.people[person].map { RepositoryPath($0.file) }
      .flatMap(policy.settings.governance(of:)) == line
  }

  // MARK: Sponsors

  /// Third parties whose files take a sponsor's approval that nobody could give beside the others'.
  private func unsponsored() -> [PolicyFinding] {
    let asking = policy.settings.governance.filter { line in
      line.approvals.contains { $0.from.contains(.sponsor) }
    }
    guard !asking.isEmpty else { return [] }
    return policy.people.values.sorted { $0.id < $1.id }.compactMap { person in
      let file = RepositoryPath(person.file)
      guard person.sponsor != nil, let line = policy.settings.governance(of: file),
        asking.contains(line)
      else { return nil }
      let slots = slots(of: line, changing: file, leeway: 1).map { $0.without(person.id) }
      guard !Assignment(slots: slots).isComplete else { return nil }
      return PolicyFinding(
        .fragileGovernance,
        "nobody could extend the contract of `\(person.id)`: it takes the sponsor, and beside them too few others are left",
        at: SourceLocation(file: person.file, mark: person.marks.sponsor),
        hint: "name a sponsor with a key who is not needed for the line's other approvals")
    }
  }

  // MARK: Brakes

  /// People whom a brake would stop for good: a release takes what makes somebody active, without them.
  private func unreleasable() -> [PolicyFinding] {
    guard let settings = policy.settings.governance(of: RepositoryPath(Settings.file)) else {
      return []
    }
    // Who is not needed for any line can be released by the rest.
    let needed = policy.settings.governance.reduce(into: Set<IdentityID>()) {
      $0.formUnion(seated(in: slots(of: $1, changing: anybodys, leeway: 1)))
    }
    return needed.sorted().compactMap { id in
      guard let person = policy.people[id] else { return nil }
      let file = RepositoryPath(person.file)
      let lines = [policy.settings.governance(of: file), settings].compactMap(\.self)
      let isReleasable = lines.allSatisfy { line in
        Assignment(slots: slots(of: line, changing: file, leeway: 1).map { $0.without(id) })
          .isComplete
      }
      guard !isReleasable else { return nil }
      return PolicyFinding(
        .unreleasableBrake,
        "nobody could release a brake on `\(id)`, which anybody may pull: too few others are left to approve it",
        at: SourceLocation(file: person.file, mark: person.marks.status),
        hint:
          "name more people who can sign in the lines that govern \(person.file) and \(Settings.file)"
      )
    }
  }

  // MARK: Slots

  /// A path of no person's file.
  private var anybodys: RepositoryPath { RepositoryPath(Settings.file) }

  /// The lines of `line` with those who could sign, no more of each than could matter when `leeway` are missing.
  private func slots(
    of line: GovernanceLine, changing path: RepositoryPath, leeway: Int
  ) -> [Assignment.Slot] {
    let lines = policy.approvalLines(of: line, changing: path, to: nil)
    let seats = lines.reduce(0) { $0 + $1.count }
    return lines.map { asked in
      let people = policy.governors(named: asked.from, changing: path)
        .filter(signers.contains)
      return Assignment.Slot(count: asked.count, people: Array(people.prefix(seats + leeway)))
    }
  }

  /// Who has a seat in one assignment, sorted: without anybody else it stands.
  private func seated(in slots: [Assignment.Slot]) -> [IdentityID] {
    Set(Assignment(slots: slots).taken.joined()).sorted()
  }
}

extension Assignment.Slot {
  fileprivate func without(_ person: IdentityID) -> Assignment.Slot {
    Assignment.Slot(count: count, people: people.filter { $0 != person })
  }
}
