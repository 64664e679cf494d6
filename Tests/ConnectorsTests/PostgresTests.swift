import Model
import TestSupport
import Testing

/// A real PostgreSQL server, and grants that are memberships of its roles.
@Suite(.postgresServer, .enabled(if: PostgresServer.programs != nil, "PostgreSQL is not installed"))
struct PostgresTests {
  private let request = Request("ana", "read", of: "database", duration: "1h")

  @Test("a window is a membership, from its start to its end")
  func membership() async throws {
    let target = try await PostgresTarget()
    let repository = try await target.repository()
    try await repository.grant(request)
    #expect(try await !target.canUse(target.read, as: target.ana))
    let begun = try await repository.run(target)
    #expect(begun.status == 0, "\(begun)")
    #expect(try await target.members() == ["\(target.ana) \(target.read)"])
    #expect(try await target.canUse(target.read, as: target.ana))
    #expect(try await !target.canUse(target.write, as: target.ana))
    #expect(try await repository.states() == ["active: issued activated"])
    let asked = try target.calls()
    let idle = try await repository.run(target, at: .drill(.minutes(30)))
    #expect(idle.status == 0, "\(idle)")
    #expect(try target.calls() == asked, "nothing is asked where nothing is open")

    let ended = try await repository.run(target, at: .drill(.hours(1)))
    #expect(ended.status == 0, "\(ended)")
    #expect(try await target.members().isEmpty)
    #expect(try await !target.canUse(target.read, as: target.ana))
    #expect(try await target.server.attempt("select 1", as: target.ana).status == 0)
    #expect(try await repository.states() == ["expired: issued activated expiring expired"])
    try await repository.expectRightAudit()
  }

  @Test("a login is made for the window, and is gone after it")
  func login() async throws {
    let target = try await PostgresTarget(makesLogins: true)
    let repository = try await target.repository()
    try await repository.grant(request)
    #expect(try await target.server.attempt("select 1", as: target.ana).status != 0)
    let begun = try await repository.run(target)
    #expect(begun.status == 0, "\(begun)")
    #expect(try await target.canUse(target.read, as: target.ana))
    let role = try await target.server.sql(
      """
      set timezone = 'UTC';
      select rolvaliduntil, rolsuper, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls,
        shobj_description(oid, 'pg_authid') from pg_roles where rolname = '\(target.ana)'
      """)
    #expect(role == "2026-11-21 13:00:00+00|f|f|f|f|f|Made by Countersign for ana.silva")

    #expect(try await repository.run(target, at: .drill(.hours(1))).status == 0)
    #expect(try await target.server.attempt("select 1", as: target.ana).status != 0)
    #expect(try await roleState(of: target) == "")
    try await repository.expectRightAudit()
  }

  @Test("a login that owns something stays, lets nobody in, and comes back with the next grant")
  func owningLogin() async throws {
    let target = try await PostgresTarget(makesLogins: true)
    let repository = try await target.repository()
    try await repository.grant(request)
    try await repository.run(target)
    try await target.server.sql("create schema \(target.prefix) authorization \(target.anaQuoted)")
    // A password of their own, which must not outlive the window.
    try await target.server.sql("alter role current_user password 'mine'", as: target.ana)
    let ended = try await repository.run(target, at: .drill(.hours(1)))
    #expect(ended.status == 0, "\(ended)")
    #expect(try await target.server.attempt("select 1", as: target.ana).status != 0)
    #expect(try await roleState(of: target) == "f|t|f")

    var again = Request("again", "read", of: "database", duration: "1h")
    again.starts = "2026-11-21T14:00:00Z"
    try await repository.grant(again)
    #expect(try await repository.run(target, at: .drill(.hours(2))).status == 0)
    #expect(try await target.canUse(target.read, as: target.ana))
    #expect(try await repository.run(target, at: .drill(.hours(4))).status == 0)
    #expect(try await roleState(of: target) == "f|t|f")
    #expect(try await target.members().isEmpty)
    try await repository.expectRightAudit()
  }

  /// Whether the login may log in, is valid no more, and has a password; empty where there is none.
  private func roleState(of target: PostgresTarget) async throws -> String {
    try await target.server.sql(
      """
      select rolcanlogin, rolvaliduntil <= now(), rolpassword is not null from pg_authid
      where rolname = '\(target.ana)'
      """)
  }

  @Test("the end of a window ends the sessions that may have the role", arguments: [false, true])
  func sessions(makesLogins: Bool) async throws {
    let target = try await PostgresTarget(makesLogins: makesLogins)
    let repository = try await target.repository()
    try await repository.grant(request)
    try await repository.run(target)
    let server = target.server
    try await server.sql("create role \(target.prefix)_other login")
    async let hers = server.attempt(
      "set role \(target.read)", "select pg_sleep(300)", as: target.ana)
    // Somebody else's goes on.
    let stranger = "\(target.prefix)_other"
    async let other = server.attempt("select pg_sleep(300)", as: stranger)
    try await untilThereAre(1, sessionsOf: target.ana, on: server)
    try await untilThereAre(1, sessionsOf: stranger, on: server)
    let ended = try await repository.run(target, at: .drill(.hours(1)))
    #expect(ended.status == 0, "\(ended)")
    let session = try await hers
    #expect(session.status != 0)
    #expect(session.errorText.contains("terminating connection"), "\(session.errorText)")
    let left = try await server.sql(
      "select pg_terminate_backend(pid) from pg_stat_activity where usename = '\(stranger)'")
    #expect(left == "t")
    #expect(try await other.status != 0)
  }

