import Model

/// Remarks as a SARIF 2.1.0 log with one run (OASIS Standard, 27 March 2020), as code scanners take them.
package func sarifLog(_ diagnostics: [Diagnostic], version: String) -> JSONValue {
  var summaries: [String: String?] = [:]
  for diagnostic in diagnostics { summaries[diagnostic.rule] = diagnostic.summary }
  let rules = summaries.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  let places = Dictionary(rules.enumerated().map { ($1, $0) }) { first, _ in first }
  return [
    "$schema":
      "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
    "version": "2.1.0",
    "runs": [
      [
        "tool": [
          "driver": [
            "name": "countersign", "version": .string(version),
            "rules": JSONValue(rules) { rule in
              JSONValue(present: [
                "id": .string(rule),
                "shortDescription": summaries[rule].flatMap(\.self).map { ["text": .string($0)] },
              ])
            },
          ]
        ],
        // Columns of reasons count Unicode scalars, as editors do.
        "columnKind": "unicodeCodePoints",
        "results": JSONValue(diagnostics) { result($0, place: places[$0.rule] ?? 0) },
      ]
    ],
  ]
}

private func result(_ diagnostic: Diagnostic, place: Int) -> JSONValue {
  let mend = diagnostic.hint.map { " (\($0))" } ?? ""
  return JSONValue(present: [
    "ruleId": .string(diagnostic.rule), "ruleIndex": .integer(place),
    "level": .string(diagnostic.level.rawValue),
    "message": ["text": .string(diagnostic.message + mend)],
    "locations": diagnostic.file.map { file in
      [
        [
          "physicalLocation": JSONValue(present: [
            "artifactLocation": ["uri": .string(uriReference(to: file))],
            "region": diagnostic.line.map { line in
              JSONValue(present: [
                "startLine": .integer(line),
                "startColumn": diagnostic.column.map(JSONValue.integer),
              ])
            },
          ])
        ]
      ]
    },
  ])
}

/// A relative reference to `path` (RFC 3986, section 4.2): every byte that is not unreserved is escaped.
private func uriReference(to path: String) -> String {
  var uri = ""
  for byte in path.utf8 {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
      UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: "/"):
      uri.unicodeScalars.append(Unicode.Scalar(byte))
    default: uri += "%" + hexadecimal([byte]).uppercased()
    }
  }
  return uri
}
