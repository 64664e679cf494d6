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
    var faults: [String] {
      let (bytes, path) = (Array(text.utf8), RepositoryPath(path))
      return switch kind {
      case .request: faults(of: readRequest(bytes, at: path))
      case .review: faults(of: readSignOff(bytes, at: path))
      default: faults(of: readPolicyDocument(bytes, at: path))
      }
    }

    private func faults<Value>(of result: Result<Value, DocumentFaults>) -> [String] {
      switch result {
      case .success: []
      case .failure(let faults): faults.reasons.map(\.message)
      }
    }
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

  private static let folders: [(DocumentSchema, String)] = [
    (.person, "policies/people"), (.workload, "policies/workloads"), (.group, "policies/groups"),
    (.system, "policies/systems"), (.rule, "policies/rules"), (.test, "policies/tests"),
  ]

  @Test func theExampleRepositoryIsValid() async throws {
    let root = #filePath.split(separator: "/", omittingEmptySubsequences: false)
      .dropLast(3).joined(separator: "/")
    var documents: [Document] = []
    for name in try FileManager.default.subpathsOfDirectory(atPath: root + "/policies").sorted()
    where name.hasSuffix(".yaml") {
      let path = "policies/\(name)"
      let kind = Self.folders.first { path.hasPrefix($0.1 + "/") }?.0 ?? .settings
      let data = try #require(FileManager.default.contents(atPath: "\(root)/\(path)"))
      documents.append(
        Document(kind: kind, path: path, text: String(decoding: data, as: UTF8.self)))
    }
    for name in try FileManager.default.subpathsOfDirectory(atPath: root + "/requests").sorted()
    where name.hasSuffix(".yaml") {
      let data = try #require(FileManager.default.contents(atPath: "\(root)/requests/\(name)"))
      documents.append(
        Document(
          kind: .request, path: "requests/\(name)", text: String(decoding: data, as: UTF8.self)))
    }
    #expect(documents.count > 40)
    for (document, isValid) in zip(documents, try await validity(documents)) {
      #expect(isValid, "\(document.path)")
    }
  }

  /// Each line of a complete document spoiled in every way: schema and reader say the same.
  @Test func schemasAgreeWithTheReaders() async throws {
    var documents: [Document] = []
    for (kind, path, text) in Self.complete {
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      documents.append(Document(kind: kind, path: path, text: text + "\n"))
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
    "cannot conflict with itself", "is listed twice",
  ]

  /// `value` as an editor takes it behind `head`.
  ///
  /// To the readers a scalar is text until the field says otherwise; to YAML 1.2, and so to editors, a plain
  /// `true` or `1` is none and wants quotes.
  private static func written(_ value: String, behind head: Substring) -> String {
    let key = head.drop { " -".contains($0) }.dropLast()
    let takesOther = ["emergency", "signed", "signed_request", "count", "maximum", "grants"]
      .contains(key)
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

  private static let key =
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDkd5xJKfL1tuWxAU+jh3cj+RbPVUgu0owNBLnpN0RrV one"

  private static let complete: [(DocumentSchema, String, String)] = [
    (
      .request, "requests/billing-db/one.yaml",
      """
      subject: ana.silva
      entitlement: read-only
      duration: 8h
      starts: 2026-11-21T09:00:00Z
      ticket: OPS-4312
      reason: Invoices.
      emergency: false
      """
    ),
    (
      .person, "policies/people/ana.silva.yaml",
      """
      name: Ana Silva
      class: contractor
      organization: Initech GmbH
      sponsor: priya.nair
      contract:
        reference: SOW-2231
        ends: 2027-01-31T00:00:00Z
      emails: [ana@initech.example]
      keys:
        - ssh: \(key)
          retired: 2026-09-01T00:00:00Z
          compromised: 2026-09-02T00:00:00Z
        - openpgp: keys/ana.asc
      verified: 2026-11-01T00:00:00Z
      status: active
      """
    ),
    (
      .person, "policies/people/tom.berg.yaml",
      """
      name: Tom Berg
      class: employee
      verified: 2026-11-01T00:00:00Z
      status: active
      """
    ),
    (
      .workload, "policies/workloads/nightly.yaml",
      """
      owner: person:priya.nair
      purpose: Exports.
      keys: []
      status: active
      """
    ), (.group, "policies/groups/dba.yaml", "members: [priya.nair, tom.berg]"),
    (
      .review, "reviews/one.yaml",
      """
      grant: g-1f2e3d4c5b6a79881f2e3d4c5b6a7988
      finding: It was needed.
      actions: []
      """
    ),
    (
      .review, "reviews/two.yaml",
      """
      system: billing-db
      as_of: 2026-11-21T09:00:00Z
      access:
        - subject: ana.silva
          entitlement: read-only
          decision: keep
          note: Until the contract ends.
      """
    ),
    (
      .review, "reviews/three.yaml",
      """
      revocation:
        grants: 12
      reason: The team was dissolved.
      """
    ),
    (
      .system, "policies/systems/billing-db.yaml",
      """
      description: Production billing database
      owner: group:dba
      plane: data
      entitlements:
        superuser:
          risk: critical
          eligible: [class:contractor, group:dba, person:tom.berg, workload:nightly]
          approvals:
            - count: 1
              from: [group:dba, person:tom.berg, owner, sponsor]
          maximum_duration: 1h
          conflicts_with: [ledger-db/approve-payments]
          assurance: hardware
          signed_request: true
          emergency:
            eligible: [group:oncall]
            approvals: []
            maximum_duration: 30m
            review_within: 24h
      connector:
        type: ledger
      review:
        every: 90d
      """
    ),
    (
      .rule, "policies/rules/third-parties.yaml",
      """
      description: Outside people need a ticket.
      applies_to:
        class: [contractor, vendor]
        risk: [medium, high, critical]
        system: [billing-db]
        plane: [data, ci-cd]
        group: [dba]
        subject: [ana.silva]
      require:
        ticket: (OPS|INC)-[0-9]+
        approvals:
          - count: 1
            from: [sponsor]
        maximum_duration: 8h
        assurance: personal
        signed_request: true
        renewals:
          maximum: 2
          within: 30d
      deny:
        message: Closed.
        from: 2026-12-28T00:00:00Z
        until: 2027-01-05T00:00:00Z
      """
    ),
    (
      .settings, "policies/countersign.yaml",
      """
      mainline: main
      ledger: countersign/ledger
      witness: https://git.example.net/audit/ledger-witness.git
      processor:
        keys: ['\(key)']
      identity:
        stale_after: 90d
      approvals:
        expire_after: 7d
        issue_within: 24h
      reminders:
        grant: 1h
        contract: 30d
      mass_revocation: 25%
      governance:
        - paths: ["policies/**"]
          approvals:
            - count: 2
              from: [group:security, person:lena.koch]
      """
    ),
    (
      .test, "policies/tests/one.yaml",
      """
      at: 2026-11-20T12:00:00Z
      cases:
        - name: a contractor reads billing
          request:
            system: billing-db
            subject: ana.silva
            entitlement: read-only
            duration: 8h
            starts: 2026-11-21T09:00:00Z
            ticket: OPS-1
            reason: Invoices.
            emergency: false
          approved_by: [priya.nair]
          assurance: personal
          signed: true
          grants:
            - entitlement: billing-db/read-only
              start: 2026-11-20T09:00:00Z
              end: 2026-11-20T17:00:00Z
          expect: granted
          reasons: []
      """
    ),
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
    let root = #filePath.split(separator: "/", omittingEmptySubsequences: false)
      .dropLast(3).joined(separator: "/")
    let data = try #require(
      FileManager.default.contents(atPath: "\(root)/Benchmarks/Schemas/request.schema.json"))
    let printed = try await mustRun(AccessRepository.program, ["schema", "request"])
    #expect(
      [UInt8](data) == printed.output,
      "countersign schema request > Benchmarks/Schemas/request.schema.json")
  }
}
