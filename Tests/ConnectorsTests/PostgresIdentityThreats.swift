import Model
import TestSupport
import Testing

/// Roles and logins that are renamed, dropped and made anew while somebody has access (THREATS row 72), on the
/// system's own server.
@Suite(.postgresServer, .enabled(if: PostgresServer.programs != nil))
struct PostgresIdentityThreats {
  @Test("72: found by its oids, whatever it is called by now", arguments: TargetMove.allCases)
  func moved(_ move: TargetMove) async throws { try await PostgresIdentity.moved(move) }

  @Test("72: a role made anew under the same name holds nothing of what was given")
  func remade() async throws { try await PostgresIdentity.remade() }

  @Test("72: what others gave to others stays, and is found")
  func foreign() async throws { try await PostgresIdentity.foreign() }

  @Test("72: what somebody else gives beside it is not ours to take, and keeps it open")
  func beside() async throws { try await PostgresIdentity.beside() }

  @Test("72: a role whose name another has by now ends by itself alone")
  func namesake() async throws { try await PostgresIdentity.namesake() }

  @Test("72: on another server of the same names nobody can tell what became of it")
  func restored() async throws { try await PostgresIdentity.restored() }

  @Test("72: what may have been given under a name that is no more is not called gone")
  func neverConfirmed() async throws { try await PostgresIdentity.neverConfirmed() }
}

/// The same on a server that keeps one membership for each who gave it.
@Suite(.newerPostgresServer, .enabled(if: PostgresServer.newerPrograms != nil))
struct NewerPostgresIdentityThreats {
  @Test("72: found by its oids, whatever it is called by now", arguments: TargetMove.allCases)
  func moved(_ move: TargetMove) async throws { try await PostgresIdentity.moved(move) }

  @Test("72: a role made anew under the same name holds nothing of what was given")
  func remade() async throws { try await PostgresIdentity.remade() }

  @Test("72: what others gave to others stays, and is found")
  func foreign() async throws { try await PostgresIdentity.foreign() }

  @Test("72: what somebody else gives beside it is not ours to take, and keeps it open")
  func beside() async throws { try await PostgresIdentity.beside() }

  @Test("72: a role whose name another has by now ends by itself alone")
  func namesake() async throws { try await PostgresIdentity.namesake() }

  @Test("72: what may have been given under a name that is no more is not called gone")
  func neverConfirmed() async throws { try await PostgresIdentity.neverConfirmed() }

  @Test(
    "each of the options that PostgreSQL 16 brought goes with the membership",
    arguments: [
      "with inherit false", "with set false", "with inherit false, set false", "with admin option",
    ])
  func options(_ more: String) async throws {
    let target = try await PostgresTarget()
    let repository = try await target.repository()
    try await repository.grant(PostgresIdentity.request)
    #expect(try await repository.run(target).status == 0)
    // An administrator changes what the runner gave, in the runner's name.
    try await target.giveByHand("\(more) granted by \(target.prefix)_runner")
    if more.contains("admin") {
      try await target.server.sql("create role \(target.prefix)_bob login")
      try await target.server.sql(
        "grant \(target.read) to \(target.prefix)_bob", as: target.ana)
    }
    let ended = try await repository.run(target, at: .drill(.hours(1)))
    #expect(ended.status == 0, "\(ended)")
    #expect(try await target.left().isEmpty)
    try await repository.expectRightAudit()
  }

  @Test("a login that is made and its memberships go, beside the runner's own right over it")
  func made() async throws {
    let target = try await PostgresTarget(makesLogins: true)
    let repository = try await target.repository()
    try await repository.grant(PostgresIdentity.request)
    #expect(try await repository.run(target).status == 0)
    #expect(try await target.canUse(target.read, as: target.ana))
    #expect(try await repository.run(target, at: .drill(.hours(1))).status == 0)
    #expect(try await target.left().isEmpty)
    #expect(
      try await target.server.sql("select count(*) from pg_roles where rolname = '\(target.ana)'")
        == "0")
  }
}

