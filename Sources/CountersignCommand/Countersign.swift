package import ArgumentParser

/// The command line of Countersign.
package struct Countersign: AsyncParsableCommand {
  package static let configuration = CommandConfiguration(commandName: "countersign")
  package init() {}

  /// Runs the command line of this process and ends it with the command's exit status.
  package static func runProcess() async { await main() }
}
