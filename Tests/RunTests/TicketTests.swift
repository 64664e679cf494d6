import Model
import TestSupport
import Testing

/// Tickets as outside systems know them: asked about when issuing and at each run (DESIGN section 8).
@Suite struct TicketTests {
  /// A repository whose settings name `source`.
  private func repository(_ source: String) async throws -> AccessRepository {
    var policies = Policies()
    policies.settingsMore = "tickets: \(source)\n"
    return try await AccessRepository(policies)
  }

  private func page(_ server: AnswerServer, _ token: String = "") -> String {
    "{type: http, url: \"\(server.url)/issue/{ticket}?fields=status\", \(token)"
      + "open: {path: $.fields.status.name, in: [To Do, In Progress]}}"
  }

  private func jira(_ state: String) -> String {
    "{\"key\": \"OPS-4312\", \"fields\": {\"status\": {\"name\": \"\(state)\", \"id\": 3}}}"
  }

  private let target = "/issue/OPS-4312?fields=status"

  @Test("http: an open ticket is issued for, a closed one revokes, an unknown one is refused")
  func http() async throws {
    try await AnswerServer.run(scratch: try ScratchDirectory()) { server in
      let repository = try await repository(page(server))
      let request = Request("ana-invoices")
      try server.answer(target, jira("In Progress"))
      try await repository.grant(request)
      #expect(try await run(repository).events == ["issued"])
      #expect(try server.requests().map(\.target) == [target])

      // Nothing moved: it is asked, and nothing is written.
      let idle = try await run(repository, at: .drill(.minutes(5)))
      #expect(idle.decisions.isEmpty && idle.ledger == idle.before)
      #expect(try server.requests().count == 2)

      try server.answer(target, jira("Done"))
      let closed = try await run(repository, at: .drill(.minutes(10)))
      #expect(closed.events == ["revoked"])
      let reason = try #require(closed.decisions.first?.reasons.first)
      #expect(reason.code == .ticketClosed && reason.message.contains("`Done`"))

      // What nobody knows is refused; its near twin is granted.
      try server.answer("/issue/OPS-1?fields=status", jira("To Do"))
      var (unknown, open) = (Request("ana-unknown"), Request("ana-open"))
      (unknown.ticket, open.ticket) = ("OPS-404", "OPS-1")
      try await repository.grant(unknown)
      try await repository.grant(open)
      let both = try await run(repository, at: .drill(.minutes(15)))
      #expect(both.events == ["refused", "issued"])
      #expect(both.decisions.first?.reasons.map(\.code) == [.ticketClosed])
      // A grant that has ended and a request that was refused are asked about no more.
      try await run(repository, at: .drill(.minutes(20)))
      #expect(try server.requests().suffix(1).map(\.target) == ["/issue/OPS-1?fields=status"])
      try await expectSound(repository)
    }
  }

