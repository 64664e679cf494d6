/// A program that speaks the connector protocol (docs/connectors/exec.md).
package struct ExecConnector: Hashable, Sendable {
  /// Its name or absolute path, and its arguments; never empty.
  package let command: [String]
  /// What each entitlement of the system is called on the target, by its name.
  package let targets: [String: String]

  package init(command: [String], targets: [String: String]) {
    self.command = command
    self.targets = targets
  }
}
