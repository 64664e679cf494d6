package import Model

/// The file of a review that was just written, and how to send it off.
package struct ReviewDraftReport: Report {
  package let path: RepositoryPath
  /// Commands for a shell, in order; each is one line.
  package let commands: [String]
  /// What is to be done before them.
  package let firstStep: String?
  /// What no command does.
  package let lastStep: String

  package init(path: RepositoryPath, commands: [String], firstStep: String?, lastStep: String) {
    self.path = path
    self.commands = commands
    self.firstStep = firstStep
    self.lastStep = lastStep
  }

  package func text(_ style: Style) -> String {
    var page = Page(style)
    page.line("wrote \(path, .strong)")
    page.gap()
    page.next(firstStep, commands, lastStep)
    return page.text
  }

  package var json: JSONValue {
    JSONValue(present: [
      "review": JSONValue(text: path), "commands": JSONValue(commands) { .string($0) },
      "first": firstStep.map(JSONValue.string), "next": .string(lastStep),
    ])
  }
}

extension Page {
  /// Adds what to do next: a step by hand, commands to copy, and a last step by hand.
  mutating func next(_ first: String? = nil, _ commands: [String], _ last: String) {
    line("Next:")
    if let first { line("\(first)", indent: 2) }
    for command in commands { whole("\(command)", indent: 2) }
    line("\(last)", indent: 2)
  }
}
