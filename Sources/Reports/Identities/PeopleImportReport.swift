package import Model

/// What a list of people made of their files.
package struct PeopleImportReport: Report {
  package struct Change: Sendable {
    package let id: IdentityID
    /// `new`, `changed` or `left`.
    package let kind: String
    package let path: RepositoryPath
    /// The entries that changed.
    package let entries: [String]

    package init(id: IdentityID, kind: String, path: RepositoryPath, entries: [String]) {
      self.id = id
      self.kind = kind
      self.path = path
      self.entries = entries
    }
  }

  /// Something the list says that the files did not take.
  package struct Kept: Sendable {
    package let id: IdentityID
    package let why: String

    package init(id: IdentityID, why: String) {
      self.id = id
      self.why = why
    }
  }

  package let changes: [Change]
  package let kept: [Kept]
  package let unchanged: Int
  package let isDryRun: Bool
  /// How to send the change off; each is one line.
  package let commands: [String]

  package init(
    changes: [Change], kept: [Kept], unchanged: Int, isDryRun: Bool, commands: [String]
  ) {
    self.changes = changes
    self.kept = kept
    self.unchanged = unchanged
    self.isDryRun = isDryRun
    self.commands = commands
  }

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
