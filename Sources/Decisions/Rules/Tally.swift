import Model

/// The approvals of one request held against every `approvals` list.
struct Tally {
  let requirements: [RequirementStatus]
  /// The approvals that count for at least one line, by person and commit.
  let counted: [SeenApproval]
  /// Why the others do not count.
  let notes: [Reason]

  private let lists: [Terms.List]
  private let electorate: Electorate

  init(
    _ counted: [SeenApproval], notes: [Reason], lists: [Terms.List], electorate: Electorate,
    mayApprove: (IdentityID) -> Bool
  ) {
    let people = Set(counted.map(\.approval.person))
    self.counted = counted
    self.notes = notes
    self.lists = lists
    self.electorate = electorate
    requirements = lists.map { electorate.status(of: $0, people, mayApprove: mayApprove) }
  }

  /// Whether every list is satisfied.
  var isComplete: Bool { requirements.allSatisfy(\.isSatisfied) }

  /// Whether approvals by `people` alone satisfy every list.
  func isMet(by people: Set<IdentityID>) -> Bool { electorate.satisfies(lists, by: people) }
}

extension Electorate {
  /// Whether `people` satisfy each of `lists`; the same person may serve several.
  func satisfies(_ lists: [Terms.List], by people: Set<IdentityID>) -> Bool {
    lists.allSatisfy { assignment(of: people, to: $0.lines).isComplete }
  }

  fileprivate func status(
    of list: Terms.List, _ people: Set<IdentityID>, mayApprove: (IdentityID) -> Bool
  ) -> RequirementStatus {
    let assignment = assignment(of: people, to: list.lines)
    let lines = list.lines.enumerated().map { place, line in
      let candidates =
        assignment.missing[place] == 0
        ? []
        : linesThatHelp(place, of: list.lines, assignment)
          .reduce(into: Set<IdentityID>()) { $0.formUnion(self.people(in: $1)) }
          .filter { !people.contains($0) && mayApprove($0) }
      return LineStatus(
        line: line, met: assignment.taken[place], missing: assignment.missing[place],
        candidates: candidates.sorted())
    }
    return RequirementStatus(
      location: SourceLocation(file: list.file, mark: list.lines.first?.mark),
      origin: list.origin, lines: lines)
  }

  /// The lines through which another approval would fill the line at `place`: itself, and every line
  /// whose people could move over once somebody else takes theirs.
  private func linesThatHelp(
    _ place: Int, of lines: [ApprovalLine], _ assignment: Assignment
  ) -> [ApprovalLine] {
    var found = [place]
    var next = 0
    while next < found.count {
      for other in lines.indices where !found.contains(other) {
        let canMove = assignment.taken[other].contains { names($0, in: lines[found[next]]) }
        if canMove { found.append(other) }
      }
      next += 1
    }
    return found.map { lines[$0] }
  }
}
