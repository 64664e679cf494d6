import FoundationEssentials

/// The SCIM server of PyPI's `scim2-server`, one for a suite, with a tenant for each test.
///
/// How a tenant behaves stands in the folder that it was made with; what it was asked to change, too.
package struct SCIMServer: Sendable {
  package let port: Int
  package let securePort: Int
  package let scratch: ScratchDirectory

  package static let isInstalled = FileManager.default.isExecutableFile(
    atPath: "\(TestTools.folder)/scim2-server")

  /// The suite's server, within `run`.
  @TaskLocal package static var current: SCIMServer?

  /// What the runner is known by.
  package static let token = "s3cret.of-the~runner+/="

  /// The file with the certificate of the authority that vouches for the server as `127.0.0.1`.
  package var authority: String { scratch.file("server.pem") }

  /// Runs a server while `body` runs.
  package static func run(_ body: @Sendable (SCIMServer) async throws -> Void) async throws {
    let scratch = try ScratchDirectory()
    try await mustRun(
      "openssl",
      [
        "req", "-x509", "-days", "2", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
        "-nodes", "-subj", "/CN=Test service", "-addext", "subjectAltName=IP:127.0.0.1",
        "-keyout", scratch.file("server.key"), "-out", scratch.file("server.pem"),
      ])
    let script = try scratch.write(source, to: "server.py")
    try await GitServer.withProgram(
      "\(TestTools.folder)/python3", [script, scratch.path, token], home: scratch.path
    ) {
      let server = SCIMServer(
        port: try await GitServer.readPort(scratch, "port"),
        securePort: try await GitServer.readPort(scratch, "secure-port"), scratch: scratch)
      try await body(server)
    }
  }

  /// The address of the tenant `name`.
  package func address(_ name: String, secure: Bool = false) -> String {
    secure ? "https://127.0.0.1:\(securePort)/\(name)/v2" : "http://127.0.0.1:\(port)/\(name)/v2"
  }

  /// Asks the tenant as its administrator, whatever it does to others, and answers with what it says.
  @discardableResult
  package func ask(
    _ tenant: String, _ method: String, _ path: String, _ body: String? = nil
  ) async throws -> String {
    let more = body.map { ["-H", "Content-Type: application/scim+json", "-d", $0] } ?? []
    return try await mustRun(
      "curl",
      [
        "-q", "-sS", "--fail-with-body", "-X", method, "-H", "Authorization: Bearer \(Self.token)",
        "-H", "X-Administrator: yes",
      ] + more + [address(tenant) + path]
    ).text
  }

  private static let source = """
    import json, os, re, select, ssl, sys, threading, time
    from urllib.parse import parse_qs
    from socketserver import ThreadingMixIn
    from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server
    from scim2_models import ScimProvider
    from scim2_server.applications.wsgi import TenantDispatcher
    from scim2_server.memory import InMemoryStorage
    from scim2_server.service import ScimService
    from scim2_server.testserver.application import BEARER_TOKEN_SCHEME, BearerTokenApplication
    from scim2_server.utils import (load_default_resource_types, load_default_schemas,
        load_default_service_provider_config)

    folder, token = sys.argv[1:]
    config = load_default_service_provider_config()
    config.authentication_schemes = [BEARER_TOKEN_SCHEME]
    provider = ScimProvider.from_discovery(
        load_default_schemas().values(), load_default_resource_types().values(), config=config)
    service = ScimService(provider)
    tenants = TenantDispatcher(lambda tenant: BearerTokenApplication(
        InMemoryStorage(), provider, service=service, bearer_tokens=[token]))

    class Died(Exception):
        pass

    def served(environ):
        said = {}
        def start(status, headers, info=None):
            said["status"], said["headers"] = status, headers
            return lambda data: None
        # The dispatcher changes what it is given.
        body = b"".join(tenants(dict(environ), start))
        return said["status"], said["headers"], body

    def app(environ, start):
        method, path = environ["REQUEST_METHOD"], environ["PATH_INFO"]
        tenant = path.split("/")[1]
        place = os.path.join(folder, "tenants", tenant)
        isRunner = "HTTP_X_ADMINISTRATOR" not in environ and os.path.exists(place)
        scratch = open(place).read() if isRunner else folder
        behaviour = open(scratch + "/behaviour").read() if isRunner else "good"
        def answer(status, headers, body):
            headers = [h for h in headers if h[0].lower() != "content-length"]
            start(status, headers + [("Content-Length", str(len(body)))])
            return [body]
        def error(status, kind, detail):
            body = {"schemas": ["urn:ietf:params:scim:api:messages:2.0:Error"],
                "status": status[:3], "scimType": kind, "detail": detail}
            return answer(status, [("Content-Type", "application/scim+json")],
                json.dumps(body).encode())
        if isRunner and method == "PATCH":
            with open(scratch + "/calls", "a") as calls:
                calls.write("PATCH\\n")
        if behaviour == "hangs":
            time.sleep(60)
        if behaviour == "diesBefore":
            raise Died()
        if behaviour == "redirects":
            return answer("302 Found", [("Location", "http://127.0.0.1:1/elsewhere")], b"")
        if behaviour == "tooMany" and not os.path.exists(scratch + "/asked-before"):
            open(scratch + "/asked-before", "w").close()
            return error("429 Too Many Requests", "", "later")
        if behaviour == "echoes":
            return error("500 Internal Server Error", "", "got " + environ["HTTP_AUTHORIZATION"])
        if method == "PATCH":
            size = int(environ.get("CONTENT_LENGTH") or 0)
            connection = environ["wsgi.input"].raw._sock
            raw = environ["wsgi.input"].read(size)
            import io
            environ["wsgi.input"] = io.BytesIO(raw)
            filtered = b"[value eq" in raw
            if behaviour == "refuses":
                return error("403 Forbidden", "", "this group is managed elsewhere")
            if behaviour == "lies":
                return answer("204 No Content", [], b"")
            if behaviour in ("noFilter", "noFilterNoVersion") and filtered:
                return error("400 Bad Request", "invalidPath", "no filters here")
            if behaviour == "ignoresFilter" and filtered:
                return answer("204 No Content", [], b"")
            if behaviour == "slowToGrant":
                for _ in range(1200):
                    if os.path.exists(scratch + "/go"):
                        break
                    time.sleep(0.05)
                # Whoever has given the call up, as the other targets' programs are, has asked for nothing.
                if select.select([connection], [], [], 0)[0]:
                    raise Died()
            status, headers, body = served(environ)
            if behaviour == "diesAfter":
                raise Died()
            return answer(status, headers, body)
        if behaviour == "cannotList" and re.search("/Groups/", path):
            return error("500 Internal Server Error", "", "out of order")
        if behaviour == "hidesGroup" and re.search("/Groups/", path):
            return error("404 Not Found", "", "no such group")
        status, headers, body = served(environ)
        if method == "GET" and status.startswith("200"):
            if behaviour == "nonsense":
                return answer(status, headers, b"done, master")
            value = json.loads(body)
            if behaviour == "noFilterNoVersion":
                value.get("meta", {}).pop("version", None)
            if "Resources" in value:
                found = value["Resources"]
                if behaviour == "listsPart":
                    value["totalResults"] += 1
                if behaviour == "listsTwice":
                    value["totalResults"] *= 2
                    value["Resources"] = found + found
                if behaviour == "otherPage":
                    value["startIndex"] = 7
                if behaviour == "onePerPage":
                    query = parse_qs(environ["QUERY_STRING"])
                    # A server that pages as it likes, and does not filter at all.
                    environ["QUERY_STRING"] = ("startIndex=%s&count=1" % query["startIndex"][0])
                    status, headers, body = served(environ)
                    return answer(status, headers, body)
            if behaviour == "behind" and "/Users/" in path and os.path.exists(scratch + "/group"):
                value["groups"] = [{"value": open(scratch + "/group").read(), "type": "direct"}]
            body = json.dumps(value).encode()
        return answer(status, headers, body)

    class Handler(WSGIRequestHandler):
        def log_message(self, *args):
            pass

        def handle(self):
            try:
                super().handle()
            except Exception:
                self.connection.close()

    class Server(ThreadingMixIn, WSGIServer):
        daemon_threads = True

        def handle_error(self, request, address):
            pass

    from wsgiref.handlers import SimpleHandler
    def broken(self):
        # No answer at all, where something died.
        self.result = []
        self.headers_sent = True
    SimpleHandler.handle_error = broken
    SimpleHandler.error_output = lambda self, environ, start: []

    os.makedirs(folder + "/tenants", exist_ok=True)
    plain = make_server("127.0.0.1", 0, app, server_class=Server, handler_class=Handler)
    secure = make_server("127.0.0.1", 0, app, server_class=Server, handler_class=Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder + "/server.pem", folder + "/server.key")
    secure.socket = context.wrap_socket(secure.socket, server_side=True)
    threading.Thread(target=secure.serve_forever, daemon=True).start()
    for name, server in (("secure-port", secure), ("port", plain)):
        with open(folder + "/" + name + ".new", "w") as file:
            file.write(str(server.server_port))
        os.rename(folder + "/" + name + ".new", folder + "/" + name)
    plain.serve_forever()
    """
}
