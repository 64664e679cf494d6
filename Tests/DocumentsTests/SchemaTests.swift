import Documents
import FoundationEssentials
import Model
import TestSupport
import Testing

/// The schemas, held against the readers by a validator that is not ours (`python3-jsonschema`).
@Suite struct SchemaTests {
  /// A text, the kind it is meant to be, and where it would stand.
  private struct Document {
    let kind: DocumentSchema
    let path: String
    let text: String

    /// What the reader says against it.
    var faults: [String] { documentFaults(path, text) }
  }

  /// Prints `true` or `false` for each document: whether it is valid by the schema of its kind.
  ///
  /// Plain `true`, `false` and whole numbers are what YAML 1.2 says they are, everything else is text, as
  /// the schemas have it.
  private static let validator = #"""
    import json, re, sys, yaml, jsonschema
    class Loader(yaml.BaseLoader): pass
    def plain(loader, node):
        if node.style is None and node.value in ("true", "false"): return node.value == "true"
        if node.style is None and re.fullmatch("0|[1-9][0-9]*", node.value): return int(node.value)
        if node.style is None and node.value in ("", "~", "null"): return None
        return node.value
    Loader.add_constructor("tag:yaml.org,2002:str", plain)
    validators = {}
    for line in sys.stdin:
        kind, text = json.loads(line)
        if kind not in validators:
            schema = json.load(open(sys.argv[1] + "/" + kind + ".schema.json"))
            jsonschema.Draft202012Validator.check_schema(schema)
            validators[kind] = jsonschema.Draft202012Validator(schema)
        try: print(json.dumps(validators[kind].is_valid(yaml.load(text, Loader))))
        except yaml.YAMLError: print("false")
    """#

  private func validity(_ documents: [Document]) async throws -> [Bool] {
    let scratch = try ScratchDirectory()
    _ = try await mustRun(
      AccessRepository.program, ["schema", "--all", scratch.file("schemas")])
    try scratch.write(Self.validator, to: "validate.py")
    var input: [UInt8] = []
    for document in documents {
      input += [UInt8](try JSONEncoder().encode([document.kind.rawValue, document.text])) + [0x0A]
    }
    let answer = try await mustRun(
      "python3", [scratch.file("validate.py"), scratch.file("schemas")], input: input)
    return answer.text.split(separator: "\n").map { $0 == "true" }
  }

  /// What a file at `path` is meant to be: the kind whose paths begin and end so.
  private static func kind(of path: String) -> DocumentSchema? {
    DocumentSchema.allCases.first { kind in
      kind.paths == path
        || kind.paths.firstIndex(of: "<").map { path.hasPrefix(kind.paths[..<$0]) } ?? false
    }
  }

  @Test func theExampleRepositoryIsValid() async throws {
    var documents: [Document] = []
    for folder in ["policies", "requests"] {
      for (path, bytes) in try ExampleRepositoryTests.files(below: folder) {
        documents.append(
          Document(
            kind: try #require(Self.kind(of: "\(path)")), path: "\(path)",
            text: String(decoding: bytes, as: UTF8.self)))
      }
    }
    #expect(documents.count > 40)
    for (document, isValid) in zip(documents, try await validity(documents)) {
      #expect(isValid, "\(document.path)")
    }
  }

  /// Each line of a complete document spoiled in every way: schema and reader say the same.
  @Test func schemasAgreeWithTheReaders() async throws {
    var documents: [Document] = []
    for complete in CompleteDocument.all {
      let (path, lines) = (complete.path, complete.lines)
      let kind = try #require(Self.kind(of: path))
      documents.append(Document(kind: kind, path: path, text: complete.text + "\n"))
      for (place, line) in lines.enumerated() {
        guard let colon = line.firstIndex(of: ":") else { continue }
        let head = line[...colon]
        for value in Self.values {
          var spoiled = lines
          spoiled[place] = "\(head) \(Self.written(value, behind: head))"
          documents.append(
            Document(kind: kind, path: path, text: spoiled.joined(separator: "\n") + "\n"))
        }
        var misspelt = lines
        misspelt[place] = "\(line[..<colon])x\(line[colon...])"
        documents.append(
          Document(kind: kind, path: path, text: misspelt.joined(separator: "\n") + "\n"))
        var shorter = lines
        shorter.remove(at: place)
        documents.append(
          Document(kind: kind, path: path, text: shorter.joined(separator: "\n") + "\n"))
      }
    }
    let validity = try await validity(documents)
    #expect(validity.count == documents.count)
    var counts = [true: 0, false: 0]
    for (document, isValid) in zip(documents, validity) {
      counts[isValid, default: 0] += 1
      let faults = document.faults
      // What holds between two values no schema can say.
      let isBeyond =
        isValid
        && faults.allSatisfy { fault in
          Self.betweenFields.contains { fault.contains($0) }
        }
      #expect(
        isValid == faults.isEmpty || isBeyond,
        "\(document.kind.rawValue): the schema says \(isValid), the reader \(faults):\n\(document.text)"
      )
    }
    #expect(counts.values.allSatisfy { $0 > 50 }, "\(counts)")
  }

  private static let betweenFields = [
    "is not after", "no line governs", "are one branch", "git cannot hold both",
    "cannot conflict with itself", "is listed twice", "does not say what `",
    "the system has no entitlement `", "where `uri` takes an address such as",
  ]

  /// `value` as an editor takes it behind `head`.
  ///
  /// To the readers a scalar is text until the field says otherwise; to YAML 1.2, and so to editors, a plain
  /// `true` or `1` is none and wants quotes.
  private static func written(_ value: String, behind head: Substring) -> String {
    let key = head.drop { " -".contains($0) }.dropLast()
    let takesOther = [
      "emergency", "signed", "signed_request", "count", "maximum", "grants", "make_logins",
    ].contains(key)
    return takesOther || !["true", "0", "1", "101"].contains(value) ? value : "'\(value)'"
  }

  /// Values that one kind of field takes and others do not.
  private static let values = [
    "x", "priya.nair", "Priya", "group:dba", "person:tom.berg", "group:", "owner", "sponsor",
    "class:contractor", "class:boss", "billing-db/read-only", "billing-db", "true", "'true'", "1",
    "0", "101", "8h", "0h", "1 h", "PT8H", "P1W", "P", "PT", "P1DT", "2026-11-21T09:00:00Z",
    "2026-02-30T09:00:00Z", "2026-11-21", "2026-11-21T24:00:00Z", "2026-11-21T09:00:00+01:00", "[]",
    "[x]", "[x, x]", "[priya.nair]", "[group:dba]", "[class:vendor, group:dba]", "[data, ci-cd]",
    "[high]", "[contractor]", "{}", "{x: y}", "{count: 1, from: [owner]}",
    "[{count: 1, from: [owner]}]", "[{count: 2, from: [group:dba]}]", "[{count: 0, from: [owner]}]",
    "[{from: [owner]}]", "active", "hardware", "high", "employee", "vendor", "granted", "' '",
    "'a b'", "' a'", "ana@initech.example", "[ana@initech.example]", "[a@b@c]", "(OPS|INC)-[0-9]+",
    "main", "refs/heads/main", "a..b", "a.lock", "keys/ana.asc", "keys/../ana.asc",
    "https://git.example/x.git", "https://u:p@git.example/x.git", "-x", "[\"policies/**\"]",
    "[\"a/../b\"]", "[\"/a\"]", "[\"a**\"]", "{type: ledger}", "{type: post}",
    "{reference: S, ends: 2027-01-31T00:00:00Z}", "{maximum: 2, within: 30d}",
    "25%", "0.25", "025%", "101%", "1.5", "0.25%", "1.0", "g-1f2e3d4c5b6a79881f2e3d4c5b6a7988",
    "keep", "{grants: 3}", "[not-eligible]", "[no-such-code]", "", "null",
  ]

  @Test func everyKindIsListedAndPrinted() async throws {
    let list = try await mustRun(AccessRepository.program, ["schema"])
    for kind in DocumentSchema.allCases {
      #expect(list.text.contains("\(kind.rawValue) "))
      let schema = try await mustRun(AccessRepository.program, ["schema", kind.rawValue])
      #expect(schema.text.contains("https://json-schema.org/draft/2020-12/schema"))
    }
    let wrong = try await runProgram(AccessRepository.program, ["schema", "letter"])
    #expect(wrong.status == 64)
  }

  /// The benchmark's peer reads what the readers read.
  @Test func theBenchmarkUsesThePrintedSchema() async throws {
    let data = try #require(
      FileManager.default.contents(
        atPath: "\(ExampleRepositoryTests.root)/Benchmarks/Schemas/request.schema.json"))
    let printed = try await mustRun(AccessRepository.program, ["schema", "request"])
    #expect(
      [UInt8](data) == printed.output,
      "countersign schema request > Benchmarks/Schemas/request.schema.json")
  }
}
