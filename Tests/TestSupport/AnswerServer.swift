/// A web server on the loopback interface that answers with what a folder holds, and notes each request.
package struct AnswerServer: Sendable {
  /// The address, without a slash at its end.
  package let url: String
  private let scratch: ScratchDirectory
  private let name: String

  /// What the server was sent, as it stands in its log.
  package struct Request: Sendable {
    package let method: String
    /// As it was sent, percent signs and all.
    package let target: String
    package let authorization: String?
    package let body: String
    /// Those that tell who sent a message, by their names in small letters.
    package let headers: [String: String]
  }

  /// Runs a server while `body` runs.
  package static func run<Value: Sendable>(
    scratch: ScratchDirectory,
    _ body: @escaping @Sendable (AnswerServer) async throws -> Value
  ) async throws -> Value {
    let name = "answers-\(UInt32.random(in: 0 ... .max))"
    try scratch.write("", to: "\(name)/log")
    let script = try scratch.write(Self.script, to: "\(name).py")
    return try await GitServer.withProgram(
      "/usr/bin/python3", [script, scratch.file(name)], home: scratch.path
    ) {
      for _ in 0..<3000 {
        if let text = try? scratch.read("\(name)/port"),
          let port = Int(String(decoding: text, as: UTF8.self))
        {
          return try await body(
            AnswerServer(url: "http://127.0.0.1:\(port)", scratch: scratch, name: name))
        }
        try await Task.sleep(for: .milliseconds(20))
      }
      throw ScratchError(what: "the server did not start")
    }
  }

  /// Answers requests for `target`, as it is sent, with `status` and `text`, after so many seconds.
  package func answer(
    _ target: String, _ text: String, status: Int = 200, after seconds: Int = 0,
    location: String = ""
  ) throws {
    let file = target.utf8.map { String($0, radix: 16) }.joined(separator: "-")
    try scratch.write("\(status)\n\(seconds)\n\(location)\n\(text)", to: "\(name)/\(file)")
  }

  /// All that was sent so far, in order.
  package func requests() throws -> [Request] {
    String(decoding: try scratch.read("\(name)/log"), as: UTF8.self)
      .split(separator: "\n").map { line in
        let parts = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        let headers = parts[4].split(separator: "|").map { header in
          let pair = header.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
          return (String(pair[0]), String(pair[1]))
        }
        return Request(
          method: parts[0], target: parts[1], authorization: parts[2] == "-" ? nil : parts[2],
          body: parts[3], headers: Dictionary(headers) { $1 })
      }
  }

  private static let script = #"""
    import http.server, os, sys, threading, time

    folder = sys.argv[1]
    lock = threading.Lock()

    class Handler(http.server.BaseHTTPRequestHandler):
        def serve(self):
            body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            given = self.headers.get("Authorization", "-")
            with lock, open(folder + "/log", "a") as file:
                more = "|".join(k.lower() + "=" + v for k, v in self.headers.items()
                                if k.lower().startswith("webhook-"))
                file.write("\t".join([self.command, self.path, given, body, more]) + "\n")
            name = "-".join("%x" % byte for byte in self.path.encode())
            try:
                with open(folder + "/" + name) as file:
                    status, seconds, location, text = file.read().split("\n", 3)
            except FileNotFoundError:
                status, seconds, location, text = "404", "0", "", "{}"
            time.sleep(int(seconds))
            content = text.encode()
            self.send_response(int(status))
            if location:
                self.send_header("Location", location)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = serve

        def log_message(self, *arguments):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    with open(folder + "/port.new", "w") as file:
        file.write(str(server.server_port))
    os.rename(folder + "/port.new", folder + "/port")
    server.serve_forever()

    """#
}
