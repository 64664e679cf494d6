import FoundationEssentials
import Model
import TestSupport
import Testing

/// A ledger that version 0.1.0 wrote (`FormerLedger/make`), with records over the bounds that there are now.
@Suite struct FormerLedgerTests {
  private struct Former {
    let sandbox: GitSandbox
    let anchor: String
    let folder: String

    init(_ bundle: String = "former-ledger") async throws {
      sandbox = try await GitSandbox()
      folder =
        #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast()
        .joined(separator: "/") + "/FormerLedger"
      _ = try await sandbox.git(
        "fetch", "-q", "--update-head-ok", "\(folder)/\(bundle).bundle",
        "+main:refs/heads/main",
        "countersign/ledger:refs/heads/countersign/ledger")
      anchor = try await sandbox.git("rev-list", "--max-parents=0", "main")
    }

    func countersign(
      _ arguments: [String], anchor: String? = nil, _ more: [String: String] = [:]
    ) async throws -> Answer {
      let place = ["--repository", sandbox.path, "--anchor", anchor ?? self.anchor]
      return Answer(
        result: try await runProgram(
          AccessRepository.program, arguments + place + ["--format", "json"], in: sandbox.path,
          environment: sandbox.environment().merging(more) { $1 }))
    }

    /// A run with the processor's key, which git leaves readable for others in a clone of this project.
    func run(
      at now: String, anchor: String? = nil, _ more: [String] = [],
      environment: [String: String] = [:]
    ) async throws -> Answer {
      let bytes = try String(contentsOfFile: "\(folder)/processor-key", encoding: .utf8).utf8
      let key = try sandbox.scratch.write(Array(bytes), to: "processor-key")
      return try await countersign(
        ["run", "--key", key, "--now", now] + more, anchor: anchor, environment)
    }

    var tip: String {
      get async throws { try await sandbox.git("rev-parse", "countersign/ledger") }
    }
  }

  @Test("59: it is read, gone on with, and says from then on which program it takes")
  func goesOn() async throws {
    let former = try await Former()
    let before = try await former.tip
    let sizes = try await former.sandbox.git("ls-tree", "-r", "--format=%(objectsize)", before)
    #expect(sizes.split(separator: "\n").compactMap { Int($0) }.contains { $0 > 50 * Bounds.text })

    let idle = try await former.run(at: "2026-11-21T13:10:00Z")
    try expect(idle, exits: 0)
    #expect(try await former.tip == before, "what has nothing to say rewrites nothing")

    // Somebody touches the paths whose records are over the bounds.
    let edited = try await former.sandbox.commit(
      files: [
        "requests/billing-db/often.yaml": "subject: ana\n",
        "requests/billing-db/long.yaml": "subject: ana\n",
      ], parents: [try await former.sandbox.git("rev-parse", "main")])
    try await former.sandbox.point("refs/heads/main", at: edited)
    let settled = try await former.run(at: "2026-11-21T13:20:00Z")
    try expect(settled, exits: 0)
    let said = try settled.decoded(RunAnswer.self)
    #expect(said.events == ["refused", "refused"])
    #expect(said.decisions.last?.reasons.map(\.code).contains(.requestReused) == true)

    let over = try await former.run(at: "2026-11-21T20:10:00Z")
    try expect(over, exits: 0)
    #expect(try over.decoded(RunAnswer.self).events == ["expired"])
    let edition = try await former.sandbox.git("show", "countersign/ledger:edition.json")
    #expect(edition.contains("\"needs\" : \"0.2.0\""))
  }

