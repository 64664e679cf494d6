/// The parts of an address that decide whether a token may be sent there.
package struct WebAddress: Hashable, Sendable {
  package let isEncrypted: Bool
  package let hasUser: Bool
  /// With the port.
  package let host: String
  /// From the first slash on.
  package let rest: String

  /// Takes `http` and `https` with a host, a path, and no fragment, backslash or quote.
  package init?(_ text: String) {
    let bytes = Array(text.utf8)
    let forbidden = Array("\\\"<>^`|#".utf8)
    guard !bytes.contains(where: { forbidden.contains($0) }) else { return nil }
    let parts = bytes.split(
      separator: UInt8(ascii: "/"), maxSplits: 3, omittingEmptySubsequences: false)
    guard parts.count == 4, parts[1].isEmpty, !parts[2].isEmpty else { return nil }
    switch String(decoding: parts[0], as: UTF8.self) {
    case "https:": isEncrypted = true
    case "http:": isEncrypted = false
    default: return nil
    }
    hasUser = parts[2].contains(UInt8(ascii: "@"))
    host = String(decoding: parts[2], as: UTF8.self)
    rest = "/" + String(decoding: parts[3], as: UTF8.self)
  }

  /// Whether nobody on the way can read what is sent.
  package var isSafe: Bool {
    let name = String(
      host.hasPrefix("[") ? host.prefix { $0 != "]" } + "]" : host.prefix { $0 != ":" })
    return isEncrypted || ["127.0.0.1", "localhost", "[::1]"].contains(name)
  }
}
