import Model
import TestSupport
import Testing

/// Servers that are gone, busy or lied about, and people who would rather keep what they have.
@Suite(.postgresServer, .enabled(if: PostgresServer.programs != nil, "PostgreSQL is not installed"))
struct PostgresThreats {
  private let request = Request("ana", "read", of: "database", duration: "1h")

  @Test(
    "38: what a server has not done, or not said, leaves the grant open",
    arguments: PostgresTarget.failing)
  func failing(_ behaviour: TargetBehaviour) async throws {
    try await threats(try await PostgresTarget()).failing(behaviour)
  }

  @Test("38: a lock that somebody holds delays nothing but its own grant")
  func locked() async throws {
    let target = try await PostgresTarget(makesLogins: true)
    let server = target.server
    let repository = try await target.repository()
    try await repository.grant(request)
    try await repository.run(target)
    // An administrator is in the middle of something with her login.
    async let administrator = server.attempt(
      "begin; alter role \(target.anaQuoted) connection limit 5; select pg_sleep(300)")
    try await untilThereIs("select pg_sleep", on: server, by: "postgres", about: target.ana)
    let run = try await repository.run(target, at: .drill(.hours(1)))
    #expect(run.status == 69, "\(run)")
    #expect(run.description.contains("lock timeout"), "\(run)")
    #expect(try await repository.states() == ["expiring: issued activated expiring"])
    #expect(try await target.members().isEmpty, "the access itself is gone already")
    try await server.sql(
      "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'postgres' and position('\(target.ana)' in query) > 0 and wait_event = 'PgSleep'"
    )
    #expect(try await administrator.status != 0)
    #expect(try await repository.run(target, at: .drill(.hours(1))).status == 0)
    #expect(try await repository.states() == ["expired: issued activated expiring expired"])
    try await repository.expectRightAudit()
  }

  @Test("38: a subject's own transaction does not keep their login")
  func ownLock() async throws {
    let target = try await PostgresTarget(makesLogins: true)
    let server = target.server
    let repository = try await target.repository()
    try await repository.grant(request)
    try await repository.run(target)
    async let session = server.attempt(
      "begin; alter role current_user password 'x'; select pg_sleep(300)", as: target.ana)
    try await untilThereIs("select pg_sleep", on: server, by: target.ana)
    let run = try await repository.run(target, at: .drill(.hours(1)))
    #expect(run.status == 0, "\(run)")
    #expect(try await session.status != 0)
    #expect(try await server.attempt("select 1", as: target.ana).status != 0)
  }

  private func untilThereIs(
    _ text: String, on server: PostgresServer, by login: String, about more: String = ""
  ) async throws {
    for _ in 0..<200 {
      let found = try await server.sql(
        """
        select count(*) from pg_stat_activity where usename = '\(login)' and pid <> pg_backend_pid()
          and position('\(text)' in query) > 0 and position('\(more)' in query) > 0
          and wait_event = 'PgSleep'
        """)
      if found != "0" { return }
      try await Task.sleep(for: .milliseconds(50))
    }
    throw ScratchError(what: "no session of \(login) began")
  }

  @Test(
    "35: the end of one grant does not take away what another still gives",
    arguments: [false, true])
  func overlapping(makesLogins: Bool) async throws {
    let target = try await PostgresTarget(makesLogins: makesLogins)
    let repository = try await target.repository()
    try await repository.grant(request)
    try await repository.grant(Request("ana-longer", "read", of: "database", duration: "2h"))
    try await repository.grant(Request("ana-writes", "write", of: "database", duration: "3h"))
    #expect(try await repository.run(target).status == 0)
    let (read, write) = ("\(target.ana) \(target.read)", "\(target.ana) \(target.write)")
    #expect(try await target.members() == [read, write])
    if makesLogins { #expect(try await validUntil(target) == "2026-11-21 15:00:00+00") }
    #expect(try await repository.run(target, at: .drill(.minutes(90))).status == 0)
    #expect(try await target.members() == [read, write])
    #expect(try await repository.run(target, at: .drill(.minutes(121))).status == 0)
    #expect(try await target.members() == [write])
    #expect(try await target.canUse(target.write, as: target.ana))
    #expect(try await repository.run(target, at: .drill(.minutes(181))).status == 0)
    #expect(try await target.members().isEmpty)
    #expect(
      try await (target.server.attempt("select 1", as: target.ana).status == 0) == !makesLogins)
    try await repository.expectRightAudit()
  }