  @Test(
    "an audit says which landings were judged by rules of then, and holds all others to those of today"
  )
  func audited() async throws {
    let former = try await Former()
    try expect(try await former.run(at: "2026-11-21T20:10:00Z"), exits: 0)
    let answer = try await former.countersign(["audit"])
    #expect(answer.status == 1, "\(answer)")
    let audit = try answer.decoded(AuditAnswer.self)
    let subjects = try audit.findings.map { finding in
      #expect(finding.message.contains("a program before 0.2.0 wrote it"))
      return try #require(finding.commit)
    }
    var named: [String] = []
    for commit in subjects {
      named.append(try await former.sandbox.git("log", "-1", "--format=%s", commit))
    }
    #expect(
      named == [
        "Withdraw requests/billing-db/often.yaml", "Refuse requests/billing-db/##[error]x.yaml",
        "Refuse requests/billing-db/long.yaml",
      ])
    #expect(audit.grants == 1 && audit.events == 3)
  }

  @Test("what was live in it ends when another ledger takes its place")
  func replaced() async throws {
    let former = try await Former()
    let tip = try await former.sandbox.git("rev-parse", "main")
    let answer = try await former.run(
      at: "2026-11-21T13:10:00Z", anchor: tip,
      ["--drill", "--replace-ledger", try await former.tip])
    try expect(answer, exits: 0)
    #expect(try answer.decoded(RunAnswer.self).decisions.map(\.subject) == ["ana"])
  }

  @Test(
    "72: access that 0.2 gave is asked for what its target calls it, once; what is not found stays open"
  )
  func targets() async throws {
    let former = try await Former("former-targets")
    // What the connector of then acted on, under ids now; somebody has renamed what Ben has.
    let program = try former.sandbox.scratch.write(
      """
      #!/usr/bin/python3
      import json, sys
      path = "\(former.sandbox.scratch.path)/there"
      there = [line.split(" ") for line in open(path).read().splitlines()]
      question = json.load(sys.stdin)
      if question["operation"] == "list":
          json.dump({"access": [{"subject": s, "target": t, "id": i} for s, t, i in there
              if t in question["targets"] or i in question.get("ids", [])]}, sys.stdout)
      elif question["operation"] == "revoke":
          left = [line for line in there if line[2] != question.get("id")]
          open(path, "w").write("".join(" ".join(line) + "\\n" for line in left))
          json.dump({"status": "done"}, sys.stdout)

      """, to: "bin/former-connector", mode: 0o755)
    try former.sandbox.scratch.write("ana readers 17\nben former-readers 18\n", to: "there")
    let environment = [
      "PATH": "\(former.sandbox.scratch.file("bin")):/usr/bin:/bin",
      "COUNTERSIGN_ALLOW_CONNECTOR": "former-connector",
    ]
    #expect(!program.isEmpty)
    func run(at now: String) async throws -> Answer {
      try await former.run(at: now, environment: environment)
    }
    let first = try await run(at: "2026-11-21T12:10:00Z")
    try expect(first, exits: 0)
    #expect(try first.decoded(RunAnswer.self).events == ["identified", "identified"])
    let subjects = try await former.sandbox.git("log", "--format=%s", "-2", "countersign/ledger")
    #expect(subjects.contains("Identify the access of ana to directory/read"), "\(subjects)")
    #expect(
      subjects.contains("Look in vain for the access of ben to directory/read"), "\(subjects)")
    let tip = try await former.tip
    try expect(try await run(at: "2026-11-21T12:20:00Z"), exits: 0)
    #expect(try await former.tip == tip, "nobody is asked twice")

    // Ana's goes by its id under whatever name; of Ben's nobody knows, until a person does.
    try former.sandbox.scratch.write("ana somewhere 17\nben former-readers 18\n", to: "there")
    let over = try await run(at: "2026-11-21T20:10:00Z")
    try expect(over, exits: 69)
    #expect(over.description.contains("has never said what it calls this access"), "\(over)")
    let left = String(decoding: try former.sandbox.scratch.read("there"), as: UTF8.self)
    #expect(left == "ben former-readers 18\n")
    let live = try await former.sandbox.git(
      "ls-tree", "-r", "--name-only", "countersign/ledger", "live/")
    #expect(live.split(separator: "\n").count == 1)
    let audit = try await former.countersign(["audit"])
    #expect(audit.status == 0, "\(audit)")
  }
}