  @Test("who has a role through the subject has no session left either")
  func heirs() async throws {
    let target = try await PostgresTarget()
    let repository = try await target.repository()
    try await repository.grant(request)
    try await repository.run(target)
    let (server, heir) = (target.server, "\(target.prefix)_heir")
    try await server.sql("create role \(heir) login", "grant \(target.anaQuoted) to \(heir)")
    let found = try await repository.discover(target)
    #expect(found.rows.contains("leftover database heir \(target.read)"), "\(found)")
    async let session = server.attempt("set role \(target.read)", "select pg_sleep(300)", as: heir)
    try await untilThereAre(1, sessionsOf: heir, on: server)
    let ended = try await repository.run(target, at: .drill(.hours(1)))
    #expect(ended.status == 0, "\(ended)")
    #expect(try await session.status != 0)
    #expect(try await !target.canUse(target.read, as: heir))
  }

  private func untilThereAre(
    _ count: Int, sessionsOf login: String, on server: PostgresServer
  ) async throws {
    for _ in 0..<200 {
      let found = try await server.sql(
        "select count(*) from pg_stat_activity where usename = '\(login)' and state = 'active'")
      if found == "\(count)" { return }
      try await Task.sleep(for: .milliseconds(50))
    }
    throw ScratchError(what: "no session of \(login) began")
  }

  @Test("what somebody else gave is neither taken over nor taken away")
  func standing() async throws {
    let target = try await PostgresTarget()
    let repository = try await target.repository()
    try await target.server.sql("grant \(target.read) to \(target.anaQuoted)")
    try await repository.grant(request)
    let run = try await repository.run(target)
    #expect(run.status == 69, "\(run)")
    #expect(run.description.contains("Countersign did not give it"), "\(run)")
    let late = try await repository.run(target, at: .drill(.hours(1)))
    #expect(late.status == 69, "\(late)")
    #expect(try await repository.states() == ["expiring: issued expiring"])
    #expect(try await target.members() == ["\(target.ana) \(target.read)"])
    // Its owner takes it away, and that is the end.
    try await target.server.sql("revoke \(target.read) from \(target.anaQuoted)")
    #expect(try await repository.run(target, at: .drill(.hours(1))).status == 0)
    #expect(try await repository.liveGrants().isEmpty)
    try await repository.expectRightAudit()
  }

  @Test("a role that somebody else made is no login of ours")
  func foreignLogin() async throws {
    let target = try await PostgresTarget(makesLogins: true)
    let repository = try await target.repository()
    try await target.server.sql("create role \(target.anaQuoted) login")
    try await repository.grant(request)
    let run = try await repository.run(target)
    #expect(run.status == 69, "\(run)")
    #expect(run.description.contains("Countersign did not make it"), "\(run)")
    #expect(try await target.members().isEmpty)
  }

  @Test("discover: standing access through other roles too, leftovers, and what is missing")
  func discovery() async throws {
    let target = try await PostgresTarget()
    let repository = try await target.repository()
    try await repository.grant(request)
    try await repository.run(target)
    let clean = try await repository.discover(target)
    #expect(clean.status == 0, "\(clean)")
    let prefix = target.prefix
    try await target.server.sql(
      "revoke \(target.read) from \(target.anaQuoted) granted by \(prefix)_runner",
      "create role \(prefix)_team",
      "grant \(target.read) to \(prefix)_team", "create role \"\(prefix)_tom.berg\" login",
      "grant \(prefix)_team to \"\(prefix)_tom.berg\"", "create role \"\(prefix)-robot\" login",
      "grant \(target.write) to \"\(prefix)-robot\"")
    let found = try await repository.discover(target)
    #expect(found.status == 1, "\(found)")
    #expect(
      found.rows.prefix(4) == [
        "FINDING SYSTEM SUBJECT TARGET",
        "leftover database role:\(prefix)-robot \(target.write)",
        "missing database ana.silva \(target.read)",
        "standing database tom.berg \(target.read)",
      ], "\(found)")
  }

  @Test("a runner without CREATEROLE gives the roles that it may give")
  func adminOption() async throws {
    let target = try await PostgresTarget(runner: "nocreaterole", givesAll: false)
    try await target.server.sql("grant \(target.read) to \(target.prefix)_runner with admin option")
    let repository = try await target.repository()
    try await repository.grant(request)
    try await repository.grant(Request("more", "write", of: "database", duration: "1h"))
    let run = try await repository.run(target)
    #expect(run.status == 69, "\(run)")
    #expect(run.description.contains("the connector failed: "), "\(run)")
    #expect(try await target.members() == ["\(target.ana) \(target.read)"])
    try await target.server.sql(
      "grant \(target.write) to \(target.prefix)_runner with admin option")
    #expect(try await repository.run(target).status == 0)
    #expect(try await repository.run(target, at: .drill(.hours(1))).status == 0)
    #expect(try await target.members().isEmpty)
    #expect(try await repository.discover(target).status == 0)
  }
}

extension AccessRepository.Answer {
  /// The first four columns of each line.
  var rows: [String] {
    result.text.split(separator: "\n").map {
      $0.split(separator: " ").prefix(4).joined(separator: " ")
    }
  }
}
