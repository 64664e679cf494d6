import Model

enum GovernanceKeys: String, CaseIterable {
  case paths, approvals
}

extension Field {
  /// The lines that say who may change what; the settings themselves must be governed.
  func governance(_ findings: inout Findings) -> [GovernanceLine] {
    let items = list(mayBeEmpty: false, &findings)
    let lines = items.compactMap { $0.governanceLine(&findings) }
    let settings = RepositoryPath(Settings.file)
    let isGoverned = lines.contains { $0.patterns.contains { $0.matches(settings) } }
    if !items.isEmpty, lines.count == items.count, !isGoverned {
      findings.fault(
        "no line governs `\(Settings.file)`, so that nobody could ever change it", at: mark,
        hint: "add `- {paths: [\"policies/**\"], approvals: […]}`")
    }
    return lines
  }

  private func governanceLine(_ findings: inout Findings) -> GovernanceLine? {
    guard let fields = Fields<GovernanceKeys>(element, of: "a line of governance", &findings)
    else { return nil }
    let patterns = fields.required(.paths, example: "[\"policies/**\"]", &findings).map { field in
      distinct(field.list(mayBeEmpty: false, &findings), &findings) { $0.pathPattern(&$1) }
    }
    let isOfPeople = patterns.map { !$0.isEmpty && $0.allSatisfy(\.isOfPeople) } ?? false
    let approvals = fields.required(
      .approvals, example: "[{count: 1, from: [group:<id>]}]", &findings)?
      .approvals(isOfPeople ? .peopleGovernance : .governance, &findings)
    guard let patterns, let approvals else { return nil }
    for line in approvals where line.takesSponsorsOnly && line.count > 1 {
      findings.fault(
        "a person has one sponsor, where \(line.count) are asked for", at: line.mark,
        hint: "write `count: 1`")
    }
    if !approvals.isEmpty, approvals.allSatisfy(\.takesSponsorsOnly) {
      findings.fault(
        "nobody would have to approve a change of an employee's file, who has no sponsor", at: mark,
        hint: "ask somebody else as well, such as `{count: 1, from: [group:people-ops]}`")
    }
    return GovernanceLine(patterns: patterns, approvals: approvals, mark: mark)
  }

  private func pathPattern(_ findings: inout Findings) -> PathPattern? {
    let expected = "a path pattern such as `policies/people/**`"
    guard let (text, _) = scalar(expected: expected, &findings) else { return nil }
    guard !text.isEmpty, text.utf8.count <= Limits.location,
      !text.utf8.contains(UInt8(ascii: "\n"))
    else { return refuse(expected: expected, &findings) }
    guard let pattern = PathPattern(text) else {
      let hint =
        text.utf8.first == UInt8(ascii: "/")
        ? "patterns start at the root without a `/`"
        : "`**` is a whole segment, and no segment is empty, `.` or `..`"
      return refuse(expected: expected, hint: hint, &findings)
    }
    return pattern
  }
}
