import Model
import TestSupport
import Testing

@Suite struct LedgerThreats {
  /// Who puts a commit on the ledger's branch.
  enum Intruder: CaseIterable {
    case unsigned, stranger, reviewer
  }

  @Test("21: somebody other than the processor writes to the ledger", arguments: Intruder.allCases)
  func foreignCommit(_ intruder: Intruder) async throws {
    let repository = try await AccessRepository()
    let request = Request("ana-invoices", duration: "1h")
    try await repository.grant(request)
    try await run(repository)
    let good = try await repository.ledgerTip()
    let forged = try await longer(
      request, than: good, in: repository,
      signed: intruder == .unsigned ? .unsigned : .with(intruder == .stranger ? .stranger : .priya))
    try await repository.sandbox.point("refs/heads/countersign/ledger", at: forged)

    try await run(repository, exits: 77, naming: .ledgerUntrusted)
    let audit = try await repository.audit()
    #expect(audit.status != 0 && audit.description.contains(forged.prefix(7)), "\(audit)")
    try await repository.sandbox.point("refs/heads/countersign/ledger", at: good)
    let clean = try await repository.audit()
    #expect(clean.status == 0, "\(clean)")
    try await expectUnharmed(repository)
  }

  @Test("21: the processor's own key signs access that nobody approved: the audit names it")
  func forgedByProcessor() async throws {
    let repository = try await AccessRepository()
    let request = Request("ana-invoices", duration: "1h")
    try await repository.grant(request)
    try await run(repository)
    let forged = try await longer(
      request, than: try await repository.ledgerTip(), in: repository, signed: .with(.processor))
    try await repository.sandbox.point("refs/heads/countersign/ledger", at: forged)

    let audit = try await repository.audit()
    #expect(audit.status != 0, "\(audit)")
    #expect(audit.description.contains(forged.prefix(7)), "\(audit)")
  }

  @Test("21: a forged ledger that names its own anchor and keys")
  func forgedLedger() async throws {
    let repository = try await AccessRepository()
    let request = Request("ana-invoices")
    try await repository.land(try await repository.propose(request))
    try await run(repository)
    let honest = try await repository.ledgerTip()
    // The forger's policies name the forger's key and need nobody's approval but theirs.
    var policies = Policies()
    policies.processor = .stranger
    let files = policies.files(repository.keys).map { FileChange.file($0, $1) }
    let clone = try await repository.clone("forger")
    let ownAnchor = try await repository.commit(files, on: repository.anchor, by: .nora)
    try await repository.git(
      "fetch", "-q", "origin", ownAnchor, in: clone)
    try await repository.git("update-ref", "refs/heads/main", ownAnchor, in: clone)
    try await repository.git("update-ref", "-d", "refs/heads/countersign/ledger", in: clone)
    let forged = try await repository.countersign(
      repository.runArguments(anchor: ownAnchor, key: .stranger, in: clone, first: true))
    #expect(forged.status == 0, "\(forged)")
    try await repository.git(
      "push", "-q", "--force", "origin", "countersign/ledger", in: clone)

    try await run(repository, exits: 77, naming: .ledgerUntrusted)
    try await repository.sandbox.point("refs/heads/countersign/ledger", at: honest)
    try await expectUnharmed(repository)
  }

  @Test("37: a deleted ledger is never re-created silently")
  func deletedLedger() async throws {
    let repository = try await AccessRepository()
    try await repository.grant(Request("ana-invoices"))
    try await run(repository)
    let tip = try await repository.ledgerTip()
    let second = try await repository.countersign(repository.runArguments(first: true))
    #expect(second.status == 77 && second.names(.ledgerUntrusted), "\(second)")

    try await repository.sandbox.git("update-ref", "-d", "refs/heads/countersign/ledger")
    try await run(repository, exits: 77, naming: .ledgerUntrusted)
    try await repository.sandbox.point("refs/heads/countersign/ledger", at: tip)
    try await expectUnharmed(repository)
  }

