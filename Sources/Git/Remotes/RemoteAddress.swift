/// Where a remote is, taken apart as far as credentials and display need it.
struct RemoteAddress: Hashable {
  /// How the remote is reached.
  enum Scheme: String {
    case file, http, https, ssh
  }

  let scheme: Scheme
  /// Lower-case host; empty for a path.
  let host: String
  /// The port as it is written, or nil where the scheme's own is meant.
  let port: String?
  let user: String?
  let password: String?
  /// The path on the host, or on this machine's disk.
  let path: String

  /// Takes `url` apart, or answers nil for a scheme that is not supported.
  ///
  /// Without a scheme it is `[user@]host:path` for ssh if there is a colon before the first slash,
  /// and a path otherwise, as for git. `git://` is not supported: nothing protects it on the way.
  init?(_ url: String) {
    guard let separator = url.firstRange(of: "://") else {
      let head = url.prefix { $0 != "/" }
      guard let colon = head.firstIndex(of: ":") else {
        self.init(scheme: .file, authority: "", path: url)
        return
      }
      self.init(scheme: .ssh, authority: url[..<colon], path: String(url[colon...].dropFirst()))
      return
    }
    let name = Self.lowered(url[..<separator.lowerBound])
    guard let scheme = name == "ssh+git" || name == "git+ssh" ? .ssh : Scheme(rawValue: name)
    else { return nil }
    let rest = url[separator.upperBound...]
    let authority = rest.prefix { $0 != "/" }
    let path = String(rest[authority.endIndex...])
    guard scheme != .file || authority.isEmpty || authority == "localhost" else { return nil }
    self.init(
      scheme: scheme, authority: scheme == .file ? "" : authority,
      path: scheme == .file ? Self.decoded(path) : path)
  }

  private init(scheme: Scheme, authority: Substring, path: String) {
    self.scheme = scheme
    self.path = path
    var host = authority
    var login: [Substring] = []
    if let at = authority.lastIndex(of: "@") {
      login = authority[..<at].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      host = authority[at...].dropFirst()
    }
    user = login.first.map { Self.decoded(String($0)) }
    password = login.count > 1 ? Self.decoded(String(login[1])) : nil
    var port: Substring?
    if let colon = host.lastIndex(of: ":"), !host[colon...].contains("]") {
      port = host[colon...].dropFirst()
      host = host[..<colon]
    }
    self.port = port.flatMap { $0.isEmpty ? nil : String($0) }
    self.host = Self.lowered(host)
  }

  /// The address for people: without the user part, which may hold a credential.
  var display: String {
    if scheme == .file { return path }
    return "\(scheme.rawValue)://\(host)\(port.map { ":\($0)" } ?? "")"
      + (path.utf8.first == 0x2F ? path : "/\(path)")
  }

  /// Whether what is sent stays on this machine or is encrypted on the way.
  var isConfidential: Bool { scheme != .http || isLoopback }

  /// Whether it is this machine, by one of the names that always mean it; no proxy is needed on the way.
  var isLoopback: Bool { ["localhost", "127.0.0.1", "[::1]"].contains(host) }

  /// How well `prefix`, from the name of a setting, fits this address; nil when it does not.
  ///
  /// As in git-config(1), `http.<url>.*`: scheme, host and port are the same, the path is the same
  /// or begins with whole segments, and a user must be the same where there is one. A longer path
  /// fits better, then one with a user.
  func match(_ prefix: RemoteAddress) -> (pathLength: Int, user: Bool)? {
    guard prefix.scheme == scheme, prefix.host.utf8.elementsEqual(host.utf8),
      (prefix.port ?? defaultPort).utf8.elementsEqual((port ?? defaultPort).utf8),
      prefix.user.map({ $0.utf8.elementsEqual((user ?? "").utf8) }) ?? true
    else { return nil }
    let wanted = prefix.path.utf8.last == 0x2F ? prefix.path.utf8.dropLast() : prefix.path.utf8[...]
    let rest = path.utf8.dropFirst(wanted.count)
    guard path.utf8.starts(with: wanted), rest.first == 0x2F || rest.isEmpty else { return nil }
    return (wanted.count, prefix.user != nil)
  }

  /// ASCII letters in lower case and nothing else: in Unicode the Kelvin sign would become a k.
  static func lowered(_ text: Substring) -> String {
    String(decoding: text.utf8.map { 0x41...0x5A ~= $0 ? $0 + 0x20 : $0 }, as: UTF8.self)
  }

  /// The port that is meant where none is written.
  var defaultPort: String {
    switch scheme {
    case .http: "80"
    case .https: "443"
    case .ssh: "22"
    case .file: ""
    }
  }

  /// `text` with `%41` turned into `A`; what is no escape stays.
  private static func decoded(_ text: String) -> String {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      let digits = String(decoding: rest.prefix(2), as: UTF8.self)
      if byte == 0x25, digits.utf8.count == 2, let value = UInt8(digits, radix: 16) {
        bytes.append(value)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
