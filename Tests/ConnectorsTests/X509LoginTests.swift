import FoundationEssentials
import Model
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#endif

/// Real servers that ask for client certificates, and grants that open them or do not.
@Suite(
  .enabled(
    if: geteuid() == 0 && access("/usr/sbin/nginx", X_OK) == 0 && !postgres.isEmpty,
    "it takes root, nginx and PostgreSQL"))
struct X509LoginTests {
  @Test("nginx lets in within the window, with the key and under the name that were granted")
  func nginx() async throws {
    try await logins { try await NginxServer.run($0, $1) }
  }

  @Test("PostgreSQL lets in within the window, with the key and as the role that were granted")
  func postgreSQL() async throws {
    try await logins { try await CertifiedPostgresServer.run($0, $1) }
  }

  /// Each attempt differs from the first in one thing.
  private func logins<Server: CertificateServer>(
    _ serve: (ShopAPI, @escaping @Sendable (Server) async throws -> Void) async throws -> Void
  ) async throws {
    let now = TestClock.now
    let shop = try await ShopAPI(at: now)
    func client(
      _ name: String, for person: Person = .ana, kind: String = "p256", at time: Instant,
      starts: Instant? = nil
    ) async throws -> Client {
      let (request, own) = try await shop.request(
        name, for: person.id, kind: kind, starts: starts)
      try await shop.land(request, by: person, at: time)
      return Client(
        key: own.key, certificate: try await shop.certificate(of: request), request: request)
    }
    let past = try await client("past", at: now.advanced(by: .hours(-2)))
    let present = try await client("present", at: now)
    let future = try await client("future", at: now, starts: now.advanced(by: .hours(3)))
    let bens = try await client("bens", for: .ben, kind: "ed25519", at: now)
    // The same name by another authority.
    let other = try await shop.openssl.makeAuthority("other")
    let path = shop.openssl.directory.file("foreign.crt")
    try await shop.openssl.run([
      "req", "-x509", "-config", shop.openssl.directory.file("openssl.cnf"), "-extensions",
      "subordinate", "-key", present.key, "-CA", other.certificate, "-CAkey", other.key, "-subj",
      "/CN=ana.silva", "-days", "1", "-out", path,
    ])
    let foreign = Client(key: present.key, certificate: path, request: present.request)

    try await serve(shop) { (server: Server) async throws in
      #expect(try await server.login(present, as: "ana.silva"))
      #expect(try await server.login(bens, as: "ben.cole"))
      #expect(try await !server.login(past, as: "ana.silva"), "after the window")
      #expect(try await !server.login(future, as: "ana.silva"), "before the window")
      #expect(try await !server.login(present, as: "ben.cole"), "under another name")
      #expect(try await !server.login(present.with(key: bens.key), as: "ana.silva"), "another key")
      #expect(try await !server.login(foreign, as: "ana.silva"), "by another authority")
      #expect(try await !server.login(nil, as: "ana.silva"), "without a certificate")

      // Revoked, and the server has fetched the list.
      let repository = shop.repository
      try await repository.land(
        try await repository.commit(
          [.removal(present.request.path)], by: .nora, at: now.advanced(by: .minutes(-1))))
      let run = try await repository.run(at: now, shop.arguments)
      #expect(run.status == 0, "\(run)")
      _ = try await shop.list()
      try await server.reload()
      #expect(try await server.refuses(present, as: "ana.silva"), "once revoked")
      #expect(try await server.login(bens, as: "ben.cole"), "another's stays")
    }
    try await shop.expectRightAudit()
  }
}

/// Whoever holds a key and a certificate for it.
struct Client: Sendable {
  let key: String
  let certificate: String
  let request: Request

  func with(key: String) -> Client {
    Client(key: key, certificate: certificate, request: request)
  }
}

/// A server that asks for certificates of an authority and looks at its list.
protocol CertificateServer: Sendable {
  /// Whether `client` gets in under `name`.
  func login(_ client: Client?, as name: String) async throws -> Bool
  /// Has the server read the list anew.
  func reload() async throws
}

extension CertificateServer {
  /// Whether `client` is refused, at the latest when the server has read its files anew.
  func refuses(_ client: Client, as name: String) async throws -> Bool {
    for _ in 0..<100 {
      if try await !login(client, as: name) { return true }
      try await Task.sleep(for: .milliseconds(100))
    }
    return false
  }
}

/// nginx with `ssl_verify_client`, and a page for each name.
struct NginxServer: CertificateServer {
  let port: Int
  let configuration: String

  static func run(
    _ shop: ShopAPI, _ body: @escaping @Sendable (NginxServer) async throws -> Void
  ) async throws {
    let scratch = try ScratchDirectory()
    let server = try await shop.openssl.makeAuthority("server", extensions: "server")
    let port = try await freePort()
    let names = ["ana.silva", "ben.cole"].map { name in
      """
            location = /\(name) {
              if ($ssl_client_s_dn != "CN=\(name)") { return 403; }
              return 200 "in\\n";
            }
      """
    }
    let configuration = try scratch.write(
      """
      daemon off;
      worker_processes 1;
      pid \(scratch.file("pid"));
      error_log \(scratch.file("error.log"));
      events {}
      http {
        access_log off;
        client_body_temp_path \(scratch.file("body"));
        proxy_temp_path \(scratch.file("proxy"));
        fastcgi_temp_path \(scratch.file("fastcgi"));
        uwsgi_temp_path \(scratch.file("uwsgi"));
        scgi_temp_path \(scratch.file("scgi"));
        server {
          listen 127.0.0.1:\(port) ssl;
          ssl_certificate \(server.certificate);
          ssl_certificate_key \(server.key);
          ssl_client_certificate \(shop.authority.certificate);
          ssl_verify_client on;
          ssl_crl \(try await shop.list());
      \(names.joined(separator: "\n"))
        }
      }

      """, to: "nginx.conf")
    try await GitServer.withProgram(
      "/usr/sbin/nginx", ["-c", configuration], home: scratch.path
    ) {
      let nginx = NginxServer(port: port, configuration: configuration)
      let outcome: Result<Void, any Error>
      do {
        try await waitFor(port)
        outcome = .success(try await body(nginx))
      } catch {
        outcome = .failure(error)
      }
      // Its workers would outlive a master that is killed.
      try await nginx.signal("stop")
      try outcome.get()
    }
  }

