internal import Connectors

/// The programs that speak to targets, as the owner of the runner set them up.
package struct TargetPrograms: Sendable {
  /// How a program is started: its words, what it gets of variables beside those for all connectors, its input, and
  /// whether what it says on standard error is kept.
  package typealias Start =
    @Sendable ([String], [String: String], [UInt8], Bool) async -> Result<
      ProgramEnd, ProgramTrouble
    >

  private let start: Start
  /// What connectors know a variable as, where the owner of the runner gave it to them.
  let variable: @Sendable (String) -> String?
  /// Begins the names of such variables where the owner sets them.
  let prefix: String

  package init(
    prefix: String, variable: @escaping @Sendable (String) -> String?, start: @escaping Start
  ) {
    self.prefix = prefix
    self.variable = variable
    self.start = start
  }

  /// Starts a program of a known kind, and keeps what it says on standard error.
  var run: ProgramCall.Runner {
    { [start] call in
      switch await start(call.words, call.environment, call.input, true) {
      case .failure(let trouble):
        .failure(trouble.ofTarget("needs \(call.words.first ?? ""), which \(trouble)"))
      case .success(let end):
        .success(ProgramAnswer(status: end.status, output: end.output, errors: end.errors))
      }
    }
  }

  /// Starts a program that is not known, of which only the answer counts.
  func ask(_ words: [String], _ input: [UInt8]) async -> Result<ProgramEnd, TargetTrouble> {
    await start(words, [:], input, false).mapError { $0.ofTarget("\($0)") }
  }
}

extension ProgramTrouble {
  /// The same as trouble of the target that the program speaks to.
  fileprivate func ofTarget(_ words: String) -> TargetTrouble {
    if case .late = self { .late(words) } else { .program(words) }
  }
}
