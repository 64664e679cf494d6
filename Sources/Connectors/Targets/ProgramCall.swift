/// One start of a program that speaks to a target.
package struct ProgramCall: Sendable {
  /// Its name and arguments, none of them a secret: an argument list is there for all of the machine to see.
  package let words: [String]
  /// What it gets beside the variables that runners give connectors, and before them.
  package let environment: [String: String]
  /// What goes to its standard input.
  package let input: [UInt8]

  /// Starts it, without a shell and with a limit on its time and its answer.
  package typealias Runner =
    @Sendable (ProgramCall) async -> Result<ProgramAnswer, TargetTrouble>
}

/// What a program that speaks to a target printed, and how it ended.
package struct ProgramAnswer: Sendable {
  package let status: Int32
  package let output: [UInt8]
  /// Standard error.
  package let errors: [UInt8]

  package init(status: Int32, output: [UInt8], errors: [UInt8]) {
    self.status = status
    self.output = output
    self.errors = errors
  }
}
