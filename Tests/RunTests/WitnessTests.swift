import Model
import TestSupport
import Testing

@Suite struct WitnessTests {
  private func tip(_ witness: GitSandbox) async throws -> String {
    try await witness.git("rev-parse", AccessRepository.ledger)
  }

  @Test("each run shows the witness how far the ledger has come")
  func pushed() async throws {
    let repository = try await AccessRepository()
    let witness = try await GitSandbox(bare: true)
    let more = ["--witness", witness.path]
    #expect(try await run(repository, more).ledger == tip(witness))
    try await repository.grant(Request("ana-invoices"))
    let second = try await run(repository, more)
    #expect(try await second.ledger == tip(witness))
    try await run(repository, at: .drill(.hours(9)), more)
    #expect(try await repository.ledgerTip() == tip(witness))
    try await witness.git("fsck", "--strict", "--no-dangling")
    try await expectSound(repository, ["--witness"])
    // A witness that missed a run is told by the next one, even with nothing to do.
    try await witness.point(AccessRepository.ledger, at: try #require(second.ledger))
    let idle = try await run(repository, at: .drill(.hours(9)), more)
    #expect(idle.ledger == idle.before)
    #expect(try await repository.ledgerTip() == tip(witness))
    // A dry run tells it nothing.
    try await witness.point(AccessRepository.ledger, at: try #require(second.ledger))
    try await run(repository, at: .drill(.hours(9)), more + ["--dry-run"])
    #expect(try await tip(witness) == second.ledger)
  }

  @Test("a ledger that was rolled back or deleted is noticed", arguments: [true, false])
  func lost(_ isDeleted: Bool) async throws {
    let repository = try await AccessRepository()
    let witness = try await GitSandbox(bare: true)
    let more = ["--witness", witness.path]
    let begun = try await run(repository, more)
    try await repository.grant(Request("ana-invoices"))
    let good = try #require(try await run(repository, more).ledger)
    // Another clone, which has never seen the ledger's end.
    let clone = try await repository.clone("fresh")
    let old = try #require(begun.ledger)
    if isDeleted {
      try await repository.git("update-ref", "-d", AccessRepository.ledger, in: clone)
    } else {
      try await repository.git("update-ref", AccessRepository.ledger, old, in: clone)
    }
    let before = try await repository.branches(of: clone)
    let answer = try await repository.countersign(
      repository.runArguments(in: clone, first: isDeleted, more))
    try expect(answer, exits: 77, naming: .ledgerUntrusted)
    #expect(try await repository.branches(of: clone) == before)
    #expect(try await tip(witness) == good)
    // What the message says mends it.
    try await repository.git("fetch", "-q", witness.path, "countersign/ledger", in: clone)
    try await repository.git("update-ref", AccessRepository.ledger, good, in: clone)
    let mended = try await repository.countersign(repository.runArguments(in: clone, more))
    try expect(mended, exits: 0)
  }

  @Test("a witness that cannot be reached: nothing is issued, grants still end")
  func unreachable() async throws {
    let repository = try await AccessRepository()
    let witness = try await GitSandbox(bare: true)
    let early = Request("ben-early", for: "ben.cole", duration: "1h")
    try await repository.grant(early, by: .ben, approvedBy: [.tom])
    try await run(repository, ["--witness", witness.path])
    let request = Request("ana-invoices")
    try await repository.grant(request)
    let dead = ["--witness", "http://127.0.0.1:9/witness.git"]
    let first = try await run(
      repository, at: .drill(.minutes(10)), exits: 69, naming: .ledgerUntrusted, dead)
    #expect(first.decisions.isEmpty && first.state == "halted")
    let second = try await run(repository, at: .drill(.hours(1)), exits: 69, dead)
    #expect(second.events == ["expired"])
    #expect(try await repository.grant(of: early)?.state == "expired")
    #expect(try await repository.grant(of: request) == nil)
    let third = try await run(repository, at: .drill(.hours(2)), ["--witness", witness.path])
    #expect(third.events == ["issued"])
    try await expectSound(repository, ["--witness"])
  }

  @Test("what falls due while the witness is away can be audited", arguments: [true, false])
  func dueMeanwhile(_ isMoved: Bool) async throws {
    let repository = try await AccessRepository()
    let witness = try await GitSandbox(bare: true)
    let good = ["--witness", witness.path]
    let later = Request(
      "nora-later", for: "nora.lind", duration: "1h", starts: "2026-11-21T13:00:00Z")
    try await repository.grant(later, by: .nora, approvedBy: [.tom])
    let waiting = Request("ana-invoices")
    try await repository.land(try await repository.propose(waiting))
    try await run(repository, good)
    if isMoved { try await repository.land(try await repository.commit([.file("a", "b")])) }
    let dead = ["--witness", "http://127.0.0.1:9/witness.git"]
    for hours in [1, 2, 24 * 8] {
      try await run(repository, at: .drill(.hours(hours)), exits: 69, dead)
      try await expectSound(repository, ["--witness"])
    }
    #expect(try await repository.grant(of: later)?.state == "expired")
    try await run(repository, at: .drill(.days(8)), good)
    let audit = try await expectSound(repository, ["--witness"])
    #expect(audit.grants == 1)
  }

  @Test("the witness of the settings is asked without a flag, and decides about late landings")
  func settings() async throws {
    var policies = Policies()
    policies.governance.append(
      "{paths: [\".gitlab-ci.yml\"], approvals: [{count: 1, from: [group:security]}]}\n"
        + "witness: http://127.0.0.1:9/witness.git")
    let repository = try await AccessRepository(policies)
    let request = Request("ana-invoices")
    try await repository.grant(request)
    let answer = try await repository.run()
    try expect(answer, exits: 69)
    #expect(try await repository.recorded().isEmpty)
    let witness = try await GitSandbox(bare: true)
    let mended = try await run(repository, ["--witness", witness.path])
    #expect(mended.events == ["issued"])
    try await expectSound(repository)
  }
}