/// What is tried on each kind of server.
private enum PostgresIdentity {
  static let request = Request("ana", "read", of: "database", duration: "1h")

  static func moved(_ move: TargetMove) async throws {
    let target = try await PostgresTarget()
    try await TargetThreats(target, request, gives: ["\(target.ana) \(target.read)"]).moved(move)
  }

  static func remade() async throws {
    let target = try await PostgresTarget()
    try await TargetThreats(target, request, gives: []).remade(targetKnows: true)
  }

  static func foreign() async throws {
    try await TargetThreats(try await PostgresTarget(), request, gives: []).foreign()
  }

  static func beside() async throws {
    try await TargetThreats(try await PostgresTarget(), request, gives: []).beside(isOne: false)
  }

  static func namesake() async throws {
    let target = try await PostgresTarget()
    let repository = try await target.repository()
    try await repository.grant(request)
    #expect(try await repository.run(target).status == 0)
    try await target.server.sql(
      "alter role \(target.read) rename to \(target.read)_former", "create role \(target.read)",
      "grant \(target.read) to \(target.prefix)_runner with admin option")
    try await repository.grant(Request("ana-longer", "read", of: "database", duration: "2h"))
    #expect(try await repository.run(target).status == 0)
    let (former, new) = ("\(target.ana) \(target.read)_former", "\(target.ana) \(target.read)")
    #expect(try await Set(target.left()) == [former, new])
    let first = try await repository.run(target, at: .drill(.minutes(61)))
    #expect(first.status == 0, "\(first)")
    #expect(try await target.left() == [new])
    #expect(try await repository.run(target, at: .drill(.minutes(121))).status == 0)
    #expect(try await target.left().isEmpty)
    try await repository.expectRightAudit()
  }

  static func restored() async throws {
    let target = try await PostgresTarget()
    let repository = try await target.repository()
    try await repository.grant(request)
    #expect(try await repository.run(target).status == 0)
    try await PostgresServer.run { other in
      try await other.sql(
        "create role \(target.read)", "create role \(target.prefix)_runner login createrole",
        "grant \(target.read) to \(target.prefix)_runner with admin option",
        "grant pg_signal_backend to \(target.prefix)_runner")
      try target.scratch.write(
        "[billing]\nhost=\(other.host)\nuser=\(target.prefix)_runner\ndbname=postgres\n",
        to: "services")
      let run = try await repository.run(target, at: .drill(.hours(1)))
      #expect(run.status == 69, "\(run)")
      #expect(run.description.contains("asks another server"), "\(run)")
    }
    #expect(try await repository.liveGrants().map(\.state) == ["expiring"])
    try target.scratch.write(
      "[billing]\nhost=\(target.server.host)\nuser=\(target.prefix)_runner\ndbname=postgres\n",
      to: "services")
    #expect(try await repository.run(target, at: .drill(.hours(1))).status == 0)
    #expect(try await target.left().isEmpty)
    try await repository.expectRightAudit()
  }

  static func neverConfirmed() async throws {
    let target = try await PostgresTarget()
    let repository = try await target.repository()
    try await repository.grant(request)
    // It was given, and the run never heard of it.
    try target.behave(.diesAfter)
    #expect(try await repository.run(target).status == 69)
    try await target.move(.renamesTarget)
    try target.behave(.good)
    let run = try await repository.run(target, at: .drill(.hours(1)))
    #expect(run.status == 69, "\(run)")
    #expect(run.description.contains("may be this under another"), "\(run)")
    #expect(try await repository.liveGrants().map(\.state) == ["expiring"])
    try await target.server.sql("alter role \(target.read)_former rename to \(target.read)")
    #expect(try await repository.run(target, at: .drill(.hours(1))).status == 0)
    #expect(try await target.left().isEmpty)
    try await repository.expectRightAudit()
  }
}
