/// Where Countersign asks whether a ticket is open: `tickets:` of the settings (DESIGN section 8).
package enum TicketSource: Hashable, Sendable {
  /// A program and its arguments, started without a shell; JSON on its standard input and output.
  case command([String])
  /// A page for each ticket, as Jira and ServiceNow have it.
  case http(TicketPage)
}

/// The address of a ticket's page, and what on it says that the ticket is open.
package struct TicketPage: Hashable, Sendable {
  /// What stands in `url` for the ticket.
  package static let placeholder = "{ticket}"

  /// Holds the placeholder once, behind the host.
  package let url: String
  package let token: TicketToken?
  package let path: ValuePath
  /// The values at `path` that mean open.
  package let open: [String]
  /// A ticket that always exists and is always open: without it as such, nothing that the server says of others
  /// takes anything away.
  package let exists: String?

  package init(
    url: String, token: TicketToken?, path: ValuePath, open: [String], exists: String? = nil
  ) {
    self.exists = exists
    self.url = url
    self.token = token
    self.path = path
    self.open = open
  }

  /// The address of `ticket`, which is percent-encoded: it is a stranger's text.
  package func address(of ticket: String) -> String {
    let parts = url.split(separator: TicketPage.placeholder, omittingEmptySubsequences: false)
    return parts.joined(separator: percentEncoded(ticket))
  }
}

/// The environment variable that holds the token, and how the server takes it.
///
/// The settings name the variable and never the token: a git repository is no place for secrets.
package struct TicketToken: Hashable, Sendable {
  /// How the token stands in the `Authorization` header.
  package enum Scheme: String, Hashable, Sendable, CaseIterable {
    case bearer
    /// `user:token`, encoded as RFC 7617 has it.
    case basic
  }

  /// What the name of every such variable begins with.
  ///
  /// Policy must not be able to send any other secret of the runner's, such as the processor's key, to an
  /// address of its choice.
  package static let prefix = "COUNTERSIGN_TICKET_"

  package let variable: String
  package let scheme: Scheme

  package init(variable: String, scheme: Scheme) {
    self.variable = variable
    self.scheme = scheme
  }
}

/// The bytes of `text`, all but letters, digits, `-`, `.`, `_` and `~` as `%` and two digits (RFC 3986).
private func percentEncoded(_ text: String) -> String {
  var encoded: [UInt8] = []
  for byte in text.utf8 {
    if isNameByte(byte) || ".~".utf8.contains(byte) {
      encoded.append(byte)
    } else {
      encoded.append(UInt8(ascii: "%"))
      encoded += Array(hexadecimal([byte]).uppercased().utf8)
    }
  }
  return String(decoding: encoded, as: UTF8.self)
}
