/// What the settings say of offboardings.
package struct OffboardingSettings: Hashable, Sendable {
  package let owner: Owner?
  /// Places to look through whenever somebody leaves.
  package let places: [String]
  /// How soon the list of somebody who has left must be closed.
  package let within: Duration

  package init(
    owner: Owner? = nil, places: [String] = [], within: Duration = OffboardingSettings.usual
  ) {
    self.owner = owner
    self.places = places
    self.within = within
  }

  /// How soon where nobody says.
  package static let usual = Duration.seconds(7 * 86_400)
}
