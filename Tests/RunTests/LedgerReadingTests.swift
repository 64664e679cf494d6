import FoundationEssentials
import Model
import TestSupport
import Testing

/// The ledger as people and their tools read it: with plain git, and as JSON.
@Suite struct LedgerReadingTests {
  /// A ledger with an event of nearly every kind.
  private func eventful() async throws -> AccessRepository {
    let repository = try await AccessRepository()
    try await run(repository)
    try await repository.grant(
      Request("ben-early", for: "ben.cole", duration: "1h"), by: .ben, approvedBy: [.tom])
    try await repository.land(try await repository.propose(Request("ana-invoices"), by: .ana))
    try await repository.grant(Request("nora-long", for: "nora.lind", duration: "90h"), by: .nora)
    try await run(repository)
    let later = Request(
      "nora-later", for: "nora.lind", of: "ledger-db", duration: "1h",
      starts: "2026-11-21T13:00:00Z")
    try await repository.grant(later, by: .nora, approvedBy: [.tom])
    try await run(repository, at: .drill(.minutes(5)))
    try await run(repository, at: .drill(.hours(1)))
    let other = Policies.group("dba")
    try await repository.amend([.file(other, "members: [priya.nair, tom.berg, nora.lind]\n")])
    try await run(repository, at: .drill(.hours(1)))
    try await repository.land(try await repository.commit([.removal(later.path)], by: .nora))
    try await run(repository, at: .drill(.hours(1)))
    try await repository.land(
      try await repository.commit([.file(other, "members: [ana.silva]\n")], by: .nora))
    try await run(repository, at: .drill(.hours(1)), exits: 1)
    var leo = Person.leo
    leo.status = "suspended"
    try await repository.land(
      try await repository.commit([.file(leo.path, leo.yaml(repository.keys))], by: .nora))
    try await run(repository, at: .drill(.hours(1)), exits: 1)
    return repository
  }

