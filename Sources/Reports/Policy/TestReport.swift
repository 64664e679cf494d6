package import Model

extension TestReport: DiagnosticReport {
  private var outcomes: [PolicyTestOutcome] { run?.outcomes ?? [] }
  private var failures: [Reason] { run?.failures ?? [] }

  package var diagnostics: [Diagnostic] {
    let untested: [(what: String, location: SourceLocation)] =
      (run?.untestedRules ?? []).map { ("rule `\($0.value)`", $0.location) }
      + (run?.untestedEntitlements ?? []).map { ("`\($0.value)`", $0.location) }
    return faults.map { Diagnostic(.error, $0) }
      + failures.map { failure in
        Diagnostic(
          .error, rule: "policy-test", summary: "A case gets another decision than it expects.",
          message: failure.message, at: failure.location)
      }
      + untested.map {
        Diagnostic(
          .note, rule: "untested-policy", summary: "No case looks at it.",
          message: "no case looks at \($0.what)", at: $0.location)
      }
  }

  package var json: JSONValue {
    JSONValue(present: [
      "ok": .bool(isOK), "policy": policy.json, "faults": JSONValue(faults),
      "cases": JSONValue(outcomes) { JSONValue($0) },
      "coverage": run.map { run in
        [
          "rules": JSONValue(total: run.rules, untested: run.untestedRules.map(\.value)),
          "entitlements": JSONValue(
            total: run.entitlements, untested: run.untestedEntitlements.map(\.value)),
        ]
      },
    ])
  }

  package func text(_ style: Style) -> String {
    var page = Page(style)
    page.facts([("policy", policy.phrase)])
    page.reasons(faults, label: "\("fault", .bad)")
    var file: String?
    for outcome in outcomes {
      if outcome.file != file {
        file = outcome.file
        page.gap()
        page.line("\(outcome.file, .strong)  at \(Phrase(whole: shownInstant(outcome.at)))")
      }
      page.outcome(outcome)
    }
    if let run {
      page.gap()
      page.coverage("rules", of: run.rules, untested: run.untestedRules.map(\.value))
      page.coverage(
        "entitlements", of: run.entitlements, untested: run.untestedEntitlements.map(\.value))
      page.line("\(summary)")
    }
    return page.text
  }

  package var markdown: String {
    let rows = outcomes.map { outcome in
      [
        outcome.failure == nil ? "ok" : "**failed**", markdownText(outcome.testCase.name),
        outcome.testCase.expect.rawValue, outcome.got.rawValue,
        outcome.reasons.map { "`\($0.code.rawValue)`" }.firstOfEach.joined(separator: " "),
      ]
    }
    let failed = diagnostics.filter { $0.level == .error }
    let table = markdownTable(["", "case", "expected", "got", "reasons"], rows)
    let parts = [table, markdownTable(of: failed), coverage, summary + "\n"]
    return "### Policy tests\n\n" + parts.filter { !$0.isEmpty }.joined(separator: "\n")
  }

  private var summary: String {
    guard run != nil else { return counted(faults.count, "fault") }
    return "\(counted(outcomes.count, "case")), \(counted(failures.count, "failure"))"
  }

  private var coverage: String {
    guard let run else { return "" }
    let untested =
      run.untestedRules.map(\.value.description) + run.untestedEntitlements.map(\.value.description)
    guard !untested.isEmpty else { return "Every rule and entitlement is looked at.\n" }
    return "No case looks at "
      + untested.prefix(20).map { "`\($0)`" }.joined(separator: ", ")
      + (untested.count > 20 ? " and \(untested.count - 20) more" : "") + ".\n"
  }
}

extension Page {
  fileprivate mutating func outcome(_ outcome: PolicyTestOutcome) {
    let label: Phrase = outcome.failure == nil ? "\("ok", .good)" : "\("failed", .bad)"
    line(
      label.padded(to: 8) + "\(outcome.testCase.name): \(outcome.got.rawValue)", indent: 2,
      hanging: 8)
    guard let failure = outcome.failure else {
      let codes = outcome.reasons.map(\.code.rawValue).firstOfEach
      if !codes.isEmpty { line("\(codes.joined(separator: ", "), .faint)", indent: 10) }
      return
    }
    line("expected \(expectation(outcome.testCase))", indent: 10)
    // What would mend a request of that kind is no help with a case about one.
    reasons(
      outcome.reasons.map { Reason($0.code, $0.message, at: $0.location) }, indent: 10)
    if let place = failure.place { whole("\("at \(place)", .faint)", indent: 10) }
  }

  private func expectation(_ testCase: PolicyTestCase) -> String {
    let codes = testCase.reasons.map(\.rawValue)
    return testCase.expect.rawValue + (codes.isEmpty ? "" : ": \(codes.joined(separator: ", "))")
  }

  fileprivate mutating func coverage<Name: CustomStringConvertible>(
    _ what: String, of count: Int, untested: [Name]
  ) {
    line(
      "\(count - untested.count) of \(count) \(what) looked at"
        + (untested.isEmpty
          ? "" : ", not \(listed(untested.map(\.description), joinedBy: "and"))"))
  }
}

extension JSONValue {
  fileprivate init(_ outcome: PolicyTestOutcome) {
    self = [
      "file": .string(outcome.file), "line": .integer(outcome.testCase.mark.line),
      "column": .integer(outcome.testCase.mark.column), "name": .string(outcome.testCase.name),
      "at": JSONValue(text: outcome.at), "ok": .bool(outcome.failure == nil),
      "expected": [
        "outcome": .string(outcome.testCase.expect.rawValue),
        "reasons": JSONValue(outcome.testCase.reasons) { .string($0.rawValue) },
      ],
      "actual": [
        "outcome": .string(outcome.got.rawValue), "reasons": JSONValue(outcome.reasons),
      ],
    ]
  }

  fileprivate init(total: Int, untested: [some CustomStringConvertible]) {
    self = ["total": .integer(total), "untested": JSONValue(untested) { JSONValue(text: $0) }]
  }
}
