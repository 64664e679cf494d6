package import Model

extension DraftReport: Report {
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
