import Documents
import FoundationEssentials
import Model
import Testing

/// A policy that is whole, file by file, for tests to break in one place.
struct PolicyFixture {
  /// Keys made for the test run, one a name.
  let keys: [String: String]
  var files: [String: String]

  init() throws {
    var keys: [String: String] = [:]
    for (number, name) in ["priya", "tom", "ana", "bot", "processor"].enumerated() {
      // Any 32 bytes make a key of Ed25519 to everybody but who signs with it.
      let wire =
        [0, 0, 0, 11] + Array("ssh-ed25519".utf8) + [0, 0, 0, 32]
        + [UInt8](repeating: UInt8(number), count: 32)
      keys[name] = "ssh-ed25519 \(Data(wire).base64EncodedString()) \(name)"
    }
    self.keys = keys
    files = [
      "policies/countersign.yaml": """
      processor: {keys: ['\(keys["processor"] ?? "")']}
      governance:
        - {paths: ["policies/**"], approvals: [{count: 1, from: [group:dba]}]}

      """,
      "policies/people/priya.nair.yaml": Self.employee("Priya", "priya@x.example", keys["priya"]),
      "policies/people/tom.berg.yaml": Self.employee("Tom", "tom@x.example", keys["tom"]),
      "policies/people/ana.silva.yaml": """
      name: Ana
      class: contractor
      organization: Initech
      sponsor: priya.nair
      contract: {reference: SOW-1, ends: 2027-01-31T00:00:00Z}
      emails: [ana@initech.example]
      keys:
        - ssh: \(keys["ana"] ?? "")
      verified: 2026-11-01T00:00:00Z
      status: active

      """,
      "policies/workloads/bot.yaml": """
      owner: person:priya.nair
      purpose: Exports.
      keys:
        - ssh: \(keys["bot"] ?? "")
      verified: 2026-11-01T00:00:00Z
      status: active

      """,
      "policies/groups/dba.yaml": "members: [priya.nair, tom.berg]\n",
      "policies/systems/billing-db.yaml": """
      description: Billing
      owner: group:dba
      plane: data
      entitlements:
        read-only:
          risk: low
          eligible: [class:contractor, workload:bot]
          approvals: [{count: 1, from: [group:dba]}]
          maximum_duration: 8h
        write:
          risk: high
          eligible: [group:dba]
          approvals: [{count: 1, from: [owner]}]
          maximum_duration: 1h
          conflicts_with: [billing-db/read-only]
      connector: {type: ledger}

      """,
      "policies/rules/tickets.yaml": """
      description: Tickets.
      applies_to: {system: [billing-db], group: [dba], subject: [bot, ana.silva]}
      require: {approvals: [{count: 1, from: [person:tom.berg]}]}

      """,
      "policies/tests/one.yaml": """
      at: 2026-11-20T12:00:00Z
      cases:
        - name: a request
          request: {system: nowhere, subject: nobody, entitlement: nothing, duration: 1h}
          approved_by: [tom.berg]
          grants:
            - entitlement: billing-db/write
              start: 2026-11-20T09:00:00Z
              end: 2026-11-20T17:00:00Z
          expect: refused

      """,
    ]
  }

  private static func employee(_ name: String, _ email: String, _ key: String?) -> String {
    """
    name: \(name)
    class: employee
    emails: [\(email)]
    keys:
      - ssh: \(key ?? "")
    verified: 2026-11-01T00:00:00Z
    status: active

    """
  }

  /// Replaces `old` by `new` in the file at `path`, which must hold it.
  mutating func replace(_ old: String, _ new: String, in path: String) throws {
    let text = try #require(files[path])
    let range = try #require(text.firstRange(of: old), "\(path) has no \(old)")
    files[path] = text.replacingCharacters(range, new)
  }

  /// The faults of the policy as `file:line:column: message (hint)`.
  func faults() throws -> [String] {
    let documents = try files.map { try document($0.key, $0.value).get() }
    return switch assemblePolicy(documents) {
    case .success: []
    case .failure(let faults):
      zip(faults.reasons, faultLines(Result<Policy, DocumentFaults>.failure(faults))).map {
        "\($0.file ?? "-"):\($1)"
      }
    }
  }
}

extension String {
  func replacingCharacters(_ range: Range<Index>, _ text: String) -> String {
    String(self[..<range.lowerBound]) + text + String(self[range.upperBound...])
  }
}

@Suite("Policies as a whole")
struct PolicyAssemblyTests {
  @Test("A whole policy becomes a value, with its keys and addresses")
  func whole() throws {
    let fixture = try PolicyFixture()
    #expect(try fixture.faults() == [])
    let documents = try fixture.files.map { try document($0.key, $0.value).get() }
    let policy = try assemblePolicy(documents).get()
    let ana = try #require(IdentityID("ana.silva"))
    #expect(policy.people[ana]?.marks.sponsor == Mark(line: 4, column: 10))
    #expect(policy.identity(claiming: "ANA@initech.example".utf8) == ana)
    let key = try #require(policy.people[ana]?.keys.first)
    guard case .ssh(let wire) = key.material else {
      Issue.record("no SSH key")
      return
    }
    #expect(policy.holder(ofSSHKey: wire)?.identity == ana)
    #expect(policy.settings.staleAfter == .seconds(90 * 86_400))
    #expect(policy.settings.ledger == "countersign/ledger")
  }