  private func validUntil(_ target: PostgresTarget) async throws -> String {
    try await target.server.sql(
      "set timezone = 'UTC'", "select rolvaliduntil from pg_roles where rolname = '\(target.ana)'")
  }

  @Test("35: two entitlements that are one role are one access")
  func sameRole() async throws {
    let target = try await PostgresTarget()
    var policies = AccessRepository.Policies()
    policies.texts["policies/systems/database.yaml"] = target.system(
      roles: "{read: \(target.read), write: \(target.read)}")
    let repository = try await AccessRepository(policies)
    try await repository.grant(request)
    try await repository.grant(Request("ana-writes", "write", of: "database", duration: "2h"))
    #expect(try await repository.run(target).status == 0)
    #expect(try await repository.run(target, at: .drill(.minutes(61))).status == 0)
    #expect(try await target.members() == ["\(target.ana) \(target.read)"])
    #expect(try await repository.run(target, at: .drill(.minutes(121))).status == 0)
    #expect(try await target.members().isEmpty)
    try await repository.expectRightAudit()
  }

  @Test("35: what a later policy gives by the same name keeps nothing of what an earlier one gave")
  func changedRole() async throws {
    let target = try await PostgresTarget()
    let repository = try await target.repository()
    try await repository.grant(request)
    #expect(try await repository.run(target).status == 0)
    let change = try await repository.commit(
      [
        .file(
          "policies/systems/database.yaml",
          target.system(roles: "{read: \(target.write), write: \(target.read)}"))
      ], by: .nora)
    try await repository.approve(change, by: [.mia, .leo])
    #expect(try await repository.run(target).status == 0)
    try await repository.grant(Request("ana-longer", "read", of: "database", duration: "2h"))
    #expect(try await repository.run(target).status == 0)
    let (read, write) = ("\(target.ana) \(target.read)", "\(target.ana) \(target.write)")
    #expect(try await target.members() == [read, write])
    #expect(try await repository.run(target, at: .drill(.minutes(61))).status == 0)
    #expect(try await target.members() == [write])
    #expect(try await repository.run(target, at: .drill(.minutes(121))).status == 0)
    #expect(try await target.members().isEmpty)
    try await repository.expectRightAudit()
  }

  @Test("32: a run is killed while the server works: the next one finishes", arguments: 1...6)
  func killed(_ fifths: Int) async throws {
    let target = try await PostgresTarget(makesLogins: true)
    try await threats(target).killed(after: Double(fifths) / 5)
    #expect(try await target.server.attempt("select 1", as: target.ana).status != 0)
  }

  @Test("31: runs at the same time give and take once, and all of them can end in peace")
  func racing() async throws {
    try await threats(try await PostgresTarget(makesLogins: true)).racing()
  }

  @Test("31: what a slow run gives after a faster one took it away is taken back")
  func overtaken() async throws {
    let target = try await PostgresTarget(makesLogins: true)
    try await threats(target).overtaken(during: "deed")
    #expect(try await target.server.attempt("select 1", as: target.ana).status != 0)
  }

  private func threats(_ target: PostgresTarget) -> TargetThreats<PostgresTarget> {
    TargetThreats(target, request, gives: ["\(target.ana) \(target.read)"])
  }

  @Test(
    "30: names are data, whatever they hold",
    arguments: [
      "x\"; drop role @_write; --", "it's", "$do$ \\ :login ${HOME}", "säulen-\u{1F418}",
      " spaced out ",
      "CamelCase", "--set=role=postgres", "%s%I\\", "select",
    ])
  func hostileNames(_ text: String) async throws {
    let target = try await PostgresTarget(makesLogins: true)
    let name = "\(target.prefix)_" + text.replacing("@", with: target.prefix)
    try await target.server.sql(
      "create role \(target.quoted(name))",
      "grant \(target.quoted(name)) to \(target.prefix)_runner with admin option")
    var policies = AccessRepository.Policies()
    let quoted = name.replacing("'", with: "''")
    let beginning = String(name.prefix(40)).replacing("$", with: "S")
    policies.texts["policies/systems/database.yaml"] = target.system(
      roles: "{read: '\(quoted)', write: \(target.write)}"
    ).replacing(
      "login: \(target.prefix)_$subject",
      with: "login: '\(beginning.replacing("'", with: "''"))$subject'")
    let repository = try await AccessRepository(policies)
    try await repository.grant(request)
    let login = "\(beginning)ana.silva"
    let run = try await repository.run(target)
    #expect(run.status == 0, "\(run)")
    #expect(try await target.canUse(target.quoted(name), as: login))
    #expect(try await repository.discover(target).status == 0)
    let ended = try await repository.run(target, at: .drill(.hours(1)))
    #expect(ended.status == 0, "\(ended)")
    #expect(try await target.server.attempt("select 1", as: login).status != 0)
    #expect(
      try await target.server.sql(
        "select count(*) from pg_roles where rolname in ('\(target.read)', '\(target.write)')")
        == "2")
    try await repository.expectRightAudit()
  }

