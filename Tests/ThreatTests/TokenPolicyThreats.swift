import Model
import TestSupport
import Testing

/// What somebody will try to make their own tokens count for a workload (DESIGN section 6).
@Suite struct TokenPolicyThreats {
  /// Policies with an issuer, whose files people-ops alone govern but for what only the settings' line may give.
  private func policies(_ issuer: TokenIssuer) throws -> Policies {
    var policies = Policies()
    policies.governance.append(
      #"{paths: ["policies/issuers/**", "policies/keys/**", "policies/workloads/**"], "#
        + "approvals: [{count: 1, from: [group:people-ops]}]}")
    policies.texts["policies/keys/ci.jwks.json"] = try issuer.jwks()
    policies.texts["policies/issuers/ci.yaml"] = Self.issuer()
    return policies
  }

  private static func issuer(
    ended: String = "{}", algorithms: String = "ES256", pinned: String = "repository_id",
    status: String = "active"
  ) -> String {
    """
    issuer: https://ci.example
    keys: keys/ci.jwks.json
    algorithms: [\(algorithms)]
    must_pin: [\(pinned)]
    ended: \(ended)
    status: \(status)

    """
  }

  /// Whether `change` comes into force by the line of its path alone; with the settings' line it always does.
  private func expectGift(_ isGift: Bool, _ change: FileChange, _ issuer: TokenIssuer) async throws
  {
    for hasSettings in [false, true] {
      let repository = try await AccessRepository(policies(issuer))
      let branch = try await repository.commit([change], by: .nora)
      let landing = try await repository.approve(
        branch, by: hasSettings ? [.kim, .mia, .leo] : [.kim])
      let isInForce = hasSettings || !isGift
      try await run(
        repository, exits: isInForce ? 0 : 1, naming: isInForce ? nil : .shortOfApprovals)
      let tree = try await repository.sandbox.git("rev-parse", "\(landing):policies")
      #expect(try await repository.status().policy == tree || !isInForce)
      #expect(try await repository.audit().status == 0)
    }
  }

  @Test("82: one approver of the keys adds one of their own to an issuer's")
  func addedKey() async throws {
    let (issuer, own) = (try TokenIssuer(), try TokenIssuer(kid: "mine"))
    let keys = "{\"keys\":[\(try issuer.jwk()),\(try own.jwk())]}\n"
    try await expectGift(true, .file("policies/keys/ci.jwks.json", keys), issuer)
  }

  @Test("82: a key of the same name with other numbers")
  func changedKey() async throws {
    let (issuer, own) = (try TokenIssuer(), try TokenIssuer())
    try await expectGift(true, .file("policies/keys/ci.jwks.json", try own.jwks()), issuer)
  }

  @Test("82: the issuer is pointed at other keys, algorithms, claims; or is made active again")
  func changedIssuer() async throws {
    let issuer = try TokenIssuer()
    for text in [
      Self.issuer(algorithms: "ES256, RS256"), Self.issuer(pinned: "sub"),
      Self.issuer().replacing("https://ci.example", with: "https://evil.example"),
    ] {
      try await expectGift(true, .file("policies/issuers/ci.yaml", text), issuer)
    }
  }

  @Test("an issuer or one of its keys is ended by the line of its path alone")
  func ended() async throws {
    let issuer = try TokenIssuer()
    for text in [
      Self.issuer(ended: "{k1: {compromised: 2026-11-21T00:00:00Z}}"),
      Self.issuer(status: "suspended"),
    ] {
      try await expectGift(false, .file("policies/issuers/ci.yaml", text), issuer)
    }
  }

  @Test(
    "82: an entry that makes other tokens a workload's asks for the workload, its owner, or the settings' line"
  )
  func entry() async throws {
    let issuer = try TokenIssuer()
    let (yes, no) = (
      try await entryComesIn(by: .priya, issuer), try await entryComesIn(by: .nora, issuer)
    )
    #expect(yes)
    #expect(!no)
  }

  private func entryComesIn(by person: Person, _ issuer: TokenIssuer) async throws -> Bool {
    let repository = try await AccessRepository(policies(issuer))
    let path = "policies/workloads/nightly-export.yaml"
    let text = try await repository.sandbox.git("show", "main:\(path)") + "\n"
    let entry = "attest: [{issuer: ci, claims: {repository_id: \"1\"}}]\n"
    let branch = try await repository.commit(
      [.file(path, text + entry)], by: person, signed: .own)
    try await repository.approve(branch, by: [.kim])
    try await run(repository, exits: person.id == "priya.nair" ? 0 : 1)
    return try await repository.status().policy
      == repository.sandbox.git("rev-parse", "main:policies")
  }
}
