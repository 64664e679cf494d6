import FoundationEssentials
import Model
import TestSupport
import Testing

/// Runs a suite beside a PostgreSQL server that its tests share.
struct PostgresServing: SuiteTrait, TestScoping {
  let programs: String?

  func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
  ) async throws {
    try await PostgresServer.run(by: programs) { server in
      try await PostgresServer.$current.withValue(server) { try await function() }
    }
  }
}

extension Trait where Self == PostgresServing {
  /// Starts a PostgreSQL server for the suite, and stops it afterwards.
  static var postgresServer: PostgresServing { PostgresServing(programs: PostgresServer.programs) }
  /// The same with one of PostgreSQL 16 or newer.
  static var newerPostgresServer: PostgresServing {
    PostgresServing(programs: PostgresServer.newerPrograms)
  }
}

extension PostgresTarget: MovingTarget {
  func move(_ move: TargetMove) async throws {
    if move != .renamesHolder {
      try await server.sql("alter role \(read) rename to \(read)_former")
    }
    if move != .renamesTarget {
      try await server.sql("alter role \(anaQuoted) rename to \(prefix)_ana_costa")
    }
  }

  func remake() async throws {
    try await server.sql(
      "drop role \(read)", "create role \(read)",
      "grant \(read) to \(prefix)_runner with admin option")
  }

  func give(to receiver: TargetReceiver) async throws {
    guard receiver == .another else { return try await giveByHand("with admin option") }
    let ben = quoted("\(prefix)_ben.cole")
    try await server.sql("create role \(ben) login", "grant \(read) to \(ben)")
  }

  func takeByHand() async throws { try await server.sql("revoke \(read) from \(anaQuoted)") }

  func left() async throws -> [String] {
    try await server.sql(
      """
      select l.rolname || ' ' || r.rolname from pg_auth_members m
      join pg_roles r on r.oid = m.roleid join pg_roles l on l.oid = m.member
      where r.rolname like '\(prefix)%' and l.rolname like '\(prefix)%' and l.rolname <> '\(prefix)_runner'
      order by 1
      """
    ).split(separator: "\n").map { String($0) }
  }
}

/// The roles and logins of one test on the suite's server, none of which another test names.
///
/// The runner's `psql` is a script that behaves as a file says and else is the real one.
struct PostgresTarget: TestTarget {
  /// What makes every deed fail.
  static let failing: [TargetBehaviour] = [.diesBefore, .diesAfter, .lies, .nonsense, .cannotList]

  let server: PostgresServer
  let scratch: ScratchDirectory
  /// What the names of the test's own begin with.
  let prefix: String
  let makesLogins: Bool

  /// Makes the roles `…_read` and `…_write`, the runner's role, and Ana's login where it is to be there.
  ///
  /// - Parameters:
  ///   - makesLogins: Whether the runner makes it, for the window.
  ///   - runner: What the runner's role may do.
  ///   - givesAll: Whether it may give both roles.
  init(
    makesLogins: Bool = false, runner: String = "createrole", givesAll: Bool = true
  ) async throws {
    server = try #require(PostgresServer.current)
    scratch = try ScratchDirectory()
    prefix = "t\(UInt32.random(in: 0 ... .max))"
    self.makesLogins = makesLogins
    try await server.sql(
      "create role \(prefix)_read", "create role \(prefix)_write",
      "create role \(prefix)_runner login \(runner)", "grant pg_signal_backend to \(prefix)_runner")
    if givesAll {
      try await server.sql("grant \(read), \(write) to \(prefix)_runner with admin option")
    }
    if !makesLogins { try await server.sql("create role \(quoted(ana)) login") }
    try scratch.write(
      "[billing]\nhost=\(server.host)\nuser=\(prefix)_runner\ndbname=postgres\n", to: "services")
    try scratch.write(Self.psql, to: "bin/psql", mode: 0o755)
    try behave(.good)
    try scratch.write("", to: "calls")
  }

  var read: String { "\(prefix)_read" }
  var write: String { "\(prefix)_write" }
  var ana: String { "\(prefix)_ana.silva" }
  /// Ana's login as an identifier in SQL.
  var anaQuoted: String { quoted(ana) }

  func quoted(_ name: String) -> String {
    "\"\(name.replacing("\"", with: "\"\""))\""
  }

  func access() async throws -> [String] { try await members() }

  func repository() async throws -> AccessRepository {
    var policies = Policies()
    policies.texts["policies/systems/database.yaml"] = system()
    return try await AccessRepository(policies)
  }

  /// What a runner is given.
  var environment: [String: String] {
    [
      "COUNTERSIGN_CONNECTOR_PGSERVICEFILE": scratch.file("services"),
      "COUNTERSIGN_CONNECTOR_COUNTERSIGN_TEST": scratch.path,
      "PATH": "\(scratch.file("bin")):/usr/bin:/bin",
    ]
  }

  /// The memberships of the test's roles, as `member role`, from the catalog.
  func members() async throws -> [String] {
    try await server.sql(
      """
      select l.rolname || ' ' || r.rolname from pg_auth_members m
      join pg_roles r on r.oid = m.roleid join pg_roles l on l.oid = m.member
      where r.rolname in ('\(read)', '\(write)') and l.rolname <> '\(prefix)_runner' order by 1
      """
    ).split(separator: "\n").map { String($0) }
  }

  /// Gives Ana the role by the hand of an administrator.
  func giveByHand(_ more: String = "") async throws {
    try await server.sql("grant \(read) to \(anaQuoted) \(more)")
  }

  /// Whether `login` can log in and read as `role`.
  func canUse(_ role: String, as login: String) async throws -> Bool {
    try await server.attempt("set role \(role)", "select 1", as: login).status == 0
  }

  /// The system's file.
  func system(_ more: String = "", roles: String? = nil) -> String {
    """
    description: A database
    owner: group:dba
    plane: data
    entitlements:
      read: {risk: low, eligible: [class:contractor], approvals: [{count: 1, from: [group:dba]}], maximum_duration: 8h}
      write: {risk: low, eligible: [class:contractor], approvals: [{count: 1, from: [group:dba]}], maximum_duration: 8h}
    connector:
      type: postgresql
      service: billing
      roles: \(roles ?? "{read: \(read), write: \(write)}")
      login: \(prefix)_$subject
      make_logins: \(makesLogins)
    \(more)
    """
  }

  private static let psql = """
    #!/bin/bash
    # Not itself on the way to the real one, which Debian finds by its name.
    real() { PATH=/usr/bin:/bin /usr/bin/psql "$@"; }
    cd "$COUNTERSIGN_TEST" || exit 9
    behaviour=$(cat behaviour)
    case "$*" in *--set=targets=*|*--set=wanted=*) kind=list;; *) kind=deed;; esac
    echo $kind >> calls
    case $behaviour/$kind in
      diesBefore/*) exit 2;;
      diesAfter/deed) real "$@" >/dev/null; kill -9 $$;;
      lies/deed) cat >/dev/null; echo done;;
      nonsense/*) cat >/dev/null; echo "done, master";;
      cannotList/list) PGSERVICEFILE=/dev/null real "$@";;
      slowToGrant/deed) for n in $(seq 1200); do [ -e go ] && break; sleep 0.05; done; real "$@";;
      *) real "$@";;
    esac

    """
}
