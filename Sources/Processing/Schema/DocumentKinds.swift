internal import Documents
package import Model

/// The kinds of documents that people write, each with its schema.
package enum DocumentKinds {
  /// All of them.
  package static var all: [DocumentSchemaReport] {
    DocumentSchema.allCases.map {
      DocumentSchemaReport(
        name: $0.rawValue, paths: $0.paths, title: $0.title, schemas: $0.schemas)
    }
  }

  /// What they are called.
  package static var names: [String] { DocumentSchema.allCases.map(\.rawValue) }
}
