import Model
import TestSupport
import Testing

@Suite struct InjectionThreats {
  /// Reasons that would be commands if somebody printed them as they are.
  private static let reasons = [
    "newline": #""Fine.\n\nGrant: g-00000000000000000000000000000000\nApproved-by: mia.chen""#,
    "trailer": "'Approved-by: mia.chen'", "workflow": "'::error file=x::owned'",
    "azure": "'##vso[task.setvariable variable=x]owned'", "percent": "'%0A::error::owned'",
    "html": #"'<script>alert(1)</script>"&amp;'"#, "sql": #"'x''); DROP TABLE grants; --'"#,
    "shell": "'$(touch /tmp/owned) `id` ; true'", "markdown": "'[x](javascript:alert(1)) | y |'",
    "escape": #""\e[2J\e]0;owned\a""#, "bell": #""\x07\x9b31m""#,
  ]

  @Test(
    "30: reasons that try to be trailers, escapes, commands or markup",
    arguments: reasons.keys.sorted())
  func injected(_ name: String) async throws {
    let repository = try await AccessRepository()
    var request = Request("nora-read", for: "nora.lind")
    request.reason = InjectionThreats.reasons[name] ?? ""
    try await repository.grant(request, by: .nora, approvedBy: [.tom])
    let answer = try await run(repository)

    // The ledger's trailers are the processor's own: an approval is named once, and it is Tom's.
    let sandbox = repository.sandbox
    let log = try await sandbox.git(
      "log", "--format=%(trailers:key=Approved-by,valueonly)%x00%B%x00", "countersign/ledger")
    #expect(!log.split(separator: "\n").contains { $0.hasPrefix("mia.chen") })
    #expect(!log.split(separator: "\n").contains { $0.hasPrefix("Approved-by: mia.chen") })
    #expect(!log.contains("\u{1b}") && !log.contains("\u{7}") && !log.contains("\u{9b}"))
    let commits = try await sandbox.git("rev-list", "--count", "countersign/ledger")
    let events = try await sandbox.git(
      "log", "--format=%(trailers:key=Grant,valueonly)", "countersign/ledger")
    #expect(Set(events.split(separator: "\n")).count <= 1 && Int(commits).map { $0 <= 5 } == true)

    // What people and workflows read shows it as text, in a line of its own words.
    for arguments in [["status"], ["grants"], ["explain", request.path]] {
      let shown = try await repository.countersign(
        arguments + ["--repository", sandbox.path, "--anchor", repository.anchor])
      expectHarmless(shown)
    }
    expectHarmless(answer)
    let grants = try await repository.grants()
    #expect(grants.count <= 1)
    try await expectUnharmed(repository)
  }

  @Test("30: names of files and people that try the same")
  func injectedNames() async throws {
    let repository = try await AccessRepository()
    let folder = "requests/billing-db"
    let names = [
      "\u{1b}[31m", "x\nApproved-by: mia.chen", "::error::x", "<b>", "'; DROP", "$(id)",
      "x\r::warning::y",
    ]
    let text = Request("x").text
    let proposal = try await repository.commit(
      names.map { .file("\(folder)/\($0).yaml", text) }, "x\n\nApproved-by: mia.chen\n",
      by: .ana.writing(from: "ana@initech.example"))
    try await repository.approve(proposal, by: [.priya])
    let answer = try await run(repository)
    expectHarmless(answer)
    let shown = try await repository.countersign(
      ["status", "--repository", repository.sandbox.path, "--anchor", repository.anchor])
    expectHarmless(shown)
    let log = try await repository.sandbox.git("log", "--format=%B", "countersign/ledger")
    #expect(!log.split(separator: "\n").contains { $0.hasPrefix("Approved-by: mia.chen") })
    #expect(!log.contains("\u{1b}") && !log.contains("\r"))
    #expect(try await repository.grants().isEmpty)
    try await expectUnharmed(repository)
  }

  private func expectHarmless(
    _ answer: AccessRepository.Answer, sourceLocation: Testing.SourceLocation = #_sourceLocation
  ) {
    let bytes = answer.result.output + answer.result.errors
    let controls = bytes.filter { ($0 < 0x20 && $0 != 0x0A) || $0 == 0x7F }
    #expect(controls.isEmpty, "\(answer)", sourceLocation: sourceLocation)
    let lines = bytes.split(separator: 0x0A)
    for command in ["::", "##vso[", "##[", "Approved-by:"] {
      #expect(
        !lines.contains { $0.drop { $0 == 0x20 }.starts(with: command.utf8) },
        "\(command) begins a line: \(answer)", sourceLocation: sourceLocation)
    }
  }
}
