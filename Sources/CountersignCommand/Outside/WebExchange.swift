internal import Model
internal import Processing

/// One question to a web server and its answer, by curl.
///
/// This process links no HTTP stack: one would slow the start of every run, and this is off the hot path.
/// Address, headers and body reach curl over its standard input, so that no secret stands in an argument
/// list for all of the machine to see. Redirects are not followed: a token goes where policy says.
struct WebExchange: Sendable {
  /// Why there is no answer, in words that hold neither address nor token.
  enum Trouble: Error, Equatable {
    case unusable(String)
    case curl(BoundedProgram.Trouble)
    case failed(status: Int32)
  }

  struct Answer: Sendable {
    /// The HTTP status.
    let status: Int
    let body: [UInt8]
  }

  let url: String
  var headers: [(name: String, value: String)] = []
  /// With a body it is a POST.
  var body: String?
  var timeLimit = Duration.seconds(10)

  /// Asks, and waits for the answer no longer than `timeLimit`.
  func send() async -> Result<Answer, Trouble> {
    var lines = [
      "silent", "globoff", "proto = \"=http,https\"", "write-out = \"\\n%{http_code}\"",
      "connect-timeout = \(min(5, timeLimit.wholeSeconds))",
      "max-time = \(timeLimit.wholeSeconds)",
    ]
    let values =
      [("url", url)] + headers.map { ("header", "\($0.name): \($0.value)") }
      + (body.map { [("data-raw", $0)] } ?? [])
    for (option, value) in values {
      guard let quoted = quoted(value) else {
        return .failure(.unusable("holds a character that no \(option) has"))
      }
      lines.append("\(option) = \(quoted)")
    }
    let program = BoundedProgram(
      // First of all: no ~/.curlrc has a say.
      words: ["curl", "--disable", "--config", "-"],
      environment: Surroundings.variables(WebExchange.passedOn),
      timeLimit: timeLimit.advanced(by: .seconds(2)))
    let end: ProgramEnd
    switch await program.run(input: Array((lines + [""]).joined(separator: "\n").utf8)) {
    case .failure(let trouble): return .failure(.curl(trouble))
    case .success(let found): end = found
    }
    guard end.succeeded, let line = end.output.lastIndex(of: UInt8(ascii: "\n")),
      let status = Int(String(decoding: end.output[(line + 1)...], as: UTF8.self))
    else { return .failure(.failed(status: end.status)) }
    return .success(Answer(status: status, body: Array(end.output[..<line])))
  }

  /// What curl needs of this process's environment to find its way.
  private static let passedOn = [
    "PATH", "http_proxy", "https_proxy", "HTTPS_PROXY", "no_proxy", "NO_PROXY", "SSL_CERT_FILE",
    "SSL_CERT_DIR", "CURL_CA_BUNDLE",
  ]

  /// `text` between quotes as a curl configuration takes it; nil for what could end the line.
  private func quoted(_ text: String) -> String? {
    guard text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else { return nil }
    let escaped = text.utf8.flatMap { byte -> [UInt8] in
      byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
        ? [UInt8(ascii: "\\"), byte] : [byte]
    }
    return "\"" + String(decoding: escaped, as: UTF8.self) + "\""
  }
}

extension WebExchange.Trouble: CustomStringConvertible {
  var description: String {
    switch self {
    case .unusable(let why): why
    case .curl(let trouble): "curl \(trouble)"
    case .failed(let status):
      switch status {
      case 6: "its name cannot be resolved"
      case 7: "nobody listens there"
      case 28: "did not answer in time"
      case 35, 51, 58, 60: "does not prove who it is (TLS)"
      default: "curl ended with status \(status)"
      }
    }
  }
}

extension Duration {
  fileprivate func advanced(by other: Duration) -> Duration { self + other }
}