  @Test("plain git verifies each commit, and its log reads as an audit log")
  func plainGit() async throws {
    let repository = try await eventful()
    let sandbox = repository.sandbox
    let line = try repository.key(.processor).publicLine
    let signers = try sandbox.scratch.write("countersign@localhost \(line)\n", to: "signers")
    let commits = try await repository.ledgerCommits()
    let verified = try await sandbox.git(
      "-c", "gpg.ssh.allowedSignersFile=\(signers)", "log", "--reverse", "--format=%H %G? %GS",
      AccessRepository.ledger)
    #expect(
      verified.split(separator: "\n").map(String.init)
        == commits.map { "\($0) G countersign@localhost" })
    for commit in commits.suffix(2) {
      let one = try await sandbox.tryGit(
        "-c", "gpg.ssh.allowedSignersFile=\(signers)", "verify-commit", commit)
      #expect(one.status == 0, "\(one.errorText)")
    }
    let subjects = try await sandbox.git("log", "--reverse", "--format=%s", AccessRepository.ledger)
      .split(separator: "\n").map(String.init)
    #expect(subjects.count == commits.count)
    for expected in [
      "Issue billing-db/read-only to ben.cole until 2026-11-21T13:00:00Z",
      "Refuse requests/billing-db/nora-long.yaml",
      "Issue ledger-db/read-only to nora.lind from 2026-11-21T13:00:00Z until 2026-11-21T14:00:00Z",
      "Activate nora.lind on ledger-db/read-only", "Expire ben.cole on billing-db/read-only",
      "Revoke nora.lind on ledger-db/read-only",
    ] {
      #expect(subjects.count { $0 == expected } == 1, "\(expected) among \(subjects)")
    }
    #expect(subjects.contains { $0.hasPrefix("Accept policy ") }, "\(subjects)")
    let stop = try #require(subjects.last { $0.hasPrefix("Stop ") })
    #expect(stop.hasPrefix("Stop leo.ruiz (suspended) by commit "), "\(stop)")
    #expect(stop.hasSuffix(" of nora.lind"), "\(stop)")
    // Once when it landed, and again when the policy named other people who may approve it.
    #expect(
      subjects.count { $0 == "Hold requests/billing-db/ana-invoices.yaml for approvals" } == 2)
    #expect(subjects.allSatisfy { $0.utf8.count <= 100 }, "\(subjects)")
    // Every commit ends in the trailers that git itself finds, and stands alone: one line, own root.
    let trailers = try await sandbox.git(
      "log", "--reverse",
      "--format=%P|%(trailers:key=Event,valueonly,separator=%x2C)|"
        + "%(trailers:key=Mainline,valueonly,separator=%x2C)|%an <%ae>", AccessRepository.ledger)
    let fields = trailers.split(separator: "\n")
      .map { $0.split(separator: "|", omittingEmptySubsequences: false).map(String.init) }
    #expect(fields.map { $0[0] } == [""] + commits.dropLast())
    #expect(fields.allSatisfy { !$0[1].isEmpty && !$0[1].contains(",") && $0[2].utf8.count == 40 })
    #expect(fields.allSatisfy { $0[3] == "Countersign <countersign@localhost>" })
    let shared = try await sandbox.tryGit("merge-base", "main", "countersign/ledger")
    #expect(shared.status == 1, "no history in common with the mainline")
    try await sandbox.git("fsck", "--strict", "--no-dangling")
    try await expectSound(repository)
  }

  @Test("the approvers stand in the trailers, by person, key and commit")
  func approvers() async throws {
    let repository = try await AccessRepository()
    let request = Request("nora-export", "export", for: "nora.lind")
    let landing = try await repository.grant(request, by: .nora, approvedBy: [.priya, .tom])
    try await run(repository)
    let trailers = try await repository.sandbox.git(
      "log", "-1", "--format=%(trailers:key=Approved-by,valueonly)", AccessRepository.ledger)
    let lines = trailers.split(separator: "\n").map { $0.split(separator: " ") }
    #expect(lines.map { $0[0] } == ["priya.nair", "tom.berg"])
    #expect(lines.allSatisfy { $0[1].hasPrefix("SHA256:") })
    #expect(lines.last?[2] == Substring(landing))
    let blob = try await repository.sandbox.git("rev-parse", "main:\(request.path)")
    let named = try await repository.sandbox.git(
      "log", "-1", "--format=%(trailers:key=Request,valueonly)", AccessRepository.ledger)
    #expect(named.split(separator: "\n") == ["\(request.path) \(blob)"])
  }

  /// DESIGN section 9: names are stable, keys are sorted.
  @Test func json() async throws {
    let repository = try await AccessRepository()
    let request = Request("ana-invoices")
    try await repository.grant(request)
    let answer = try await repository.run()
    try expect(answer, exits: 0)
    #expect(answer.result.errors.isEmpty, "nothing but the answer: \(answer)")
    // Python keeps the order in which keys stand, and says of what is no JSON.
    let script = """
      import json, sys
      def pairs(given):
          names = [name for name, _ in given]
          assert names == sorted(names) and len(set(names)) == len(names), names
          return dict(given)
      value = json.load(sys.stdin, object_pairs_hook=pairs)
      print(" ".join(value))
      print(" ".join(value["decisions"][0]))
      print(" ".join(value["decisions"][0]["request"]))
      """
    let printed = try await mustRun(
      "/usr/bin/python3", ["-c", script], input: answer.result.output)
    #expect(
      printed.text.split(separator: "\n") == [
        "at brakes decisions drill dry_run ledger mainline next overdue policy reasons state ungoverned waiting",
        "end entitlement event grant landing reasons request start subject system",
        "blob path",
      ])
    let decoded = try answer.decoded(RunAnswer.self)
    let decision = try #require(decoded.decisions.first)
    let grant = try #require(try await repository.grant(of: request))
    #expect(decision.grant == grant.id && decision.request?.path == request.path)
    #expect(decision.start == grant.start && decision.end == grant.end)
    #expect(decision.landing == grant.landing && decoded.mainline == grant.landing)

    // The record has exactly the names that DESIGN section 9 shows.
    let path = "grants/\(grant.id.dropFirst(2).prefix(2))/\(grant.id).json"
    let text = try await repository.sandbox.git("cat-file", "blob", "countersign/ledger:\(path)")
    let names = try await mustRun(
      "/usr/bin/python3",
      [
        "-c",
        """
        import json, sys
        value = json.load(sys.stdin)
        print(" ".join(sorted(value)))
        print(" ".join(sorted(value["approvals"][0])))
        print(" ".join(sorted(value["history"][0])))
        """,
      ], input: Array(text.utf8))
    let lines = names.text.split(separator: "\n").map { Set($0.split(separator: " ")) }
    #expect(
      lines[0].isSuperset(of: [
        "id", "subject", "system", "entitlement", "start", "end", "state", "ticket", "reason",
        "request", "landing", "policy", "approvals", "history",
      ]), "\(lines[0])")
    #expect(
      lines[1].isSuperset(of: ["person", "key", "format", "assurance", "commit"]), "\(lines[1])")
    #expect(lines[2].isSuperset(of: ["event", "at", "mainline", "reasons"]), "\(lines[2])")
    let audit = try await expectSound(repository)
    #expect(audit.events == 2 && audit.grants == 1 && audit.commits == 1)
  }

  @Test("text goes to people: no colour in a pipe, and the grant is named")
  func text() async throws {
    let repository = try await AccessRepository()
    try await repository.grant(Request("ana-invoices"))
    let answer = try await repository.run(["--format", "text"])
    try expect(answer, exits: 0)
    #expect(answer.description.contains("ana.silva"))
    #expect(answer.description.contains("billing-db"))
    #expect(!answer.result.output.contains(0x1B))
  }
}
