import Model
import TestSupport
import Testing

/// Approvals by security keys, which software plays (PROTOCOL.u2f), from the signature to the grant.
@Suite struct HardwareTests {
  private static let wanted = """
    description: The vault
    owner: group:dba
    plane: identity
    entitlements:
      open:
        risk: medium
        eligible: [class:employee]
        approvals: [{count: 1, from: [group:dba]}]
        maximum_duration: 8h
        assurance: hardware
    connector: {type: ledger}

    """

  /// Priya has a security key beside her others.
  private func repository(_ key: SoftwareKey) async throws -> AccessRepository {
    var priya = Person.priya
    priya.certificates = [
      "ssh: \(String(decoding: try key.authorizedKey.dropLast(), as: UTF8.self))"
    ]
    var policies = Policies()
    policies.people = [priya] + Person.all.filter { $0.id != priya.id }
    policies.texts["policies/systems/vault.yaml"] = Self.wanted
    return try await AccessRepository(policies)
  }

  /// Lands a request with Priya's merge, signed with `key` and these flags.
  private func land(
    _ request: Request, in repository: AccessRepository, with key: SoftwareKey, flags: UInt8
  ) async throws {
    let raw = try await repository.rawMerge(
      try await repository.propose(request, by: .nora), into: try await repository.tip(),
      by: .priya)
    let signature = try key.sign(raw.payload, flags: flags).armored
    try await repository.land(
      try await repository.write(
        raw.bytes(signature: String(decoding: signature.dropLast(), as: UTF8.self))))
  }

  @Test(
    "a touched security key is hardware, an untouched one is personal",
    arguments: SoftwareKey.securityKeys())
  func touch(_ key: SoftwareKey) async throws {
    let repository = try await repository(key)
    let touched = Request("nora-touched", "open", for: "nora.lind", of: "vault")
    let verified = Request("nora-verified", "open", for: "nora.lind", of: "vault")
    let untouched = Request("nora-untouched", "open", for: "nora.lind", of: "vault")
    let personal = Request("nora-read", for: "nora.lind")
    try await land(touched, in: repository, with: key, flags: 0x01)
    try await land(verified, in: repository, with: key, flags: 0x05)
    // `ssh-keygen -O no-touch-required` makes keys that sign so.
    try await land(untouched, in: repository, with: key, flags: 0x00)
    try await land(personal, in: repository, with: key, flags: 0x00)
    // A key file is no hardware, however good its signature.
    let byFile = Request("nora-by-file", "open", for: "nora.lind", of: "vault")
    try await repository.grant(byFile, by: .nora)
    try await run(repository)

    for request in [touched, verified] {
      let grant = try await expectAccess(request.path, in: repository)
      #expect(grant.approvals.map(\.assurance) == ["hardware"])
      #expect(grant.approvals.map(\.person) == ["priya.nair"])
    }
    let read = try await expectAccess(personal.path, in: repository)
    #expect(read.approvals.map(\.assurance) == ["personal"])
    for request in [untouched, byFile] {
      try await expectNoAccess(
        request.path, in: repository, "pending", [.assuranceTooLow, .shortOfApprovals])
    }
  }
}
