/// Scheme, host and port: to whom a secret for this address may be shown, and to nobody else.
extension RemoteAddress {
  /// Whether a connection to `host` and `port` is one to this address.
  ///
  /// By the letters of the name alone: what another name or number leads to is another origin.
  func isAt(_ host: String, _ port: String) -> Bool {
    Self.bare(host).utf8.elementsEqual(Self.bare(self.host).utf8)
      && port.utf8.elementsEqual((self.port ?? defaultPort).utf8)
  }

  /// Whether `other` has the same scheme, host and port.
  func hasOrigin(of other: RemoteAddress) -> Bool {
    scheme == other.scheme && isAt(other.host, other.port ?? other.defaultPort)
  }

  /// What a request to a proxy asks for.
  enum ProxyRequest {
    /// A tunnel to this origin; what follows is TLS with it.
    case tunnel
    /// Something of this origin's, which is reached in clear.
    case page
    case elsewhere
  }

  /// What `bytes`, sent to a proxy, ask it for; nil where they begin no request.
  func request(toProxy bytes: UnsafeRawBufferPointer) -> ProxyRequest? {
    let words = bytes.prefix { $0 != 0x0D && $0 != 0x0A }.split(
      separator: 0x20, maxSplits: 2, omittingEmptySubsequences: false)
    guard words.count == 3, words[2].starts(with: "HTTP/".utf8) else { return nil }
    let target = String(decoding: words[1], as: UTF8.self)
    if words[0].elementsEqual("CONNECT".utf8) {
      guard scheme == .https, let colon = target.lastIndex(of: ":"),
        isAt(String(target[..<colon]), String(target[colon...].dropFirst()))
      else { return .elsewhere }
      return .tunnel
    }
    guard target.contains("://"), let named = RemoteAddress(target), scheme == .http,
      hasOrigin(of: named)
    else { return .elsewhere }
    return .page
  }

  /// ASCII letters in lower case, an IPv6 address without its brackets.
  private static func bare(_ host: String) -> String {
    let inner =
      host.utf8.first == 0x5B && host.utf8.last == 0x5D
      ? String(host.dropFirst().dropLast()) : host
    return lowered(inner[...])
  }
}
