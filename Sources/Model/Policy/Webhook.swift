/// A channel that is told of events: an entry of `policies/notifications.yaml`.
package struct Webhook: Hashable, Sendable {
  /// Whose words the channel understands.
  package enum Target: String, Hashable, Sendable, CaseIterable {
    case slack, mattermost, teams
    /// Any server: signed JSON, as Standard Webhooks has it.
    case signed
    /// People, by e-mail.
    case mail
  }

  /// Where what it is told goes.
  package enum Place: Hashable, Sendable {
    /// To the address that an environment variable holds.
    case variable(String)
    /// To these mailboxes, by way of the runner's own `sendmail` or relay; never empty.
    case mailboxes([String])
  }

  /// The file that names the channels.
  package static let file = "policies/notifications.yaml"

  /// What the name of every variable with an address begins with.
  ///
  /// Who knows the address can write to the channel, so it is a secret and stands in no repository.
  package static let prefix = "COUNTERSIGN_WEBHOOK_"
  /// Ends the name of the variable with the key that signs messages, behind that of the address.
  package static let secretSuffix = "_SECRET"

  package let name: String
  package let place: Place
  package let target: Target
  package let events: [NotifiedEvent]

  package init(name: String, place: Place, target: Target, events: [NotifiedEvent]) {
    self.name = name
    self.place = place
    self.target = target
    self.events = events
  }

  /// Whether `text` can stand where a mailbox does and mean nothing else there.
  ///
  /// That is in an argument of `sendmail`, in a command of SMTP and in a header. Mailboxes of other scripts need servers
  /// that take them, and are left out.
  package static func isMailbox(_ text: String) -> Bool {
    let parts = text.utf8.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
    func isPlain(_ byte: UInt8) -> Bool {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
        UInt8(ascii: "A")...UInt8(ascii: "Z"):
        true
      default: "._+=-".utf8.contains(byte)
      }
    }
    return parts.count == 2 && text.utf8.count <= 254 && text.utf8.first != UInt8(ascii: "-")
      && parts.allSatisfy { !$0.isEmpty && $0.allSatisfy(isPlain) }
  }
}
