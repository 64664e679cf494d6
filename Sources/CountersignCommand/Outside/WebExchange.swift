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
    let configuration: CurlConfiguration
    do throws(CurlConfiguration.Unusable) {
      configuration = try self.configuration()
    } catch {
      return .failure(.unusable("holds a character that no \(error.option) has"))
    }
    let program = BoundedProgram(
      words: CurlConfiguration.words,
      environment: Surroundings.variables(WebExchange.passedOn),
      timeLimit: timeLimit.advanced(by: .seconds(2)))
    let end: ProgramEnd
    switch await program.run(input: configuration.input) {
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

  private func configuration() throws(CurlConfiguration.Unusable) -> CurlConfiguration {
    var configuration = CurlConfiguration(protocols: "http,https")
    configuration.set("connect-timeout", min(5, timeLimit.wholeSeconds))
    configuration.set("max-time", timeLimit.wholeSeconds)
    configuration.set("write-out = \"\\n%{http_code}\"")
    try configuration.set("url", url)
    for header in headers { try configuration.set("header", "\(header.name): \(header.value)") }
    if let body { try configuration.set("data-raw", body) }
    return configuration
  }
}

extension WebExchange.Trouble: CustomStringConvertible {
  var description: String {
    switch self {
    case .unusable(let why): why
    case .curl(let trouble): "curl \(trouble)"
    case .failed(let status): CurlConfiguration.meaning(of: status)
    }
  }
}

extension Duration {
  fileprivate func advanced(by other: Duration) -> Duration { self + other }
}