  func login(_ client: Client?, as name: String) async throws -> Bool {
    let identity = client.map { ["--cert", $0.certificate, "--key", $0.key] } ?? []
    let result = try await runProgram(
      "curl", ["-sk", "--max-time", "30"] + identity + ["https://127.0.0.1:\(port)/\(name)"])
    return result.text == "in"
  }

  func reload() async throws { try await signal("reload") }

  private func signal(_ name: String) async throws {
    try await mustRun("/usr/sbin/nginx", ["-c", configuration, "-s", name])
  }
}

/// PostgreSQL with `cert` authentication: the common name is the role.
struct CertifiedPostgresServer: CertificateServer {
  let port: Int
  let data: String

  private static let asUser = [
    "--reuid=postgres", "--regid=postgres", "--clear-groups", "--inh-caps=-all",
  ]

  static func run(
    _ shop: ShopAPI, _ body: @escaping @Sendable (CertifiedPostgresServer) async throws -> Void
  ) async throws {
    let scratch = try ScratchDirectory()
    let data = scratch.file("data")
    try await mustRun("chmod", ["711", scratch.path, shop.openssl.directory.path])
    try await mustRun("install", ["-d", "-o", "postgres", "-m", "700", data])
    let own = try await shop.openssl.makeAuthority("server", extensions: "server")
    let port = try await freePort()
    try await mustRun(
      "setpriv",
      asUser + ["\(postgres)/initdb", "-D", data, "-U", "postgres", "-A", "reject", "--no-sync"])
    for (from, name) in [(own.certificate, "server.crt"), (own.key, "server.key")] {
      try await mustRun(
        "install", ["-o", "postgres", "-m", "600", from, "\(data)/\(name)"])
    }
    try await mustRun("chmod", ["644", try await shop.list()])
    try scratch.write(
      """
      listen_addresses = '127.0.0.1'
      port = \(port)
      unix_socket_directories = ''
      fsync = off
      ssl = on
      ssl_cert_file = 'server.crt'
      ssl_key_file = 'server.key'
      ssl_ca_file = '\(shop.authority.certificate)'
      ssl_crl_file = '\(try await shop.list())'

      """, to: "data/postgresql.auto.conf")
    try scratch.write("hostssl all all 127.0.0.1/32 cert\n", to: "data/pg_hba.conf")
    try await mustRun(
      "setpriv", asUser + ["\(postgres)/postgres", "--single", "-D", data, "postgres"],
      input: Array(#"create role "ana.silva" login; create role "ben.cole" login;"#.utf8))
    try await GitServer.withProgram(
      "/usr/bin/setpriv", asUser + ["\(postgres)/postgres", "-D", data], home: scratch.path
    ) {
      let server = CertifiedPostgresServer(port: port, data: data)
      let outcome: Result<Void, any Error>
      do {
        try await waitFor(port)
        outcome = .success(try await body(server))
      } catch {
        outcome = .failure(error)
      }
      try await server.control(["stop", "-m", "immediate"])
      try outcome.get()
    }
  }

  func login(_ client: Client?, as name: String) async throws -> Bool {
    let identity = client.map { " sslcert=\($0.certificate) sslkey=\($0.key)" } ?? " sslcert=none"
    let result = try await runProgram(
      "psql",
      [
        "-X", "-A", "-t", "-c", "select current_user",
        "host=127.0.0.1 port=\(port) dbname=postgres user=\(name) sslmode=require\(identity)",
      ], environment: ["HOME": "/nonexistent", "PGCONNECT_TIMEOUT": "30"])
    return result.text == name
  }

  func reload() async throws { try await control(["reload"]) }

  private func control(_ arguments: [String]) async throws {
    try await mustRun(
      "setpriv", Self.asUser + ["\(postgres)/pg_ctl", "-D", data, "-s"] + arguments)
  }
}

/// Where the programs of the newest PostgreSQL are; empty where there is none.
let postgres: String = {
  do {
    let versions = try FileManager.default.contentsOfDirectory(atPath: "/usr/lib/postgresql")
    return versions.compactMap { Int($0) }.max().map { "/usr/lib/postgresql/\($0)/bin" } ?? ""
  } catch {
    return ""
  }
}()

private func freePort() async throws -> Int {
  let script =
    "import socket; s = socket.socket(); s.bind(('127.0.0.1', 0)); print(s.getsockname()[1])"
  return try #require(Int(try await mustRun("python3", ["-c", script]).text))
}

private func waitFor(_ port: Int) async throws {
  let probe = "import socket; socket.create_connection(('127.0.0.1', \(port)), 1).close()"
  for _ in 0..<200 {
    if try await runProgram("python3", ["-c", probe]).status == 0 { return }
    try await Task.sleep(for: .milliseconds(50))
  }
  throw ScratchError(what: "the server did not start")
}
