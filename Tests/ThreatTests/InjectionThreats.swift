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
      "x\r::warning::y", "##[error]x", "##vso[task.complete]y", "section_start:1:z",
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
    expectNoCommand(log)
    #expect(try await repository.grants().isEmpty)
    try await expectUnharmed(repository)
  }

  /// An author's address, which the ledger names in a reason, and a text that only looks alike.
  private static let hostile =
    "a##[error]b##vso[task.complete]c##teamcity[x]section_start:1:d\u{202E}@x"
  private static let innocent = "Fix std::vector in C#[1] -- section 2, ## 3 [x]"

  @Test("30: CI commands in an author's address reach neither the ledger's log nor a report")
  func injectedAuthor() async throws {
    let repository = try await AccessRepository()
    let refused = try await refuseHostileAuthor(in: repository)
    let sandbox = repository.sandbox
    expectNoCommand(try await sandbox.git("log", "--format=%B", "countersign/ledger"))
    let records = try await sandbox.git("log", "-p", "countersign/ledger")
    #expect(!records.contains("\u{202E}"))
    for arguments in [
      ["status"], ["explain", refused.path], ["audit"], ["history"], ["check", "main"],
    ] {
      for format in ["text", "json"] {
        let shown = try await repository.countersign(
          arguments + [
            "--repository", sandbox.path, "--anchor", repository.anchor, "--format", format,
          ])
        expectHarmless(shown)
        expectNoCommand(shown.description)
      }
    }

    // The twin: what is no command is shown as it was written, and granted.
    var request = Request("nora-read", for: "nora.lind")
    request.reason = "'\(Self.innocent)'"
    try await repository.grant(request, by: .nora, approvedBy: [.tom])
    try await run(repository)
    try await expectAccess(request.path, in: repository)
    let shown = try await repository.countersign([
      "explain", request.path, "--repository", sandbox.path, "--anchor", repository.anchor,
    ])
    #expect(shown.description.contains(Self.innocent), "\(shown)")
  }

  @Test(
    "30: a ledger from before CI commands were escaped passes the audit, and no other message does")
  func formerMessages() async throws {
    let repository = try await AccessRepository()
    try await refuseHostileAuthor(in: repository)
    let escaped = [
      ("#\\u{23}[error]", "##[error]"), ("#\\u{23}vso[", "##vso["),
      ("#\\u{23}teamcity[", "##teamcity["), ("section\\u{5f}start", "section_start"),
    ]
    let former = try await tipRewritten(in: repository) { message in
      escaped.reduce(message) { $0.replacing($1.0, with: $1.1) }
    }
    try await repository.sandbox.point("refs/heads/countersign/ledger", at: former)
    let audit = try await repository.audit()
    #expect(audit.status == 0, "\(audit)")

    let half = try await tipRewritten(in: repository, at: former) { message in
      message.replacing("##vso[", with: "##other[")
    }
    try await repository.sandbox.point("refs/heads/countersign/ledger", at: half)
    let refused = try await repository.audit()
    #expect(refused.status != 0 && refused.description.contains(half.prefix(7)), "\(refused)")
  }

  @discardableResult
  private func refuseHostileAuthor(in repository: AccessRepository) async throws -> Request {
    let request = Request("ana-invoices")
    let proposal = try await repository.commit(
      [.file(request.path, request.text)], "x\n", by: .ana.writing(from: Self.hostile))
    try await repository.approve(proposal, by: [.priya])
    try await run(repository)
    try await expectNoAccess(request.path, in: repository, "refused", [.unmappedAuthor])
    return request
  }

  /// The ledger's commit `commit`, or its tip, with another message and a new signature of the processor's.
  private func tipRewritten(
    in repository: AccessRepository, at commit: String? = nil, _ change: (String) -> String
  ) async throws -> String {
    let tip = if let commit { commit } else { try await repository.ledgerTip() }
    let sandbox = repository.sandbox
    let lines = try await sandbox.git("cat-file", "commit", tip).split(
      separator: "\n", omittingEmptySubsequences: false)
    let headers = lines.prefix { !$0.isEmpty && !$0.hasPrefix("gpgsig") }
      .joined(separator: "\n")
    let message = try await sandbox.git("log", "-1", "--format=%B", tip) + "\n"
    #expect(change(message) != message)
    let payload = "\(headers)\n\n\(change(message))"
    let signature = try await repository.signature(
      of: Array(payload.utf8), by: try repository.key(.processor)
    ).split(separator: "\n").joined(separator: "\n ")
    return try await repository.write(
      Array("\(headers)\ngpgsig \(signature)\n\n\(change(message))".utf8))
  }

  private func expectNoCommand(
    _ text: String, sourceLocation: Testing.SourceLocation = #_sourceLocation
  ) {
    #expect(
      text.firstMatch(of: /##[A-Za-z]*\[|section_(start|end):/) == nil, "\(text)",
      sourceLocation: sourceLocation)
    #expect(!text.contains("\u{202E}"), sourceLocation: sourceLocation)
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
