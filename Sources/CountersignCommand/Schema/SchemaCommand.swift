internal import ArgumentParser
internal import Model
internal import Processing
internal import Reports

/// `countersign schema`: JSON Schemas of the documents, for editors.
struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema",
    abstract: "Print the JSON Schema of a kind of document, so that editors complete and check.",
    discussion: """
      Without a kind: the kinds, and where their documents stand. The schemas (draft 2020-12) are made \
      from the keys that the readers know. What no schema can say, such as whether a name is of \
      something, check and policy lint do.

      EXAMPLES
        countersign schema
        countersign schema request > request.schema.json
        countersign schema --all .vscode/schemas

      EXIT STATUS
        0 printed or written   64 there is no such kind
        74 a file cannot be written
      """)

  @Option(help: ArgumentHelp("Write every schema into this folder.", valueName: "dir"))
  var all: String?

  @Argument(
    help: ArgumentHelp(
      "One of \(DocumentKinds.names.joined(separator: ", ")).", valueName: "kind"),
    transform: SchemaCommand.kind)
  var kind: DocumentSchemaReport?

  private static func kind(_ name: String) throws -> DocumentSchemaReport {
    guard let found = DocumentKinds.all.first(where: { $0.name == name }) else {
      throw ValidationError(
        "There is no kind '\(name)'; they are \(DocumentKinds.names.joined(separator: ", ")).")
    }
    return found
  }

  mutating func run() throws {
    if let kind {
      guard all == nil else {
        throw ValidationError("Name a kind or give --all, not both.")
      }
      return try Output.answer(kind.text)
    }
    let kinds = DocumentKinds.all
    guard let all else {
      let column = (kinds.map(\.name.count).max() ?? 0) + 2
      let lines = kinds.map { kind in
        kind.name + String(repeating: " ", count: column - kind.name.count) + kind.paths
      }
      return try Output.answer(lines.joined(separator: "\n") + "\n")
    }
    for kind in kinds {
      let path = "\(all)/\(kind.name).schema.json"
      try Files.write(Array(kind.text.utf8), to: path)
      try Output.answer(joined(["wrote \(path)"]))
    }
  }
}