  struct Break: Sendable, CustomTestStringConvertible {
    let file: String
    let old: String
    let new: String
    let faults: [String]
    var testDescription: String { "\(file): \(new)" }

    init(_ file: String, _ old: String, _ new: String, _ faults: [String]) {
      self.file = "policies/\(file)"
      self.old = old
      self.new = new
      self.faults = faults.map { "policies/\(file):\($0)" }
    }
  }

  static let breaks = [
    Break(
      "people/ana.silva.yaml", "priya.nair", "priya.nai",
      ["4:10: there is no person `priya.nai` (did you mean `priya.nair`?)"]),
    Break(
      "people/ana.silva.yaml", "priya.nair", "maria",
      [
        "4:10: there is no person `maria`"
          + " (add `policies/people/maria.yaml` or remove the name)"
      ]),
    Break(
      "people/ana.silva.yaml", "priya.nair", "ana.silva",
      [
        "4:10: `ana.silva` is a contractor, where a sponsor is an employee"
          + " (name an employee who answers for ana.silva)"
      ]),
    Break(
      "workloads/bot.yaml", "person:priya.nair", "group:dbas",
      ["1:8: there is no group `dbas` (did you mean `dba`?)"]),
    Break(
      "workloads/bot.yaml", "person:priya.nair", "person:dba",
      ["1:8: there is no person `dba` (`dba` is a group, where a person is meant)"]),
    Break(
      "groups/dba.yaml", "tom.berg", "bot",
      ["1:23: there is no person `bot` (`bot` is a workload, where a person is meant)"]),
    Break(
      "groups/dba.yaml", "tom.berg", "dba",
      ["1:23: there is no person `dba` (`dba` is a group, where a person is meant)"]),
    Break(
      "systems/billing-db.yaml", "owner: group:dba", "owner: group:tom.berg",
      ["2:8: there is no group `tom.berg` (`tom.berg` is a person: write `person:tom.berg`)"]),
    Break(
      "systems/billing-db.yaml", "workload:bot", "workload:ana.silva",
      [
        "7:34: there is no workload `ana.silva`"
          + " (`ana.silva` is a person, where a workload is meant)"
      ]),
    Break(
      "systems/billing-db.yaml", "workload:bot", "workload:bat",
      ["7:34: there is no workload `bat` (did you mean `bot`?)"]),
    Break(
      "systems/billing-db.yaml", "[billing-db/read-only]", "[billing-db/readonly]",
      [
        "15:22: there is no entitlement `billing-db/readonly`"
          + " (did you mean `billing-db/read-only`?)"
      ]),
    Break(
      "systems/billing-db.yaml", "[billing-db/read-only]", "[other/thing]",
      [
        "15:22: there is no entitlement `other/thing`"
          + " (add it to its system in `policies/systems/` or remove the name)"
      ]),
    Break(
      "rules/tickets.yaml", "[billing-db]", "[billing]",
      [
        "2:23: there is no system `billing`"
          + " (add `policies/systems/billing.yaml` or remove the name)"
      ]),
    Break(
      "rules/tickets.yaml", "subject: [bot, ", "subject: [bots, ",
      ["2:60: there is no person or workload `bots` (did you mean `bot`?)"]),
    Break(
      "rules/tickets.yaml", "person:tom.berg", "group:nobody",
      [
        "3:41: there is no group `nobody`"
          + " (add `policies/groups/nobody.yaml` or remove the name)"
      ]),
    Break(
      "countersign.yaml", "[group:dba]", "[group:bda, person:tom]",
      [
        "3:60: there is no group `bda` (did you mean `dba`?)",
        "3:71: there is no person `tom` (add `policies/people/tom.yaml` or remove the name)",
      ]),
    Break(
      "tests/one.yaml", "billing-db/write", "billing-db/right",
      [
        "7:22: there is no entitlement `billing-db/right`"
          + " (add it to its system in `policies/systems/` or remove the name)"
      ]),
    Break(
      "people/tom.berg.yaml", "tom@x.example", "PRIYA@x.example",
      [
        "3:9: the address `priya@x.example` also belongs to priya.nair"
          + " (an address names one identity: remove it from one of the two)"
      ]),
  ]

  @Test("A name of nothing is refused where it stands", arguments: breaks)
  func brokenReference(one: Break) throws {
    var fixture = try PolicyFixture()
    try fixture.replace(one.old, one.new, in: one.file)
    #expect(try fixture.faults() == one.faults)
  }

