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

  /// Whether `bytes`, sent to a proxy, ask it for this origin; bytes that begin no request ask for nothing.
  func isNamed(byProxied bytes: UnsafeRawBufferPointer) -> Bool {
    let words = bytes.prefix { $0 != 0x0D && $0 != 0x0A }.split(
      separator: 0x20, maxSplits: 2, omittingEmptySubsequences: false)
    guard words.count == 3, words[2].starts(with: "HTTP/".utf8) else { return isTunnelled(bytes) }
    let target = String(decoding: words[1], as: UTF8.self)
    if words[0].elementsEqual("CONNECT".utf8) {
      guard let colon = target.lastIndex(of: ":") else { return false }
      return scheme == .https
        && isAt(String(target[..<colon]), String(target[colon...].dropFirst()))
    }
    guard target.contains("://"), let named = RemoteAddress(target) else { return false }
    return hasOrigin(of: named)
  }

  /// Behind `CONNECT` there are records of TLS; behind a request in clear, its body, which holds no secret.
  private func isTunnelled(_ bytes: UnsafeRawBufferPointer) -> Bool {
    scheme == .http || bytes.first.map { 0x14...0x17 ~= $0 } ?? true
  }

  /// ASCII letters in lower case, an IPv6 address without its brackets.
  private static func bare(_ host: String) -> String {
    let inner =
      host.utf8.first == 0x5B && host.utf8.last == 0x5D
      ? String(host.dropFirst().dropLast()) : host
    return lowered(inner[...])
  }
}
