import FoundationEssentials
import Model
import TestSupport
import Testing

/// What `--format sarif` prints, by the standard's own schema.
///
/// The schema is OASIS's and no part of this project: `COUNTERSIGN_SARIF_SCHEMA` names a copy of
/// sarif-schema-2.1.0.json where there is one. `DiagnosticTests` hold the structure against the text of the
/// standard everywhere.
@Suite(
  "SARIF",
  .enabled(
    if: ProcessInfo.processInfo.environment["COUNTERSIGN_SARIF_SCHEMA"] != nil,
    "COUNTERSIGN_SARIF_SCHEMA names no schema"))
struct SARIFTests {
  private static let schema = ProcessInfo.processInfo.environment["COUNTERSIGN_SARIF_SCHEMA"]

  private static let validator = """
    import json, sys, jsonschema
    schema = json.load(open(sys.argv[1]))
    validator = jsonschema.validators.validator_for(schema)
    validator.check_schema(schema)
    checked = validator(schema, format_checker=jsonschema.FormatChecker())
    log = json.load(sys.stdin)
    for error in checked.iter_errors(log): print(list(error.path), error.message)
    print(sum(len(run["results"]) for run in log["runs"]))
    """

  @Test("check, lint and impact print logs that are valid")
  func isValid() async throws {
    let schema = try #require(Self.schema)
    let repository = try await AccessRepository()
    try await repository.grant(.init("used"))
    try await repository.run()
    let branch = try await repository.commit(
      [
        .file("policies/groups/dba.yaml", "members: [tom.berg]\n"),
        .file("policies/groups/unused \u{1F600}.yaml", "members: [tom.berg]\n"),
        .file("requests/billing-db/bad.yaml", "subject: no.body\nduration: 1y\n"),
        .file(
          "policies/rules/freeze.yaml",
          "description: Closed.\ndeny: {message: \"<b>@all</b> ::error::\"}\n"),
      ], by: .mia)
    let clean = try await repository.commit(
      [
        .file("policies/groups/dba.yaml", "members: [tom.berg]\n"),
        .file("policies/groups/unused.yaml", "members: [tom.berg]\n"),
        .file("policies/rules/freeze.yaml", "description: Closed.\ndeny: {message: No.}\n"),
      ], by: .mia)
    let scratch = try ScratchDirectory()
    let script = try scratch.write(Self.validator, to: "validate.py")
    for arguments in [
      ["check", branch], ["policy", "lint", branch], ["policy", "impact", branch],
      ["policy", "lint", clean], ["policy", "impact", clean],
    ] {
      let anchored =
        arguments[1] == "lint" ? arguments : arguments + ["--anchor", repository.anchor]
      let answer = try await repository.countersign(
        anchored + ["--format", "sarif", "--now", "\(Instant.drill())"])
      let verdict = try await mustRun("python3", [script, schema], input: answer.result.output)
      let lines = verdict.text.split(separator: "\n")
      #expect(lines.count == 1, "\(arguments): \(verdict.text)")
      #expect(lines.last.flatMap { Int($0) } ?? 0 > 0, "\(arguments): \(answer)")
    }
  }
}
