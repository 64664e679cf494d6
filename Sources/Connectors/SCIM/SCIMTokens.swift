package import Model

/// The tokens of a runner, each with the one service that it is for: lines of an address, a blank and a token.
///
/// Policy names the service, and whoever may change policy could else have the token of one shown to another.
package struct SCIMTokens: Sendable {
  private let lines: [(address: Substring, token: Substring)]

  /// Takes lines, of which empty ones and those that begin with `#` say nothing.
  package init(parsing bytes: [UInt8]) throws(TargetTrouble) {
    guard let text = String(validating: bytes, as: UTF8.self) else { throw Self.unreadable(0) }
    var lines: [(Substring, Substring)] = []
    let split = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    for (place, line) in split.enumerated() {
      let words = line.split { $0 == " " || $0 == "\t" }
      guard let first = words.first, !first.hasPrefix("#") else { continue }
      guard words.count == 2, words[1].utf8.allSatisfy(Self.isTokenByte) else {
        throw Self.unreadable(place + 1)
      }
      lines.append((words[0], words[1]))
    }
    self.lines = lines
  }

  /// The token for `address`.
  package func token(for address: SCIMAddress) throws(TargetTrouble) -> String {
    let found = lines.filter { $0.address.utf8.elementsEqual(address.text.utf8) }
    guard found.count == 1, let line = found.first else {
      throw .program(
        "has \(found.isEmpty ? "no token" : "more than one token") for \(address.text)")
    }
    return String(line.token)
  }

  /// What a bearer token may hold (RFC 6750, section 2.1): nothing that could end a header.
  private static func isTokenByte(_ byte: UInt8) -> Bool {
    SCIMAddress.isPlain(byte) || "+/=".utf8.contains(byte)
  }

  /// Never with the line's text, which is a secret.
  private static func unreadable(_ line: Int) -> TargetTrouble {
    .program("cannot read its tokens: line \(line) must be an address, a blank and a token")
  }
}
