import Model

/// What a person's file says that a list of people from another system can say.
package enum ImportField: String, CaseIterable, Hashable, Sendable {
  case id, name
  case personClass = "class"
  case organization, sponsor
  case contractReference = "contract_reference"
  case contractEnds = "contract_ends"
  case emails, verified, status
}

/// How the columns and words of another system's list are ours: a file beside the list, in no repository's
/// charge, since what the list becomes is looked at in the pull request.
package struct ImportMapping: Hashable, Sendable {
  /// The column, or the member of each JSON object, that has a field; absent fields are called as ours.
  package let columns: [ImportField: String]
  /// What our words are in the list, by field.
  package let words: [ImportField: [String: String]]
  /// What holds where the list has no column.
  package let defaults: [ImportField: String]

  package init(
    columns: [ImportField: String] = [:], words: [ImportField: [String: String]] = [:],
    defaults: [ImportField: String] = [:]
  ) {
    self.columns = columns
    self.words = words
    self.defaults = defaults
  }

  /// What the list calls `field`.
  package func column(of field: ImportField) -> String { columns[field] ?? field.rawValue }

  /// The value of `field` in our words, from the list's; blanks around it do not count.
  package func value(_ text: String?, of field: ImportField) -> String? {
    let trimmed = text.map(withoutBlanks)
    guard let trimmed, !trimmed.isEmpty else { return defaults[field] }
    return words[field]?[trimmed] ?? trimmed
  }
}

private func withoutBlanks(_ text: String) -> String {
  let scalars = text.unicodeScalars.drop { $0 == " " }
  let end = scalars.lastIndex { $0 != " " }.map { scalars.index(after: $0) } ?? scalars.startIndex
  return String(scalars[..<end])
}

private enum MappingKeys: String, CaseIterable {
  case columns, values, defaults
}

/// Reads a mapping: `columns: {name: Full Name}`, `values: {status: {Terminated: offboarded}}` and
/// `defaults: {class: employee}`.
///
/// - Parameter file: What faults call the file.
package func readImportMapping(
  _ bytes: [UInt8], file: String
) -> Result<ImportMapping, DocumentFaults> {
  var findings = Findings(file: file)
  let mapping = readFields(bytes, of: "a mapping", keys: MappingKeys.self, &findings) {
    fields, findings -> ImportMapping? in
    let columns = fields.optional(.columns, &findings)?.texts(of: "`columns`", &findings)
    let defaults = fields.optional(.defaults, &findings)?.texts(of: "`defaults`", &findings)
    var words: [ImportField: [String: String]] = [:]
    if let field = fields.optional(.values, &findings),
      let inner = Fields<ImportField>(field.element, of: "`values`", &findings)
    {
      for key in ImportField.allCases {
        guard let table = inner.optional(key, &findings) else { continue }
        words[key] = table.dictionary(&findings)
      }
    }
    return ImportMapping(columns: columns ?? [:], words: words, defaults: defaults ?? [:])
  }
  return findings.result(mapping)
}

extension Field {
  /// A text for each of our fields.
  fileprivate func texts(
    of whole: String, _ findings: inout Findings
  ) -> [ImportField: String]? {
    guard let fields = Fields<ImportField>(element, of: whole, &findings) else { return nil }
    var texts: [ImportField: String] = [:]
    for key in ImportField.allCases {
      texts[key] = fields.optional(key, &findings)?.line(limit: Limits.name, &findings)
    }
    return texts
  }

  /// Any texts as keys, each with a text.
  fileprivate func dictionary(_ findings: inout Findings) -> [String: String]? {
    guard case .mapping(let entries) = element.content else {
      return refuse(expected: "a mapping of the list's words to ours", &findings)
    }
    var texts: [String: String] = [:]
    for entry in entries {
      texts[entry.key] = Field(name: entry.key, keyMark: entry.keyMark, element: entry.value)
        .line(limit: Limits.name, &findings)
    }
    return texts
  }
}
