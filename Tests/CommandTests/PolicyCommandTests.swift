import Model
import TestSupport
import Testing

@Suite struct PolicyCommandTests {
  private let now = ["--now", halfPastTwelve]

  /// A branch that leaves much to be desired.
  private func doubtful(_ repository: AccessRepository) async throws -> String {
    try await repository.commit(
      [
        .file("policies/groups/choir.yaml", "members: []\n"),
        .file("policies/groups/dba.yaml", "members: [priya.nair]\n"),
        .file(
          "policies/rules/nowhere.yaml",
          """
          description: Nothing is here.
          applies_to: {plane: [identity]}
          deny: {message: No.}

          """),
      ], by: .mia)
  }

  @Test func lintSession() async throws {
    let repository = try await AccessRepository()
    let branch = try await doubtful(repository)
    let broken = try await repository.commit(
      [.file("policies/groups/dba.yaml", "members: [tom.burg]\n")], by: .mia)
    var session = Session(repository)
    try await session.note(["policy", "lint"] + now)
    for format in ["text", "json", "github", "markdown", "sarif"] {
      try await session.note(["policy", "lint", branch, "--format", format] + now)
    }
    try await session.note(["policy", "lint", broken] + now)
    try await session.run("policy", "lint", "no-such-branch")
    try session.expectGolden("policy-lint.txt")
  }

  @Test func testSession() async throws {
    let repository = try await AccessRepository()
    let branch = try await repository.commit(
      [
        .file(
          "policies/tests/one.yaml",
          """
          at: 2026-11-20T12:00:00Z
          cases:
            - name: a contractor reads billing
              request: {system: billing-db, subject: ana.silva, entitlement: read-only, duration: 8h, ticket: OPS-1}
              approved_by: [priya.nair]
              expect: granted
            - name: "::error::and may do anything"
              request: {system: billing-db, subject: ana.silva, entitlement: superuser, duration: 1h, ticket: OPS-1}
              approved_by: [priya.nair]
              expect: granted

          """)
      ], by: .mia)
    var session = Session(repository)
    try await session.run("policy", "test")
    for format in ["text", "json", "github", "markdown"] {
      try await session.run("policy", "test", branch, "--format", format)
    }
    try session.expectGolden("policy-test.txt")
  }

  @Test func impactSession() async throws {
    let repository = try await AccessRepository()
    try await repository.grant(Request("used"))
    try await repository.approve(
      try await repository.propose(Request("waits", "export", for: "ben.cole"), by: .ben),
      by: [.priya])
    try await repository.run()
    let branch = try await repository.commit(
      [
        .file("policies/groups/dba.yaml", "members: [tom.berg, nora.lind]\n"),
        .file(
          "policies/rules/freeze.yaml",
          """
          description: Nobody reads in winter.
          applies_to: {system: [billing-db]}
          deny: {message: Closed.}

          """),
      ], by: .mia)
    var session = Session(repository)
    for format in ["text", "json", "github", "markdown"] {
      try await session.note(["policy", "impact", branch, "--format", format] + now)
    }
    session.environment["COUNTERSIGN_ANCHOR"] = nil
    try await session.note(["policy", "impact", branch] + now)
    try session.expectGolden("policy-impact.txt")
  }

  @Test func whoCanSession() async throws {
    let repository = try await AccessRepository()
    var session = Session(repository)
    try await session.note(["who-can", "billing-db/read-only"] + now)
    try await session.note(["who-can", "billing-db/superuser", "--format", "json"] + now)
    try await session.note(["who-can", "billing-db/no-such"] + now)
    try await session.note(["who-can", "nowhere/read-only"] + now)
    try await session.run("who-can", "billing-db")
    session.environment["COUNTERSIGN_ANCHOR"] = nil
    let branch = try await repository.commit(
      [.file("policies/groups/dba.yaml", "members: [nora.lind]\n")], by: .mia)
    try await session.note(["who-can", "billing-db/superuser", "--revision", branch] + now)
    try session.expectGolden("who-can.txt")
  }

  @Test func historySession() async throws {
    let repository = try await AccessRepository()
    try await repository.grant(Request("first", duration: "1h"))
    try await repository.run()
    try await repository.grant(
      Request("second", duration: "2h"))
    try await repository.run(at: .drill(.minutes(30)))
    try await repository.grant(Request("other", for: "ben.cole"), by: .ben, approvedBy: [.tom])
    try await repository.run(at: .drill(.minutes(45)))
    let ended = try await repository.commit(
      [.removal(Request("other").path)], by: .tom)
    try await repository.land(
      try await repository.merge(ended, by: .tom))
    try await repository.run(at: .drill(.minutes(50)))
    var session = Session(repository)
    let later = ["--now", "\(Instant.drill(.minutes(60)))"]
    try await session.note(["who-has", "billing-db"] + later)
    try await session.note(
      ["who-has", "billing-db", "--at", "\(Instant.drill(.minutes(46)))"] + later)
    try await session.note(
      [
        "who-has", "billing-db/read-only", "--at", "\(Instant.drill(.minutes(46)))", "--format",
        "json",
      ] + later)
    try await session.note(["who-has", "ledger-db"] + later)
    for (name, part) in [
      ("ledger-bd", "There is no system ledger-bd."),
      ("ledger-db/reed", "There is no entitlement ledger-db/reed."),
    ] {
      let slip = try await repository.countersign(
        ["who-has", name, "--anchor", repository.anchor] + later)
      #expect(slip.status == 1 && slip.description.contains(part), "\(slip)")
    }
    try await session.note(["history"] + later)
    try await session.note(["history", "--at", "\(Instant.drill(.minutes(46)))"] + later)
    try await session.note(["history", "--at", "\(Instant.drill(.minutes(-60)))"] + later)
    try await session.note(["history", "--at", "\(Instant.drill(.minutes(600)))"] + later)
    try session.expectGolden("history.txt")
  }

  /// The check of a pull request as the workflow files run it.
  @Test func checkSpeaksEveryFormat() async throws {
    let repository = try await AccessRepository()
    let bad = try await repository.commit(
      [
        Request("too-long", duration: "9h").file,
        .file("requests/billing-db/typo.yaml", "subjet: ana.silva\nduration: 1h\n"),
        .file("policies/groups/dba.yaml", "members: [priya.nair, tom.burg]\n"),
      ])
    var session = Session(repository)
    for format in ["github", "markdown", "sarif"] {
      try await session.note(["check", bad, "--format", format] + now)
    }
    try session.expectGolden("check-formats.txt")
  }
}