  @Test(
    "unreachable: nothing new is issued, what was issued stays, exit 69, and later it is judged")
  func unreachable() async throws {
    try await AnswerServer.run(scratch: try ScratchDirectory()) { server in
      let repository = try await repository(page(server))
      try server.answer(target, jira("In Progress"))
      let live = Request("ana-live")
      try await repository.grant(live)
      try await run(repository)

      try server.answer(target, "busy", status: 503)
      let waiting = Request("ana-waiting", of: "ledger-db")
      try await repository.grant(waiting)
      let held = try await run(repository, at: .drill(.minutes(5)), exits: 69)
      #expect(held.events == ["pending"])
      #expect(held.decisions.first?.reasons.map(\.code) == [.ticketClosed])
      #expect(held.next == .drill(.minutes(5)).advanced(by: .seconds(1)))
      // Asked again and again, and written once.
      let again = try await run(repository, at: .drill(.minutes(6)), exits: 69)
      #expect(again.decisions.isEmpty && again.ledger == held.ledger)
      #expect(try await repository.liveGrants().map(\.request.path) == [live.path])

      // Without a ticket nothing is asked.
      var free = Request("nora", for: "nora.lind", of: "ledger-db")
      free.ticket = nil
      try await repository.grant(free, by: .nora, approvedBy: [.tom])
      #expect(
        try await run(repository, at: .drill(.minutes(7)), exits: 69).events == ["issued"])

      try server.answer(target, jira("To Do"))
      #expect(try await run(repository, at: .drill(.minutes(8))).events == ["issued"])
      #expect(try await run(repository, at: .drill(.minutes(9))).decisions.isEmpty)
      try await expectSound(repository)
    }
  }

  @Test("what waits for an answer is refused when its time is up, and says why")
  func waitsTooLong() async throws {
    let repository = try await repository(
      #"{type: http, url: "http://127.0.0.1:1/{ticket}", open: {path: $.state, in: [open]}}"#)
    let request = Request("ana-invoices")
    try await repository.grant(request)
    #expect(try await run(repository, exits: 69).events == ["pending"])
    let last = try await run(repository, at: .drill(.days(8)))
    #expect(last.events == ["refused"])
    #expect(last.decisions.first?.reasons.contains { $0.code == .ticketClosed } == true)
    try await expectSound(repository)
  }

  @Test(
    "an answer that says nothing is no answer",
    arguments: [
      (200, "<html>", "no JSON"), (200, "{}", "nothing at $.fields.status.name"),
      (200, #"{"fields": {"status": {"name": {}}}}"#, "no text"), (401, "{}", "token"),
      (403, "{}", "token"), (500, "", "500"), (302, "", "302"),
    ])
  func senseless(status: Int, text: String, says: String) async throws {
    try await AnswerServer.run(scratch: try ScratchDirectory()) { server in
      let repository = try await repository(page(server))
      // Where a redirect leads, an open ticket would be.
      try server.answer("/elsewhere", jira("To Do"))
      try server.answer(target, text, status: status, location: "\(server.url)/elsewhere")
      try await repository.grant(Request("ana-invoices"))
      let answer = try await repository.run()
      #expect(answer.status == 69 && answer.result.errorText.contains(says), "\(answer)")
      #expect(try answer.decoded(RunAnswer.self).events == ["pending"])
      #expect(try server.requests().count == 1)
    }
  }

  @Test("a search that finds nothing knows no ticket", arguments: [#"{"result": []}"#])
  func search(text: String) async throws {
    try await AnswerServer.run(scratch: try ScratchDirectory()) { server in
      let repository = try await repository(
        "{type: http, url: \"\(server.url)/now?sysparm_query=number={ticket}\", "
          + "open: {path: \"$.result[0].state\", in: [\"2\"]}}")
      try server.answer("/now?sysparm_query=number=OPS-4312", text)
      try server.answer("/now?sysparm_query=number=OPS-2", #"{"result": [{"state": 2}]}"#)
      var twin = Request("ana-twin", of: "ledger-db")
      twin.ticket = "OPS-2"
      try await repository.grant(Request("ana-invoices"))
      try await repository.grant(twin)
      #expect(try await run(repository).events == ["refused", "issued"])
    }
  }

  @Test(
    "a ticket that is no plain word is never sent anywhere",
    arguments: ["../admin", "X^ORstate=2", "-X", "OPS-1?x=1", "OPS-1 OR 1", "ÖPS-1", "a/../b"])
  func hostileTicket(ticket: String) async throws {
    try await AnswerServer.run(scratch: try ScratchDirectory()) { server in
      let repository = try await repository(page(server))
      // An employee: no rule holds the ticket against a pattern.
      var request = Request("nora", for: "nora.lind", of: "ledger-db")
      request.ticket = "\"\(ticket)\""
      try await repository.grant(request, by: .nora, approvedBy: [.tom])
      let refused = try await run(repository)
      #expect(refused.events == ["refused"])
      #expect(refused.decisions.first?.reasons.map(\.code) == [.ticketClosed])
      #expect(try server.requests().isEmpty)
    }
  }

  @Test("nothing is asked about what nobody approved")
  func unapproved() async throws {
    try await AnswerServer.run(scratch: try ScratchDirectory()) { server in
      let repository = try await repository(page(server))
      try await repository.land(try await repository.propose(Request("ana-invoices")))
      #expect(try await run(repository).events == ["pending"])
      #expect(try server.requests().isEmpty)
    }
  }

  @Test(
    "the token comes from the environment and shows nowhere",
    arguments: [("bearer", "Bearer s3cret:x"), ("basic", "Basic czNjcmV0Ong=")])
  func token(scheme: String, header: String) async throws {
    try await AnswerServer.run(scratch: try ScratchDirectory()) { server in
      let repository = try await repository(
        page(server, "token: {variable: COUNTERSIGN_TICKET_TOKEN, scheme: \(scheme)}, "))
      try server.answer(target, "", status: 500)
      try await repository.grant(Request("ana-invoices"))
      let without = try await repository.run()
      #expect(without.status == 69)
      #expect(without.result.errorText.contains("COUNTERSIGN_TICKET_TOKEN"), "\(without)")
      #expect(try server.requests().isEmpty)

      let environment = ["COUNTERSIGN_TICKET_TOKEN": "s3cret:x"]
      let failed = try await repository.countersign(
        repository.runArguments(at: .drill(.minutes(1))), environment: environment)
      #expect(failed.status == 69)
      #expect(try server.requests().map(\.authorization) == [header])
      for shown in ["s3cret", "czNjcmV0"] { #expect(!failed.description.contains(shown)) }
      let ledger = try await repository.sandbox.git("log", "-p", AccessRepository.ledger)
      #expect(!ledger.contains("s3cret") && !ledger.contains("czNjcmV0"))

      try server.answer(target, jira("To Do"))
      let issued = try await repository.countersign(
        repository.runArguments(at: .drill(.minutes(2))), environment: environment)
      #expect(try issued.decoded(RunAnswer.self).events == ["issued"])
    }
  }

  /// A program that answers with `text` and writes down what it was given.
  private func program(_ scratch: ScratchDirectory, _ lines: String) throws -> String {
    try scratch.write("#!/bin/sh\n\(lines)\n", to: "tickets", mode: 0o755)
  }

  @Test("command: JSON in, JSON out, and only where the runner allows it")
  func command() async throws {
    let scratch = try ScratchDirectory()
    let path = try program(
      scratch,
      """
      cat > \(scratch.file("input"))
      env > \(scratch.file("environment"))
      echo "$@" > \(scratch.file("arguments"))
      cat \(scratch.file("answer"))
      """)
    let repository = try await repository(
      "{type: command, command: [\(path), --state, \"$(touch x)\"]}")
    try await repository.grant(Request("ana-invoices"))
    try await repository.grant(Request("ana-ledger", of: "ledger-db"))
    let forbidden = try await repository.run()
    #expect(forbidden.status == 69)
    #expect(forbidden.result.errorText.contains("--allow-ticket-command"), "\(forbidden)")
    #expect(throws: (any Error).self) { try scratch.read("input") }

    let environment = [
      "COUNTERSIGN_ALLOW_TICKET_COMMAND": "1", "COUNTERSIGN_TICKET_TOKEN": "t0ken",
      "COUNTERSIGN_TOKEN": "git-s3cret",
    ]
    try scratch.write(#"{"OPS-4312": {"state": "open", "said": "Doing"}}"#, to: "answer")
    let issued = try await repository.countersign(
      repository.runArguments(at: .drill(.minutes(1))), environment: environment)
    #expect(try issued.decoded(RunAnswer.self).events == ["issued", "issued"], "\(issued)")
    func text(_ name: String) throws -> String {
      String(decoding: try scratch.read(name), as: UTF8.self)
    }
    // One question for both, and no shell between.
    #expect(try text("input") == "{\"tickets\":[\"OPS-4312\"]}\n")
    #expect(try text("arguments") == "--state $(touch x)\n")
    let given = try text("environment")
    #expect(given.contains("COUNTERSIGN_TICKET_TOKEN=t0ken"))
    #expect(!given.contains("git-s3cret") && !given.contains("COUNTERSIGN_ALLOW"))

    try scratch.write(#"{"OPS-4312": {"state": "closed", "said": "Done"}}"#, to: "answer")
    let revoked = try await repository.countersign(
      repository.runArguments(at: .drill(.minutes(2)), ["--allow-ticket-command"]))
    #expect(try revoked.decoded(RunAnswer.self).events == ["revoked", "revoked"], "\(revoked)")
    try await expectSound(repository)
  }

  @Test(
    "a program that fails, babbles or hangs has said nothing",
    arguments: [
      ("exit 3", "status 3"), ("echo '{}'", "did not say"), ("echo '[1]'", "no JSON object"),
      ("head -c 2000000 /dev/zero", "more than"),
      (#"echo '{"OPS-4312": {"state": "perhaps"}}'"#, "did not say"),
      (#"echo '{"OPS-4312": {"state": "open"}}'; kill -9 $$"#, "status 137"),
    ])
  func badProgram(lines: String, says: String) async throws {
    let scratch = try ScratchDirectory()
    let repository = try await repository(
      "{type: command, command: [\(try program(scratch, lines))]}")
    try await repository.grant(Request("ana-invoices"))
    let answer = try await repository.run(["--allow-ticket-command"])
    #expect(answer.status == 69 && answer.result.errorText.contains(says), "\(answer)")
    #expect(try answer.decoded(RunAnswer.self).events == ["pending"])
  }

  @Test("an answer that the processor's key makes up is at most a missing grant")
  func madeUp() async throws {
    try await AnswerServer.run(scratch: try ScratchDirectory()) { server in
      let repository = try await repository(page(server))
      try server.answer(target, jira("In Progress"))
      try await repository.grant(Request("ana-invoices"))
      try await run(repository)
      // The audit asks nobody, and finds the ledger sound whatever the source says today.
      let asked = try server.requests().count
      try server.answer(target, jira("Done"))
      try await expectSound(repository)
      #expect(try server.requests().count == asked)
    }
  }
}
