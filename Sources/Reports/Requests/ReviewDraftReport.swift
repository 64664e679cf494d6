package import Model

extension ReviewDraftReport: Report {
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
