/// What curl reads from its standard input in place of arguments (`--config -`), so that no address, header or body
/// stands in a list of processes for all of the machine to see.
package struct CurlConfiguration: Sendable {
  /// A value that no configuration can hold: it could end its line and begin an option of its own.
  package struct Unusable: Error {
    package let option: String
  }

  private var lines: [String] = []

  /// Begins what is asked by `protocols` alone.
  ///
  /// Nothing but answers is printed, no pattern is read into addresses, and no redirect is followed: what is shown to
  /// a server goes where policy says.
  package init(protocols: String) { begin(protocols) }

  /// First of all: no `~/.curlrc` has a say.
  package static let words = ["curl", "--disable", "--config", "-"]

  /// Begins another exchange over the same connection, for which nothing of before holds.
  package mutating func next(protocols: String) {
    lines.append("next")
    begin(protocols)
  }

  private mutating func begin(_ protocols: String) {
    lines += ["silent", "globoff", "proto = \"=\(protocols)\""]
  }

  /// Sets `option`, which takes no value.
  package mutating func set(_ option: String) { lines.append(option) }

  /// Sets `option` to `value`, whatever that holds.
  package mutating func set(_ option: String, _ value: String) throws(Unusable) {
    guard value.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
      throw Unusable(option: option)
    }
    let escaped = value.utf8.flatMap { byte -> [UInt8] in
      byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
        ? [UInt8(ascii: "\\"), byte] : [byte]
    }
    lines.append("\(option) = \"" + String(decoding: escaped, as: UTF8.self) + "\"")
  }

  /// Sets `option` to a number.
  package mutating func set(_ option: String, _ number: Int64) {
    lines.append("\(option) = \(number)")
  }

  /// What goes to standard input.
  package var input: [UInt8] { Array((lines + [""]).joined(separator: "\n").utf8) }

  /// What it means that curl ended with `status`, in words that stand behind `the server`.
  package static func meaning(of status: Int32) -> String {
    switch status {
    case 6: "its name cannot be resolved"
    case 7: "nobody listens there"
    case late: "did not answer in time"
    case 35, 51, 58, 60: "does not prove who it is (TLS)"
    case 77: "cannot be told from others: this machine's list of authorities cannot be read (TLS)"
    default: "curl ended with status \(status)"
    }
  }

  /// How curl ends where its time is over.
  package static let late: Int32 = 28
}
