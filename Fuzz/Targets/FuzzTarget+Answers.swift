import Connectors
import Documents
import FoundationEssentials
import Model
import Signatures

/// What other programs and servers answer, and the lists that people export from them.
extension FuzzTarget {
  static func csv(_ bytes: [UInt8]) {
    switch CSVTable.read(bytes, file: "people.csv") {
    case .failure(let faults):
      precondition(!faults.reasons.isEmpty, "what is refused has a reason")
      for reason in faults.reasons { precondition(reason.line.map { $0 > 0 } ?? false) }
    case .success(let table):
      let rows = [table.header] + table.rows.map(\.fields)
      precondition(rows.allSatisfy { $0.count == table.header.count })
      let text = rows.map { row in
        row.map(quoted).joined(separator: ",") + "\r\n"
      }
      guard case .success(let again) = CSVTable.read(Array(text.joined().utf8), file: "") else {
        preconditionFailure("a table that is written is read")
      }
      let read = [again.header] + again.rows.map(\.fields)
      precondition(read.map { $0.map { Array($0.utf8) } } == rows.map { $0.map { Array($0.utf8) } })
    }
  }

  /// Byte by byte: a quote may have a combining mark behind it.
  private static func quoted(_ field: String) -> String {
    let quote = UInt8(ascii: "\"")
    let inner = field.utf8.flatMap { $0 == quote ? [quote, quote] : [$0] }
    return "\"" + String(decoding: inner, as: UTF8.self) + "\""
  }

  /// One answer as that of a ticket source, of a connector's program, of psql, and as a manifest.
  static func json(_ bytes: [UInt8]) {
    if let tree = JSONTree(parsing: bytes) {
      precondition(JSONTree(parsing: Array(written(tree).utf8)) == tree, "a value reads back")
    }
    let tickets = ["OPS-1", "OPS-2"]
    if let answers = TicketAnswer.read(bytes, about: tickets) {
      precondition(answers.map(\.ticket) == tickets)
    }
    for path in ["$.state", "$.result[0].state", "$.fields.status.name"] {
      guard let path = ValuePath(path) else { preconditionFailure("a path") }
      let page = TicketPage(
        url: "https://t.example/{ticket}", token: nil, path: path, open: ["Open"])
      if case .success(let answer) = TicketAnswer.read(bytes, of: "OPS-1", on: page) {
        precondition(answer.ticket == "OPS-1" && answer.state != .unanswered)
      }
    }
    accepted { _ = try ExecProtocol.decode(ExecProtocol.Description.self, from: bytes) }
    accepted { _ = try ExecProtocol.decode(ExecProtocol.Outcome.self, from: bytes) }
    accepted { _ = try ExecProtocol.decode(ExecProtocol.Listing.self, from: bytes) }
    accepted { _ = try PostgresAnswer.members(in: bytes) }
    precondition(!"\(PostgresAnswer.trouble(status: 3, errors: bytes))".isEmpty)
    accepted {
      let binding = try RoleBinding(parsing: bytes)
      let again = try RoleBinding(parsing: binding.manifest())
      precondition(again == binding, "a manifest reads back")
    }
  }

  private static func written(_ tree: JSONTree) -> String {
    switch tree {
    case .null: "null"
    case .bool(let value): "\(value)"
    case .integer(let value): "\(value)"
    case .number(let value): "\(value)"
    case .string(let text): written(text)
    case .array(let elements): "[" + elements.map { written($0) }.joined(separator: ",") + "]"
    case .object(let members):
      "{" + members.map { written($0) + ":" + written($1) }.joined(separator: ",") + "}"
    }
  }

  /// Each scalar by its number, as two halves of a pair where it takes them.
  private static func written(_ text: String) -> String {
    let units = text.utf16.map { "\\u" + hexadecimal([UInt8($0 >> 8), UInt8($0 & 0xFF)]) }
    return "\"" + units.joined() + "\""
  }

  static func ldif(_ bytes: [UInt8]) {
    for attribute in LDAPConnector.Attribute.allCases {
      guard let values = LDIF.values(of: attribute.rawValue, in: bytes) else { continue }
      let lines = values.map { "\(attribute.rawValue):: \(base64(Array($0.utf8)))\n" }
      let again = LDIF.values(
        of: attribute.rawValue, in: Array(("dn: cn=x\n" + lines.joined()).utf8))
      precondition(again.map { $0.map { Array($0.utf8) } } == values.map { Array($0.utf8) })
      let changes = LDIF.modification(of: "cn=x", values.map { .add(attribute, $0) })
      precondition(changes.allSatisfy { $0 == 0x0A || (0x20..<0x7F).contains($0) }, "plain ASCII")
    }
  }

  static func agent(_ bytes: [UInt8]) {
    accepted {
      let keys = try SSHAgent.keys(in: bytes)
      precondition(keys.reduce(0) { $0 + $1.count } < bytes.count)
    }
    accepted { _ = try SSHAgent.signature(in: bytes) }
  }

  static func x509(_ bytes: [UInt8]) {
    accepted { _ = try X509AuthorityKey(pem: bytes) }
    accepted { _ = try X509AuthorityKey(pem: armor(bytes, "PRIVATE KEY")) }
    accepted { _ = try X509AuthorityKey(pem: armor(bytes, "EC PRIVATE KEY")) }
    accepted {
      let name = try X509AuthorityName.of(base64(bytes))
      // A subject may be empty; whoever is taken once is taken again.
      let again = try X509AuthorityName.of(base64(bytes))
      precondition(again == name)
    }
  }
}
