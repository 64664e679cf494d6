internal import Model

extension Governance {
  /// Who has approved a change of `path`, what is missing, and who could give it.
  func status(
    of path: RepositoryPath, by line: GovernanceLine, origin: String, approvals: [SeenApproval],
    authors: Set<IdentityID>
  ) -> RequirementStatus {
    let asked = judge(path, by: line, approvals: approvals, authors: authors).requirement.lines
    let assignment = Assignment(
      slots: asked.map { Assignment.Slot(count: $0.count, people: $0.approvals.map(\.person)) })
    let counted = Set(asked.flatMap { $0.approvals.map(\.person) })
    let lines = policy.approvalLines(of: line, changing: path, to: proposed).enumerated().map {
      place, asked in
      let candidates =
        assignment.missing[place] == 0
        ? []
        : policy.governors(named: asked.from, changing: path).filter {
          !counted.contains($0) && !authors.contains($0) && !isOwnFile(path, of: $0) && canSign($0)
        }
      return LineStatus(
        line: asked, met: assignment.taken[place], missing: assignment.missing[place],
        candidates: candidates)
    }
    return RequirementStatus(
      location: SourceLocation(file: Settings.file, mark: line.mark), origin: origin, lines: lines)
  }
}