  private static let peopleOfTests = """
    people:
      a.contractor: {class: contractor, sponsor: a.sponsor}
      a.sponsor: {groups: [dba]}
    cases:

    """

  @Test("Whom a test makes up nobody is called, and nobody's leaving makes a test faulty")
  func madeUpPeople() throws {
    let file = "policies/tests/one.yaml"
    var fixture = try PolicyFixture()
    try fixture.replace("cases:\n", Self.peopleOfTests, in: file)
    #expect(try fixture.faults() == [])
    var left = fixture
    try left.replace(
      "approved_by: [tom.berg]", "approved_by: [gone.long-ago]", in: file)
    #expect(try left.faults() == [])
    for (old, new, fault) in [
      (
        "a.sponsor: {", "tom.berg: {",
        "4:3: `tom.berg` is made up here and stands in policies/people/tom.berg.yaml as well"
          + " (make up an id that nobody has, such as `a.employee`)"
      ),
      (
        "a.sponsor: {", "bot: {",
        "4:3: `bot` is made up here and stands in policies/workloads/bot.yaml as well"
          + " (make up an id that nobody has, such as `a.employee`)"
      ),
      ("[dba]}", "[bda]}", "4:24: there is no group `bda` (did you mean `dba`?)"),
    ] {
      var broken = fixture
      try broken.replace(old, new, in: file)
      #expect(try broken.faults() == ["\(file):\(fault)"])
    }
  }

  @Test("A key belongs to one identity, once, and to nobody beside the processor")
  func sharedKeys() throws {
    let whole = try PolicyFixture()
    let hint = " (a key names one identity: remove it from one place)"
    let cases = [
      (
        "policies/people/tom.berg.yaml", "tom", "priya", 5,
        "priya.nair (policies/people/priya.nair.yaml:5)"
      ),
      (
        "policies/workloads/bot.yaml", "bot", "tom", 4, "tom.berg (policies/people/tom.berg.yaml:5)"
      ),
      (
        "policies/people/ana.silva.yaml", "ana", "processor", 8,
        "the processor (policies/countersign.yaml:1)"
      ),
      (
        "policies/workloads/bot.yaml", "bot", "processor", 4,
        "the processor (policies/countersign.yaml:1)"
      ),
    ]
    for (file, old, new, line, other) in cases {
      var fixture = whole
      let key = try #require(fixture.keys[new])
      // Another comment, and retired: still the same key.
      let text = key.split(separator: " ").prefix(2).joined(separator: " ") + " other"
      try fixture.replace(
        try #require(fixture.keys[old]), text + "\n    retired: 2026-01-01T00:00:00Z", in: file)
      #expect(
        try fixture.faults() == ["\(file):\(line):5: the key also belongs to \(other)\(hint)"])
    }
    var twice = whole
    let key = try #require(whole.keys["tom"])
    try twice.replace(key, "\(key)\n  - ssh: \(key)", in: "policies/people/tom.berg.yaml")
    #expect(
      try twice.faults() == [
        "policies/people/tom.berg.yaml:6:5: the key also belongs to "
          + "tom.berg (policies/people/tom.berg.yaml:5)\(hint)"
      ])
  }

  @Test("A person and a workload do not share an id")
  func sharedID() throws {
    var fixture = try PolicyFixture()
    fixture.files["policies/workloads/robin.yaml"] = """
      owner: person:tom.berg
      purpose: Nothing.
      keys: []
      status: active

      """
    fixture.files["policies/people/robin.yaml"] = """
      name: Robin
      class: employee
      verified: 2026-11-01T00:00:00Z
      status: active

      """
    #expect(
      try fixture.faults() == [
        "policies/workloads/robin.yaml:-: `robin` is also a person, in policies/people/robin.yaml"
          + " (rename one of the two files)"
      ])
  }

  @Test("A certificate that a key names must be there")
  func certificates() throws {
    var fixture = try PolicyFixture()
    try fixture.replace(
      "keys:\n", "keys:\n  - openpgp: keys/tom.asc\n", in: "policies/people/tom.berg.yaml")
    #expect(
      try fixture.faults() == [
        "policies/people/tom.berg.yaml:5:14: there is no certificate `keys/tom.asc`"
          + " (add `policies/keys/tom.asc` or remove the key)"
      ])
    fixture.files["policies/keys/tom.asc"] = "not read here"
    #expect(try fixture.faults() == [])
  }

  @Test("Without settings there is no policy, and every other fault is told as well")
  func missingSettings() throws {
    var fixture = try PolicyFixture()
    fixture.files["policies/countersign.yaml"] = nil
    fixture.files["policies/groups/dba.yaml"] = "members: [priya.nair, tim.berg]\n"
    #expect(
      try fixture.faults() == [
        "policies/countersign.yaml:-: the settings are missing"
          + " (`countersign init` lays out an access repository)",
        "policies/groups/dba.yaml:1:23: there is no person `tim.berg` (did you mean `tom.berg`?)",
      ])
  }
}
