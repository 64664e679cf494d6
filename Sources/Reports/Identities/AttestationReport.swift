package import Model

extension AttestationReport: Report {
  package func text(_ style: Style) -> String {
    var page = Page(style)
    let written = isDryRun ? "would write" : "wrote"
    for file in files {
      page.line("\(file.isRemoved ? "removed" : written, .good)  \(file.path)")
    }
    if !files.isEmpty { page.gap() }
    page.table(
      TextTable(
        rows: stops.sorted { $0.key < $1.key }.map { id, status in
          ["\(status.rawValue, .bad)", "\(id, .strong)"]
        }
          + pending.map { change in
            [
              "\("needs people", .waiting)", "\(change.id, .strong)",
              "\(change.entries.joined(separator: ", "))",
            ]
          }))
    for note in kept { page.line("\("kept", .waiting)  \(note.id) \(note.why)") }
    page.gap()
    page.line(
      "\(confirmed) confirmed, \(stops.values.count { $0 == .suspended }) suspended, "
        + "\(stops.values.count { $0 == .offboarded }) offboarded, \(pending.count) for people"
        + (isDryRun ? "; dry run: nothing was written" : ""))
    if !commands.isEmpty {
      page.gap()
      page.line("Next, with the key of \(directory):")
      for command in commands { page.whole("\(command)", indent: 2) }
    }
    if !pending.isEmpty {
      page.line(
        "What needs people: the same without \(OptionName.attest), in a pull request of its own.")
    }
    return page.text
  }

  package var json: JSONValue {
    [
      "directory": JSONValue(text: directory),
      "files": JSONValue(files) { file in
        ["path": JSONValue(text: file.path), "removed": .bool(file.isRemoved)]
      }, "confirmed": .integer(confirmed),
      "stops": JSONValue(stops.sorted { $0.key < $1.key }) { id, status in
        ["id": JSONValue(text: id), "status": .string(status.rawValue)]
      },
      "pending": JSONValue(pending) { change in
        [
          "id": JSONValue(text: change.id), "kind": .string(change.kind),
          "entries": JSONValue(change.entries) { .string($0) },
        ]
      },
      "kept": JSONValue(kept) { ["id": JSONValue(text: $0.id), "why": .string($0.why)] },
      "dry_run": .bool(isDryRun), "commands": JSONValue(commands) { .string($0) },
    ]
  }
}