  @Test(
    "a name that the server would cut off is refused, one byte shorter is not", arguments: [63, 64])
  func longNames(_ length: Int) async throws {
    let target = try await PostgresTarget(makesLogins: true)
    let filling = String(repeating: "x", count: length - target.prefix.utf8.count - 11)
    var policies = AccessRepository.Policies()
    policies.texts["policies/systems/database.yaml"] = target.system().replacing(
      "login: \(target.prefix)_$subject", with: "login: \(target.prefix)_\(filling)_$subject")
    let repository = try await AccessRepository(policies)
    try await repository.grant(request)
    let run = try await repository.run(target)
    #expect((run.status == 0) == (length == 63), "\(run)")
    #expect(
      run.description.contains("can be the name of no login role") == (length == 64), "\(run)")
    #expect(try await target.members().count == (length == 63 ? 1 : 0))
    // What was never given does not stay open.
    #expect(try await repository.run(target, at: .drill(.hours(1))).status == 0)
    #expect(try await repository.liveGrants().isEmpty)
    #expect(try await target.members().isEmpty)
  }

  @Test("a superuser, the runner's own role and its superuser are refused")
  func superusers() async throws {
    let target = try await PostgresTarget(runner: "superuser")
    let repository = try await target.repository()
    try await repository.grant(request)
    let run = try await repository.run(target)
    #expect(run.status == 69, "\(run)")
    #expect(run.description.contains("a superuser: all superusers grant in one name"), "\(run)")
    #expect(try await target.members().isEmpty)
    try await target.server.sql(
      "alter role \(target.prefix)_runner nosuperuser createrole",
      "alter role \(target.anaQuoted) superuser")
    let other = try await repository.run(target)
    #expect(other.status == 69, "\(other)")
    #expect(other.description.contains("is no subject of grants"), "\(other)")
    try await target.server.sql("alter role \(target.anaQuoted) nosuperuser")
    #expect(try await repository.run(target).status == 0)
  }

  @Test("policy reaches no server but those of the runner's own file, and no secret is shown")
  func services() async throws {
    let target = try await PostgresTarget()
    let repository = try await target.repository()
    try await repository.grant(request)
    // The home's own list of services is not the runner's.
    try repository.sandbox.scratch.write(
      "[billing]\nhost=\(target.server.host)\nuser=postgres\ndbname=postgres\n",
      to: "home/.pg_service.conf")
    var environment = target.environment
    environment["COUNTERSIGN_CONNECTOR_PGSERVICEFILE"] = nil
    let without = try await repository.run(environment: environment)
    #expect(without.status == 69, "\(without)")
    #expect(without.description.contains("COUNTERSIGN_CONNECTOR_PGSERVICEFILE"), "\(without)")
    #expect(try target.calls().isEmpty)
    try target.scratch.write("[other]\nhost=\(target.server.host)\n", to: "services")
    let unknown = try await repository.run(target)
    #expect(unknown.status == 69, "\(unknown)")
    #expect(unknown.description.contains("definition of service"), "\(unknown)")
    try target.scratch.write(
      "[billing]\nhost=\(target.server.host)\nuser=nobody\npassword=s3cret\n", to: "services")
    let refused = try await repository.run(target)
    #expect(refused.status == 69, "\(refused)")
    #expect(refused.description.contains("could not ask the server: connection"), "\(refused)")
    #expect(refused.description.contains("does not exist"), "\(refused)")
    #expect(!refused.description.contains("s3cret"))
    environment = target.environment
    environment["PATH"] = target.scratch.path
    let programless = try await repository.run(environment: environment)
    #expect(programless.status == 69, "\(programless)")
    #expect(
      programless.description.contains("needs psql, which cannot be started"), "\(programless)")
  }
}
