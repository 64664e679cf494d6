import Model

extension Linter {
  /// People who are accounts by their names, and tests that name people who may leave.
  func nameFindings() -> [PolicyFinding] { sharedAccounts() + policy.tests.flatMap(names) }

  private func sharedAccounts() -> [PolicyFinding] {
    policy.people.values.compactMap { person in
      guard let word = SharedAccount.word(in: person) else { return nil }
      return PolicyFinding(
        .sharedAccount,
        "`\(person.id)` is called like an account that several people use: `\(word)`",
        at: SourceLocation(file: person.file),
        hint:
          "give each human being a file; what several use, or no human, is a workload with an owner"
      )
    }
  }

  /// One finding a file: a suite that names people in each case has one thing to mend.
  private func names(in file: PolicyTestFile) -> [PolicyFinding] {
    var (known, unknown): ([IdentityID: Mark], [IdentityID: Mark]) = ([:], [:])
    for testCase in file.cases {
      for id in file.names(in: testCase) where policy.people[id] != nil && known[id] == nil {
        known[id] = testCase.mark
      }
      guard !testCase.reasons.contains(.unknownSubject) else { continue }
      for id in file.absentees(in: testCase, of: policy) where unknown[id] == nil {
        unknown[id] = testCase.mark
      }
    }
    var findings: [PolicyFinding] = []
    func note(
      _ rule: LintRule, _ people: [IdentityID: Mark], _ message: (String) -> String, hint: String
    ) {
      guard let first = people.values.min(by: { ($0.line, $0.column) < ($1.line, $1.column) })
      else {
        return
      }
      findings.append(
        PolicyFinding(
          rule, message(listed(people.keys.sorted().map(\.text))),
          at: SourceLocation(file: file.file, mark: first), hint: hint))
    }
    note(
      .realPersonInTest, known, { "the cases name \($0), of those who work here and may leave" },
      hint: "make people up: `people: {a.colleague: {class: employee, groups: […]}}`")
    note(
      .unknownPerson, unknown,
      { "the cases name \($0), whom nobody knows, so that they hold no change back" },
      hint: unknown.keys.sorted().first.flatMap {
        suggestion(for: $0.text, among: (policy.identities + file.people.map(\.id)).map(\.text))
      } ?? "make them up under `people:`")
    return findings
  }
}
