/// A request file that was just written, what it will need, and how to send it off.
package struct DraftReport: Sendable {
  package let explanation: Explanation
  /// Commands for a shell, in order; each is one line.
  package let commands: [String]
  /// What no command does.
  package let lastStep: String

  package init(explanation: Explanation, commands: [String], lastStep: String) {
    self.explanation = explanation
    self.commands = commands
    self.lastStep = lastStep
  }
}
