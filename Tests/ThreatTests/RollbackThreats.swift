import Model
import TestSupport
import Testing

/// A forge that shows the ledger of before a revocation to whoever clones afresh (THREATS row 76).
@Suite struct RollbackThreats {
  private static let readers = [
    ["audit"], ["grants"], ["who-has", "billing-db"], ["status"], ["history"],
  ]

  /// A repository whose settings name a witness, with a grant that was revoked; the ledger's tip before that.
  private func revoked() async throws -> (
    repository: AccessRepository, witness: GitSandbox, before: String
  ) {
    let witness = try await GitSandbox(bare: true)
    var policies = Policies()
    policies.settingsMore = "witness: \(witness.path)\n"
    let repository = try await AccessRepository(policies)
    let request = Request("ana-invoices")
    try await repository.grant(request)
    try await run(repository)
    let before = try await repository.ledgerTip()
    try await repository.land(
      try await repository.commit([.removal(request.path)], by: .ana))
    try await run(repository, at: .drill(.minutes(5)))
    #expect(try await repository.liveGrants().isEmpty)
    return (repository, witness, before)
  }

  private func expect(
    _ status: Int, _ code: ReasonCode? = nil, of repository: AccessRepository, in clone: String,
    saying words: String = "",
    sourceLocation: Testing.SourceLocation = #_sourceLocation
  ) async throws {
    for reader in Self.readers {
      let answer = try await repository.countersign(
        reader + ["--anchor", repository.anchor], in: clone)
      #expect(answer.status == status, "\(reader): \(answer)", sourceLocation: sourceLocation)
      #expect(
        code.map(answer.names) ?? true, "\(reader): \(answer)", sourceLocation: sourceLocation)
      #expect(
        words.isEmpty || answer.description.contains(words), "\(reader): \(answer)",
        sourceLocation: sourceLocation)
    }
  }

  @Test("76: every reader in a fresh clone asks the witness")
  func rolledBack() async throws {
    let (repository, witness, before) = try await revoked()
    let tip = try await repository.ledgerTip()
    let honest = try await repository.clone("honest", ["--no-checkout"])
    try await expect(0, of: repository, in: honest)

    try await repository.sandbox.point("refs/heads/countersign/ledger", at: before)
    let fresh = try await repository.clone("fresh", ["--no-checkout"])
    try await expect(77, .ledgerUntrusted, of: repository, in: fresh)
    // The forge takes it back; the clone is only behind then, and is told to fetch.
    try await repository.sandbox.point("refs/heads/countersign/ledger", at: tip)
    try await expect(0, of: repository, in: fresh, saying: "git fetch origin")
    try await repository.git("fetch", "-q", "origin", in: fresh)
    try await expect(0, of: repository, in: fresh)
    #expect(try await witness.git("rev-parse", "countersign/ledger") == tip)
  }

  @Test("76: a forge that names some other tip does not make an old ledger pass")
  func anotherTip() async throws {
    let (repository, witness, before) = try await revoked()
    try await repository.sandbox.point("refs/heads/countersign/ledger", at: before)
    let fresh = try await repository.clone("fresh", ["--no-checkout"])
    try await repository.sandbox.point(
      "refs/heads/countersign/ledger", at: try await repository.tip())
    try await expect(77, .ledgerUntrusted, of: repository, in: fresh)
    #expect(try await witness.git("rev-parse", "countersign/ledger") != before)
  }

  @Test("76: a ledger of before the policy that names the witness is said to be held against none")
  func beforeTheWitness() async throws {
    let witness = try await GitSandbox(bare: true)
    let repository = try await AccessRepository()
    let request = Request("ana-invoices")
    try await repository.grant(request)
    try await run(repository)
    let before = try await repository.ledgerTip()
    let settings = try await repository.sandbox.git("show", "main:policies/countersign.yaml")
    let changed = FileChange.file(
      "policies/countersign.yaml", "\(settings)\nwitness: \(witness.path)\n")
    let proposal = try await repository.commit([changed], by: .nora)
    let first = try await repository.merge(proposal, by: .mia)
    try await repository.land(try await repository.merge(first, by: .leo))
    // Nobody has accepted it yet: whoever landed it has no credentials shown to where it leads.
    let pending = try await repository.clone("pending", ["--no-checkout"])
    try await expect(0, of: repository, in: pending, saying: "it was not asked")
    try await run(repository, at: .drill(.minutes(5)))
    try await repository.land(try await repository.commit([.removal(request.path)], by: .ana))
    try await run(repository, at: .drill(.minutes(10)))
    let tip = try await repository.ledgerTip()
    #expect(try await witness.git("rev-parse", "countersign/ledger") == tip)
    // The near twin: the ledger that knows the policy is held against the witness, and nothing is said.
    let honest = try await repository.clone("honest", ["--no-checkout"])
    let answer = try await repository.countersign(
      ["grants", "--anchor", repository.anchor], in: honest)
    #expect(answer.status == 0 && !answer.description.contains("not asked"), "\(answer)")

    try await repository.sandbox.point("refs/heads/countersign/ledger", at: before)
    let fresh = try await repository.clone("fresh", ["--no-checkout"])
    for reader in [["audit"], ["grants"], ["who-has", "billing-db"], ["status"]] {
      let answer = try await repository.countersign(
        reader + ["--anchor", repository.anchor], in: fresh)
      #expect(answer.description.contains("it was not asked"), "\(reader): \(answer)")
      #expect(answer.description.contains(witness.path), "\(reader): \(answer)")
    }
  }

  @Test("76: the anchor's witness is asked though the ledger says that another policy is in force")
  func anchorsWitness() async throws {
    let (repository, witness, before) = try await revoked()
    // Signed by the processor, and older than what the anchor's witness has, whatever its policy names.
    try await repository.sandbox.point("refs/heads/countersign/ledger", at: before)
    let settings = try await repository.sandbox.git("show", "main:policies/countersign.yaml")
    let other = settings.replacing("witness: \(witness.path)", with: "")
    try await repository.land(
      try await repository.commit([.file("policies/countersign.yaml", other)], by: .nora))
    let fresh = try await repository.clone("fresh", ["--no-checkout"])
    try await expect(77, .ledgerUntrusted, of: repository, in: fresh)
  }

  @Test("76: a witness that cannot be asked is named; the answer is given")
  func unreachable() async throws {
    var policies = Policies()
    policies.settingsMore = "witness: http://127.0.0.1:9/witness.git\n"
    let repository = try await AccessRepository(policies)
    let witness = try await GitSandbox(bare: true)
    try await repository.grant(Request("ana-invoices"))
    try await run(repository, ["--witness", witness.path])
    let fresh = try await repository.clone("fresh", ["--no-checkout"])
    try await expect(0, of: repository, in: fresh, saying: "the witness could not be asked")
  }
}
