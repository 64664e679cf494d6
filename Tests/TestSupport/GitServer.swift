package import Subprocess

#if canImport(System)
  import System
#else
  import SystemPackage
#endif

/// A server of git repositories on the loopback interface.
package struct GitServer: Sendable {
  /// The address of the folder with the repositories, without a slash at its end.
  package let url: String
  /// The port it listens on.
  package let port: Int
  /// The file with one line a request: method, path, `Authorization` header or `-`.
  package let log: String

  /// Runs a server that hands requests to `git http-backend` while `body` runs.
  ///
  /// - Parameters:
  ///   - root: The folder with the repositories.
  ///   - scratch: Where the server keeps its files.
  ///   - authorization: The `Authorization` header that requests must have; nil for none.
  ///   - tls: The files of a certificate and its key, for https.
  ///   - redirects: Where to send requests, by the first part of their path.
  ///   - body: What to do meanwhile.
  /// - Returns: What `body` returns.
  /// - Throws: What `body` throws, or `ScratchError` when the server does not start.
  package static func http<Value: Sendable>(
    root: String, scratch: ScratchDirectory, authorization: String? = nil,
    tls: (certificate: String, key: String)? = nil, redirects: [String: String] = [:],
    _ body: @escaping @Sendable (GitServer) async throws -> Value
  ) async throws -> Value {
    let name = "http-\(UInt32.random(in: 0 ... .max))"
    let script = try scratch.write(httpScript, to: "\(name).py")
    let (ready, log) = (scratch.file("\(name).port"), scratch.file("\(name).log"))
    let moved = redirects.map { "\($0.key)=\($0.value)" }
    return try await withProgram(
      "/usr/bin/python3",
      [
        script, root, ready, log, authorization ?? "",
        tls.map { "\($0.certificate),\($0.key)" } ?? "",
      ] + moved,
      home: scratch.path
    ) {
      let port = try await readPort(scratch, "\(name).port")
      return try await body(
        GitServer(
          url: "\(tls == nil ? "http" : "https")://127.0.0.1:\(port)", port: port, log: log))
    }
  }

  /// Runs an ssh server, which lets the keys in `authorized` in as the user who runs the test.
  ///
  /// - Parameters:
  ///   - scratch: Where the server keeps its files; its host key is `ssh-host-key.pub` there.
  ///   - authorized: Lines of an `authorized_keys` file.
  ///   - settings: Lines of `sshd_config` beside those that it has.
  ///   - body: What to do meanwhile.
  /// - Returns: What `body` returns.
  /// - Throws: What `body` throws, or `ScratchError` when the server does not start.
  package static func ssh<Value: Sendable>(
    scratch: ScratchDirectory, authorized: [String], settings more: [String] = [],
    _ body: @escaping @Sendable (GitServer) async throws -> Value
  ) async throws -> Value {
    let hostKey = scratch.file("ssh-host-key")
    try await mustRun("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", hostKey])
    let keys = try scratch.write(
      authorized.joined(separator: "\n") + "\n", to: "authorized_keys", mode: 0o600)
    let free = try await mustRun(
      "/usr/bin/python3",
      [
        "-c",
        "import socket; s = socket.socket(); s.bind(('127.0.0.1', 0)); print(s.getsockname()[1])",
      ])
    guard let port = Int(free.text) else { throw ScratchError(what: "no free port") }
    let settings = try scratch.write(
      """
      ListenAddress 127.0.0.1:\(port)
      HostKey \(hostKey)
      AuthorizedKeysFile \(keys)
      PidFile none
      UsePAM no
      StrictModes no
      PasswordAuthentication no
      PermitRootLogin yes
      AcceptEnv GIT_CONFIG_NOSYSTEM
      \(more.joined(separator: "\n"))

      """, to: "sshd_config")
    // What sshd is built to want, also where no init system has made it. It stays: taken away, it would be
    // missing for the servers of other tests, which then answer nobody.
    try await mustRun("mkdir", ["-p", "/run/sshd"])
    let log = scratch.file("sshd.log")
    return try await withProgram(
      "/usr/sbin/sshd", ["-D", "-f", settings, "-E", log], home: scratch.path
    ) {
      try await waitForPort(port)
      return try await body(GitServer(url: "ssh://127.0.0.1:\(port)", port: port, log: log))
    }
  }

  /// Runs `program` while `body` runs, then ends it: at once, or as `signal` has it end.
  package static func withProgram<Value: Sendable>(
    _ program: String, _ arguments: [String], home: String, ending signal: Signal = .kill,
    _ body: @Sendable () async throws -> Value
  ) async throws -> Value {
    let result = try await Subprocess.run(
      .path(FilePath(program)), arguments: Arguments(arguments),
      environment: .custom([
        "PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": "\(home)", "GIT_CONFIG_NOSYSTEM": "1",
      ]), input: .none, output: .discarded, error: .discarded
    ) { execution -> Result<Value, any Error> in
      let value: Result<Value, any Error>
      do { value = .success(try await body()) } catch { value = .failure(error) }
      try execution.send(signal: signal)
      return value
    }
    return try result.closureResult.get()
  }

  package static func readPort(_ scratch: ScratchDirectory, _ name: String) async throws -> Int {
    for _ in 0..<3000 {
      if let text = try? scratch.read(name), let port = Int(String(decoding: text, as: UTF8.self)) {
        return port
      }
      try await Task.sleep(for: .milliseconds(20))
    }
    throw ScratchError(what: "the server did not start")
  }

  private static func waitForPort(_ port: Int) async throws {
    for _ in 0..<1200 {
      let probe = "import socket; socket.create_connection(('127.0.0.1', \(port)), 1).close()"
      if try await runProgram("/usr/bin/python3", ["-c", probe]).status == 0 { return }
      try await Task.sleep(for: .milliseconds(50))
    }
    throw ScratchError(what: "the ssh server did not start")
  }

  private static let httpScript = """
    import http.server, os, ssl, subprocess, sys

    root, ready, log, authorization, tls = sys.argv[1:6]
    moved = dict(argument.split("=", 1) for argument in sys.argv[6:])

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self, status, headers, body):
            self.send_response_only(status)
            for name, value in headers:
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def body(self):
            if self.headers.get("Transfer-Encoding", "").lower() != "chunked":
                return self.rfile.read(int(self.headers.get("Content-Length", 0)))
            parts = []
            while True:
                size = int(self.rfile.readline(), 16)
                parts.append(self.rfile.read(size))
                self.rfile.readline()
                if size == 0:
                    return b"".join(parts)

        def serve(self):
            given = self.headers.get("Authorization")
            with open(log, "a") as file:
                file.write("%s %s %s\\n" % (self.command, self.path, given or "-"))
            body = self.body()
            path, _, query = self.path.partition("?")
            first = path.split("/")[1]
            if first in moved:
                location = moved[first] + self.path[len(first) + 1:]
                return self.answer(301, [("Location", location)], b"")
            if authorization and given != authorization:
                return self.answer(401, [("WWW-Authenticate", 'Basic realm="git"')], b"")
            environment = {
                "PATH": os.environ["PATH"], "HOME": os.environ["HOME"], "GIT_CONFIG_NOSYSTEM": "1",
                "GIT_PROJECT_ROOT": root, "GIT_HTTP_EXPORT_ALL": "1", "REMOTE_USER": "someone",
                "REQUEST_METHOD": self.command, "PATH_INFO": path, "QUERY_STRING": query,
                "CONTENT_TYPE": self.headers.get("Content-Type", ""),
                "CONTENT_LENGTH": str(len(body)), "REMOTE_ADDR": "127.0.0.1",
                "HTTP_CONTENT_ENCODING": self.headers.get("Content-Encoding", ""),
            }
            result = subprocess.run(
                ["git", "http-backend"], input=body, env=environment, stdout=subprocess.PIPE)
            head, _, content = result.stdout.partition(b"\\r\\n\\r\\n")
            status, headers = 200, []
            for line in head.decode().split("\\r\\n"):
                name, _, value = line.partition(": ")
                if name == "Status":
                    status = int(value.split()[0])
                elif name:
                    headers.append((name, value))
            self.answer(status, headers, content)

        do_GET = do_POST = serve

        def log_message(self, *arguments):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    if tls:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*tls.split(","))
        server.socket = context.wrap_socket(server.socket, server_side=True)
    with open(ready + ".new", "w") as file:
        file.write(str(server.server_port))
    os.rename(ready + ".new", ready)
    server.serve_forever()

    """
}
