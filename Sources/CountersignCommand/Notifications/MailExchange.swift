internal import Model
internal import Processing
internal import Reports

/// Hands a message to the runner's own `sendmail`, or to its relay by curl.
///
/// The relay's password stands in a file that curl alone reads; arguments hold none, and no relay is shown one that does not
/// encrypt and prove its name by the machine's own list of authorities.
struct MailExchange: Sendable {
  /// Why nobody took it, in words without a secret; `wasNeverSent` where it surely did not arrive.
  struct Trouble: Error {
    let why: String
    let wasNeverSent: Bool
  }

  private enum Way {
    case sendmail(String)
    case relay(url: String, isLocal: Bool, passwords: String?)
  }

  let message: MailMessage
  private let way: Way

  /// Takes the way that the runner's owner chose.
  init(_ notification: Notification, to boxes: [String], at now: Instant) throws(Trouble) {
    func setting(_ name: String) -> String? { Surroundings.variable("COUNTERSIGN_" + name) }
    guard let from = setting("MAIL_FROM") else {
      throw Self.unset("COUNTERSIGN_MAIL_FROM is not set")
    }
    guard let message = MailMessage(notification, from: from, to: boxes, at: now) else {
      throw Self.unset("COUNTERSIGN_MAIL_FROM holds no e-mail address")
    }
    self.message = message
    switch (setting("SENDMAIL"), setting("SMTP")) {
    case (let program?, nil):
      guard program.hasPrefix("/") else {
        throw Self.unset("COUNTERSIGN_SENDMAIL holds no absolute path")
      }
      way = .sendmail(program)
    case (nil, let url?):
      guard let (isEncrypted, isLocal) = Self.relay(url) else {
        throw Self.unset("COUNTERSIGN_SMTP holds no address such as smtp://relay.example.net:587")
      }
      let passwords = setting("SMTP_NETRC")
      way = .relay(
        url: url, isLocal: isLocal && !isEncrypted && passwords == nil, passwords: passwords)
    default: throw Self.unset("one of COUNTERSIGN_SENDMAIL and COUNTERSIGN_SMTP must be set")
    }
  }

  /// Sends it, and waits no longer than some seconds.
  func send() async -> Result<Void, Trouble> {
    let program: BoundedProgram
    let input: [UInt8]
    let limit = Duration.seconds(12)
    switch way {
    case .sendmail(let path):
      program = BoundedProgram(
        words: [path, "-i", "-f", message.from, "--"] + message.to,
        environment: Surroundings.variables(["PATH"]), timeLimit: limit)
      input = message.bytes(lineEnd: "\n")
    case .relay(let url, let isLocal, let passwords):
      program = BoundedProgram(
        words: [
          "curl", "--disable", "--silent", "--proto", "=smtp,smtps", "--connect-timeout", "5",
        ]
          + ["--max-time", "10", "--url", url, "--upload-file", "-", "--mail-from", message.from]
          + message.to.flatMap { ["--mail-rcpt", $0] } + (isLocal ? [] : ["--ssl-reqd"])
          + (passwords.map { ["--netrc-file", $0] } ?? []),
        environment: Surroundings.variables(
          ["PATH", "SSL_CERT_FILE", "SSL_CERT_DIR", "CURL_CA_BUNDLE"]),
        timeLimit: limit)
      input = message.bytes(lineEnd: "\r\n")
    }
    switch await program.run(input: input) {
    case .failure(let trouble):
      return .failure(Trouble(why: "\(program.words[0]) \(trouble)", wasNeverSent: false))
    case .success(let end) where end.succeeded: return .success(())
    case .success(let end):
      guard case .relay = way else {
        return .failure(
          Trouble(why: "sendmail ended with status \(end.status)", wasNeverSent: false))
      }
      return .failure(
        Trouble(
          why: Self.meaning(of: end.status), wasNeverSent: [5, 6, 7, 35, 60].contains(end.status)))
    }
  }

  private static func unset(_ why: String) -> Trouble { Trouble(why: why, wasNeverSent: false) }

  private static func meaning(of status: Int32) -> String {
    switch status {
    case 55, 56: "the relay does not take the message"
    case 64: "the relay does not encrypt, and is shown nothing"
    case 67: "the relay does not take the runner's password"
    default: "the relay: \(CurlConfiguration.meaning(of: status))"
    }
  }

  /// Whether the relay encrypts from the start, and whether it is this machine; nil for what is no relay's address.
  private static func relay(_ url: String) -> (isEncrypted: Bool, isLocal: Bool)? {
    let schemes = ["smtps://": true, "smtp://": false]
    guard let (scheme, isEncrypted) = schemes.first(where: { url.hasPrefix($0.key) }) else {
      return nil
    }
    let host = url.dropFirst(scheme.count)
    guard !host.isEmpty,
      host.utf8.allSatisfy({ SCIMAddress.isPlain($0) || ":[]".utf8.contains($0) })
    else { return nil }
    let name = host.hasPrefix("[") ? host.prefix { $0 != "]" } + "]" : host.prefix { $0 != ":" }
    return (isEncrypted, ["127.0.0.1", "localhost", "[::1]"].contains(String(name)))
  }
}
