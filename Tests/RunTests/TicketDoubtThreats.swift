import Model
import TestSupport
import Testing

/// A tracker to which the runner has become a stranger, or whose words have changed (THREATS row 74).
@Suite struct TicketDoubtThreats {
  private let path = "/issue/OPS-4312"

  private func repository(_ server: AnswerServer, _ more: String = "") async throws
    -> AccessRepository
  {
    var policies = AccessRepository.Policies()
    policies.settingsMore =
      "tickets: {type: http, url: \"\(server.url)/issue/{ticket}\", \(more)"
      + "open: {path: $.fields.status.name, in: [To Do, In Progress]}}\n"
    return try await AccessRepository(policies)
  }

  private func jira(_ name: String, _ category: String? = nil) -> String {
    let more = category.map { ", \"statusCategory\": {\"key\": \"\($0)\"}" } ?? ""
    return "{\"fields\": {\"status\": {\"name\": \"\(name)\"\(more)}}}"
  }

  private func grant(_ repository: AccessRepository, _ name: String, _ ticket: String) async throws
  {
    var request = Request(name)
    request.ticket = ticket
    try await repository.grant(request)
  }

  @Test(
    "74: a tracker that knows no ticket any more takes nothing away; one that knows another does")
  func stranger() async throws {
    try await AnswerServer.run(scratch: try ScratchDirectory()) { server in
      let repository = try await repository(server)
      try server.answer(path, jira("In Progress"))
      try await grant(repository, "ana-live", "OPS-4312")
      try expect(try await repository.run(), exits: 0)
      try server.answer(path, "no such issue", status: 404)
      for minute in 1...2 {
        let run = try await repository.run(at: .drill(.minutes(minute)))
        try expect(run, exits: 69)
        #expect(run.description.contains("its token may have lapsed"), "\(run)")
        #expect(try await repository.liveGrants().map(\.state) == ["active"])
      }
      // The twin: another ticket is known at the same time, so this one is really gone.
      try server.answer("/issue/OPS-1", jira("To Do"))
      var twin = Request("ana-twin", of: "ledger-db")
      twin.ticket = "OPS-1"
      try await repository.grant(twin)
      try expect(try await repository.run(at: .drill(.minutes(3))), exits: 0)
      #expect(try await repository.grants().map(\.state).sorted() == ["active", "revoked"])
      let audit = try await repository.audit()
      #expect(audit.status == 0, "\(audit)")
    }
  }

  @Test("74: what the settings say is always open is the measure of all others")
  func reference() async throws {
    try await AnswerServer.run(scratch: try ScratchDirectory()) { server in
      let repository = try await repository(server, "exists: OPS-1, ")
      try server.answer("/issue/OPS-1", jira("To Do"))
      try server.answer(path, jira("In Progress"))
      try await grant(repository, "ana-live", "OPS-4312")
      try expect(try await repository.run(), exits: 0)
      // Somebody renames every state.
      try server.answer("/issue/OPS-1", jira("Zu erledigen"))
      try server.answer(path, jira("In Arbeit"))
      let renamed = try await repository.run(at: .drill(.minutes(1)))
      try expect(renamed, exits: 69)
      #expect(renamed.description.contains("does not call OPS-1 open"), "\(renamed)")
      #expect(try await repository.liveGrants().map(\.state) == ["active"])
      // The twin: it is open, and the other is not there.
      try server.answer("/issue/OPS-1", jira("To Do"))
      try server.answer(path, "no such issue", status: 404)
      try expect(try await repository.run(at: .drill(.minutes(2))), exits: 0)
      #expect(try await repository.grants().map(\.state) == ["revoked"])
    }
  }

  @Test("74: a renamed state that its tracker does not call done is no end; one that it does, is")
  func renamed() async throws {
    try await AnswerServer.run(scratch: try ScratchDirectory()) { server in
      let repository = try await repository(server)
      try server.answer(path, jira("In Progress", "indeterminate"))
      try await grant(repository, "ana-live", "OPS-4312")
      try expect(try await repository.run(), exits: 0)
      try server.answer(path, jira("In Bearbeitung", "indeterminate"))
      let run = try await repository.run(at: .drill(.minutes(1)))
      try expect(run, exits: 69)
      #expect(run.description.contains("statusCategory.key"), "\(run)")
      #expect(try await repository.liveGrants().map(\.state) == ["active"])
      try server.answer(path, jira("Erledigt", "done"))
      try expect(try await repository.run(at: .drill(.minutes(2))), exits: 0)
      #expect(try await repository.grants().map(\.state) == ["revoked"])
    }
  }
}
