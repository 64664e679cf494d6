/// What may be shown to a remote that asks who is there.
///
/// The caller takes it from its environment: this room reads none. Settings such as
/// `http.<url>.extraheader` and the user part of an address are found here without it, and
/// `credential.helper` is never run.
package struct Credentials: Hashable, Sendable, CustomStringConvertible {
  /// A token for https, given as the password; never sent over plain http to another machine.
  package let token: String?
  /// Whether an ssh agent may be asked (`SSH_AUTH_SOCK` is set).
  package let hasAgent: Bool
  /// The home folder, whose `.ssh` has the default keys; nil when none shall be tried.
  package let home: String?

  /// What the caller found in its environment.
  package init(token: String? = nil, hasAgent: Bool = false, home: String? = nil) {
    self.token = token
    self.hasAgent = hasAgent
    self.home = home
  }

  /// Nothing at all.
  package static let none = Credentials()

  /// Says what there is, never the token itself.
  package var description: String {
    "Credentials(token: \(token == nil ? "none" : "hidden"), agent: \(hasAgent))"
  }
}
