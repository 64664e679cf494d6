package import Model

/// A request file that was just written, what it will need, and how to send it off.
package struct DraftReport: Report {
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

  package func text(_ style: Style) -> String {
    var page = Page(style)
    page.line("wrote \(explanation.key.path, .strong)")
    page.explanation(explanation)
    page.gap()
    page.next(nil, commands, lastStep)
    return page.text
  }

  package var json: JSONValue {
    [
      "request": explanation.json, "commands": JSONValue(commands) { .string($0) },
      "next": .string(lastStep),
    ]
  }
}
