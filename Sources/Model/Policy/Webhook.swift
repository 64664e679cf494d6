/// A chat channel that is told of events: an entry of `policies/notifications.yaml`.
package struct Webhook: Hashable, Sendable {
  /// Whose words the channel understands.
  package enum Target: String, Hashable, Sendable, CaseIterable {
    case slack, mattermost, teams
    /// Any server: signed JSON, as Standard Webhooks has it.
    case signed
  }

  /// The file that names the webhooks.
  package static let file = "policies/notifications.yaml"

  /// What the name of every variable with an address begins with.
  ///
  /// Who knows the address can write to the channel, so it is a secret and stands in no repository.
  package static let prefix = "COUNTERSIGN_WEBHOOK_"
  /// Ends the name of the variable with the key that signs messages, behind that of the address.
  package static let secretSuffix = "_SECRET"

  package let name: String
  /// The environment variable that holds the address.
  package let variable: String
  package let target: Target
  package let events: [NotifiedEvent]

  package init(name: String, variable: String, target: Target, events: [NotifiedEvent]) {
    self.name = name
    self.variable = variable
    self.target = target
    self.events = events
  }
}