  @Test(
    "37: a ledger that is rolled back to have a window issued afresh", arguments: [true, false])
  func rolledBack(_ hasWitness: Bool) async throws {
    let repository = try await AccessRepository()
    let witness = try await GitSandbox(bare: true)
    let more = hasWitness ? ["--witness", witness.path] : []
    try await run(repository, more)
    let early = try await repository.ledgerTip()
    let request = Request("ana-invoices", duration: "1h")
    try await repository.grant(request)
    try await run(repository, more)
    try await expectAccess(request.path, in: repository)
    try await run(repository, at: .drill(.hours(2)), more)
    #expect(try await repository.liveGrants().isEmpty)

    // Whoever can write to the ledger's branch takes it back, and another clone runs.
    try await repository.sandbox.point("refs/heads/countersign/ledger", at: early)
    let clone = try await repository.clone("fresh")
    try await repository.git("update-ref", "refs/heads/countersign/ledger", early, in: clone)
    let again = try await repository.countersign(
      repository.runArguments(at: .drill(.hours(25)), in: clone, more))
    #expect(try await repository.liveGrants(in: clone).isEmpty)
    if hasWitness {
      #expect(again.status == 77 && again.names(.ledgerUntrusted), "\(again)")
    } else {
      #expect(again.status == 0, "\(again)")
      let status = try await repository.status(in: clone)
      #expect(status[request.path]?.outcome == "refused")
      #expect(status[request.path]?.codes.contains(.issuedTooLate) == true)
    }
  }

  @Test("49: the processor's key is lost: a new ledger names the old one and carries nothing over")
  func replacedLedger() async throws {
    let repository = try await AccessRepository()
    let request = Request("ana-invoices")
    try await repository.grant(request)
    try await run(repository)
    let grant = try await expectAccess(request.path, in: repository)
    let old = try await repository.ledgerTip()
    var policies = Policies()
    policies.processor = .nextProcessor
    let anchor = try await repository.land(
      try await repository.commit(
        [.file(Policies.settings, policies.settings(repository.keys))], by: .kim))

    // Without being told, no run accepts the other key or the other anchor.
    for arguments in [
      try repository.runArguments(key: .nextProcessor),
      try repository.runArguments(anchor: anchor, key: .nextProcessor),
    ] {
      let refused = try await repository.countersign(arguments)
      #expect(refused.status == 77, "\(refused)")
    }
    let replaced = try await repository.countersign(
      repository.runArguments(
        anchor: anchor, key: .nextProcessor, ["--drill", "--replace-ledger", old]))
    #expect(replaced.status == 0, "\(replaced)")
    let new = try await repository.ledgerTip()
    let history = try await repository.sandbox.git("log", "--format=%H%n%B", new)
    #expect(history.contains(old))
    let grants = try await repository.grants(under: anchor)
    #expect(grants.allSatisfy { $0.state == "revoked" && $0.id == grant.id }, "\(grants)")

    let good = Request("ben-read", for: "ben.cole")
    try await repository.grant(good, by: .ben, approvedBy: [.tom])
    let after = try await repository.countersign(
      repository.runArguments(anchor: anchor, key: .nextProcessor))
    #expect(after.status == 0, "\(after)")
    let live = try await repository.grants(under: anchor).filter { $0.state == "active" }
    #expect(live.map(\.request.path) == [good.path])
  }

  @Test("51: grant ids are 128 bits of path, blob and landing, the same on every runner")
  func grantIDs() async throws {
    let repository = try await AccessRepository()
    let requests = [Request("one"), Request("two", for: "nora.lind")]
    let proposal = try await repository.commit(requests.map(\.file))
    try await repository.approve(proposal, by: [.priya])
    let clone = try await repository.clone("other")
    try await run(repository)
    let other = try await repository.countersign(
      repository.runArguments(at: .drill(.minutes(3)), in: clone, first: true))
    #expect(other.status == 0, "\(other)")

    let grants = try await repository.grants()
    #expect(grants.count == 2 && Set(grants.map(\.id)).count == 2)
    #expect(Set(try await repository.grants(in: clone).map(\.id)) == Set(grants.map(\.id)))
    for grant in grants {
      let text = "\(grant.request.path)\u{0}\(grant.request.blob)\u{0}\(grant.landing)"
      let digest = try await mustRun("sha256sum", input: Array(text.utf8)).text
      #expect(grant.id == "g-" + digest.prefix(32))
    }
  }

  /// A commit on top of the ledger's `tip` that makes the grant of `request` last a year longer.
  private func longer(
    _ request: Request, than tip: String, in repository: AccessRepository,
    signed signing: AccessRepository.Signing
  ) async throws -> String {
    let grant = try #require(
      try await repository.grants().first { $0.request.path == request.path })
    let path = "grants/\(grant.id.dropFirst(2).prefix(2))/\(grant.id).json"
    let text = try await repository.sandbox.git("cat-file", "blob", "\(tip):\(path)")
    let forged = text.replacing("\(grant.end)", with: "2027-11-21T12:00:00Z")
    #expect(forged != text)
    let message = try await repository.sandbox.git("log", "-1", "--format=%B", tip)
    return try await repository.commit(
      [.file(path, forged + "\n")], on: tip, message, by: .kim, signed: signing)
  }
}
