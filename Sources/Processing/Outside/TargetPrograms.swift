package import Connectors

/// The programs that speak to targets, as the owner of the runner set them up.
package struct TargetPrograms: Sendable {
  /// Starts a program of a known kind, and keeps what it says on standard error.
  package let run: ProgramCall.Runner
  /// Starts a program that is not known, of which only the answer counts.
  package let ask: @Sendable ([String], [UInt8]) async -> Result<ProgramEnd, TargetTrouble>
  /// What connectors know a variable as, where the owner of the runner gave it to them.
  package let variable: @Sendable (String) -> String?
  /// Begins the names of such variables where the owner sets them.
  package let prefix: String

  package init(
    prefix: String, variable: @escaping @Sendable (String) -> String?,
    run: @escaping ProgramCall.Runner,
    ask: @escaping @Sendable ([String], [UInt8]) async -> Result<ProgramEnd, TargetTrouble>
  ) {
    self.prefix = prefix
    self.variable = variable
    self.run = run
    self.ask = ask
  }
}
