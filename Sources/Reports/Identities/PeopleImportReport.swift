package import Model

extension PeopleImportReport: Report {
  package func text(_ style: Style) -> String {
    var page = Page(style)
    page.table(
      TextTable(
        rows: changes.map { change in
          let tone: Tone = change.kind == "left" ? .bad : .good
          return [
            "\(change.kind, tone)", "\(change.id, .strong)",
            "\(change.entries.joined(separator: ", "))",
          ]
        }))
    for note in kept { page.line("\("kept", .waiting)  \(note.id) \(note.why)") }
    page.gap()
    let counts = ["new", "changed", "left"].map { kind in
      "\(changes.count { $0.kind == kind }) \(kind)"
    }
    let written = isDryRun ? "; dry run: nothing was written" : ""
    page.line(
      "\((counts + ["\(unchanged) unchanged"]).joined(separator: ", "))\(written)")
    if !commands.isEmpty {
      page.gap()
      page.line("Next:")
      for command in commands { page.whole("\(command)", indent: 2) }
      page.line(
        "Then open a pull request; whoever governs policies/people/ merges it with a signature.",
        indent: 2)
    }
    return page.text
  }

  package var json: JSONValue {
    [
      "changes": JSONValue(changes) { change in
        [
          "id": JSONValue(text: change.id), "kind": .string(change.kind),
          "path": JSONValue(text: change.path),
          "entries": JSONValue(change.entries) { .string($0) },
        ]
      },
      "kept": JSONValue(kept) { ["id": JSONValue(text: $0.id), "why": .string($0.why)] },
      "unchanged": .integer(unchanged), "dry_run": .bool(isDryRun),
      "commands": JSONValue(commands) { .string($0) },
    ]
  }
}
