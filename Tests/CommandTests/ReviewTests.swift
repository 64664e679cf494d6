import FoundationEssentials
import Model
import TestSupport
import Testing

/// `countersign review`, and what `status` and `check` say of reviews.
@Suite("review")
struct ReviewTests {
  private func repository() async throws -> AccessRepository {
    var policies = AccessRepository.Policies()
    let path = "policies/systems/billing-db.yaml"
    policies.texts[path] = policies.texts[path]?.replacing(
      "maximum_duration: 1h\n",
      with: "maximum_duration: 1h\n"
        + "    emergency: {eligible: [group:dba], approvals: [], maximum_duration: 30m, review_within: 24h}\n"
    )
    return try await AccessRepository(policies)
  }

  /// A clone in which the ledger knows Ana's access and Tom's emergency, which is over.
  private func session(
    of person: Person = .leo
  ) async throws -> (Session, AccessRepository, grant: String) {
    let repository = try await repository()
    var request = Request("tom-pager", "superuser", for: "tom.berg", duration: "30m")
    request.more = ["emergency: true"]
    try await repository.land(
      try await repository.commit([request.file], by: .tom, signed: .own))
    try await repository.grant(Request("ana-invoices"))
    try await repository.run()
    let grant = try #require(
      try await repository.grants().first { $0.subject == "tom.berg" })
    let work = try await repository.workTree(of: person)
    return (Session(repository, in: work), repository, grant.id)
  }

  private func text(_ session: Session, _ path: String) throws -> String {
    let data = try #require(
      FileManager.default.contents(atPath: "\(session.directory ?? "")/\(path)"))
    return String(decoding: data, as: UTF8.self)
  }

  @Test("start lists who has access, and leaves the decisions open")
  func start() async throws {
    var (session, repository, _) = try await session()
    let answer = try await session.run(
      "review", "start", "billing-db", "--now", halfPastTwelve, "--format", "json")
    #expect(answer.status == 0, "\(answer)")
    let file = "reviews/billing-db-2026-11-21.yaml"
    let written = try text(session, file).split(separator: "\n", omittingEmptySubsequences: false)
    // What it rests on stands beside it: the grant, its state, ticket and reason.
    #expect(
      written[5].hasPrefix("  # g-") && written[5].contains(", active for OPS-"), "\(written)")
    #expect(
      written.filter { !$0.hasPrefix("  # g-") }.joined(separator: "\n") == """
        # Who has access to billing-db. Write keep or remove behind each decision; a note is optional.
        system: billing-db
        as_of: 2026-11-21T12:30:00Z
        access:
          # until 2026-11-21T20:00:00Z
          - subject: ana.silva
            entitlement: read-only
            decision:
          # until 2026-11-21T12:30:00Z
          - subject: tom.berg
            entitlement: superuser
            decision:

        """)
    // Never over another file, and never a system that nobody knows.
    #expect(
      try await session.run("review", "start", "billing-db", "--now", halfPastTwelve).status == 1)
    let unknown = try await session.run("review", "start", "billing")
    #expect(unknown.status == 64 && unknown.description.contains("billing-db, ledger-db"))
    #expect(try await session.run("review", "start", "billing-db", "--name", "A b").status == 64)

    // As it is, it is no review, and check says where.
    try await repository.git("add", "-A", in: session.directory ?? "", by: .leo)
    try await repository.git("commit", "-q", "-m", "Review", in: session.directory ?? "", by: .leo)
    let check = try await session.run("check", "--base", "origin/main")
    #expect(check.status == 1 && check.description.contains("\(file):9:5"), "\(check)")
  }

  @Test("emergency writes what was found, once the emergency is over")
  func emergency() async throws {
    var (session, _, grant) = try await session()
    let early = try await session.run(
      "review", "emergency", grant, "--finding", "Needed.", "--now", "\(Instant.drill())")
    #expect(early.status == 1 && early.description.contains("lasts until 2026-11-21T12:30:00Z"))
    let silent = try await session.run("review", "emergency", grant, "--now", halfPastTwelve)
    #expect(silent.status == 64 && silent.description.contains("--finding"))
    let other = "g-" + String(repeating: "0", count: 32)
    let unknown = try await session.run("review", "emergency", other, "--finding", "Needed.")
    #expect(unknown.status == 1 && unknown.description.contains("These do: \(grant)"))
    #expect(try await session.run("review", "emergency", "tom-pager").status == 64)
    let hidden = try await session.run(
      "review", "emergency", grant, "--finding", "Nee\u{202E}ded.", "--now", halfPastTwelve)
    #expect(hidden.status == 64, "\(hidden)")
    let written = try await session.run(
      "review", "emergency", grant, "--finding", "The replica: stuck\nfor an hour.", "--action",
      "Alert on lag.", "--action", "Tell #ops", "--now", halfPastTwelve)
    #expect(written.status == 0, "\(written)")
    #expect(
      try text(session, "reviews/\(grant).yaml") == """
        # tom.berg on billing-db/superuser, 2026-11-21T12:00:00Z to 2026-11-21T12:30:00Z
        grant: \(grant)
        finding: "The replica: stuck\\nfor an hour."
        actions:
          - Alert on lag.
          - "Tell #ops"

        """)
  }

  @Test("status lists what falls due within a time, in text and JSON")
  func due() async throws {
    var (session, _, grant) = try await session()
    let text = try await session.run("status", "--due", "2d", "--now", halfPastTwelve)
    #expect(text.status == 0, "\(text)")
    for line in [
      "due  The access of tom.berg to billing-db/superuser ends 2026-11-21 12:30 UTC (now)",
      "due  The access of ana.silva to billing-db/read-only ends 2026-11-21 20:00 UTC (in 7 h)",
      "due  The emergency access of tom.berg to billing-db/superuser has to be reviewed by 2026-11-22 12:30 UTC (in 24 h), for priya.nair, tom.berg",
    ] {
      #expect(text.description.contains(line), "\(line)\n\(text)")
    }
    let json = try await session.run(
      "status", "--due", "40d", "--now", halfPastTwelve, "--format", "json")
    #expect(json.description.contains(#""grant": "\#(grant)""#) && !json.names(.reviewOverdue))
    #expect(json.description.contains(#""kind": "review""#))
    #expect(try await session.run("status", "--due", "soon").status == 64)
    let none = try await session.run("status", "--due", "1m", "--now", "\(Instant.drill())")
    #expect(none.description.contains("nothing falls due in that time"), "\(none)")
  }

  @Test("new asks for an emergency only where there is one, and explain says who has to look at it")
  func newEmergency() async throws {
    var (session, _, grant) = try await session(of: .priya)
    let asked = try await session.run(
      "new", "billing-db/superuser", "--subject", "priya.nair", "--emergency", "--duration", "30m",
      "--reason", "Stuck.", "--name", "priya-pager", "--now", halfPastTwelve)
    #expect(
      asked.status == 0 && asked.description.contains("it needs nobody's approval"), "\(asked)")
    #expect(
      try text(session, "requests/billing-db/priya-pager.yaml") == """
        subject: priya.nair
        entitlement: superuser
        duration: 30m
        reason: Stuck.
        emergency: true

        """)
    let other = try await session.run(
      "new", "billing-db/read-only", "--subject", "priya.nair", "--emergency", "--duration", "30m",
      "--reason", "Stuck.")
    #expect(other.status == 1 && other.description.contains("in an emergency"), "\(other)")
    let explained = try await session.run("explain", grant, "--now", halfPastTwelve)
    #expect(
      explained.description.contains(
        "review    nobody has looked at it yet, due 2026-11-22 12:30"),
      "\(explained)")
  }
}
