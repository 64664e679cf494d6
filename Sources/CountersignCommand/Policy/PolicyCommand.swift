internal import ArgumentParser

/// `countersign policy`: the tools that make policy safe to change.
struct PolicyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "policy",
    abstract: "Look policies through, run their tests, and see what a change would do.",
    subcommands: [PolicyLintCommand.self, PolicyTestCommand.self, PolicyImpactCommand.self])
}
