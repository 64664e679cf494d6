import Model
import TestSupport
import Testing

@Suite struct OpenPGPThreats {
  /// Priya signs with gpg; everybody else as ever.
  func repository(
    _ certificate: [UInt8], entry: String = "{openpgp: keys/priya.asc}"
  ) async throws -> AccessRepository {
    var policies = Policies()
    policies.people.removeAll { $0.id == "priya.nair" }
    policies.people.append(priya(entry))
    policies.texts["policies/keys/priya.asc"] = String(decoding: certificate, as: UTF8.self)
    policies.governance.append(
      #"{paths: ["policies/keys/**"], approvals: [{count: 1, from: [group:people-ops]}]}"#)
    return try await AccessRepository(policies)
  }

  private func priya(_ entry: String) -> Person {
    var priya = Person.priya
    priya.keys = []
    priya.certificates = [entry]
    return priya
  }

  /// Lands the merge of a request, signed by `key`, and answers with the request.
  func land(
    _ name: String, in repository: AccessRepository, with key: String, of gnupg: GnuPG,
    signed: String = "20261121T115000", at date: Instant = .drill(.minutes(-10))
  ) async throws -> Request {
    let request = Request(name)
    let proposal = try await repository.propose(request)
    try await repository.land(
      try await repository.merge(
        proposal, by: .priya, with: key, of: gnupg, signed: signed, at: date))
    return request
  }

  @Test(
    "9: an OpenPGP signature that does not verify, by a key that is unknown, or with SHA-1",
    arguments: [nil, ReasonCode.badSignature, .unknownKey, .weakKey])
  func badSignature(_ code: ReasonCode?) async throws {
    let gnupg = try GnuPG()
    let key = try await gnupg.makeKey("priya", "ed25519", at: "20260101T000000")
    let stranger = try await gnupg.makeKey("stranger", "ed25519", at: "20260101T000000")
    let repository = try await repository(try await gnupg.export([key]))
    let request = Request("ana-invoices")
    let raw = try await repository.rawMerge(
      try await repository.propose(request), into: try await repository.tip(), by: .priya)
    let signature = try await gnupg.sign(
      code == .badSignature ? raw.payload + [10] : raw.payload,
      by: code == .unknownKey ? stranger : key, at: "20261121T115000",
      options: code == .weakKey ? ["--digest-algo", "SHA1"] : [])
    try await gnupg.shutDown()
    try await repository.land(
      try await repository.write(
        raw.bytes(signature: String(decoding: signature.dropLast(), as: UTF8.self))))
    try await run(repository)
    guard let code else {
      let grant = try await expectAccess(request.path, in: repository)
      #expect(grant.approvals.map(\.key) == [key])
      #expect(grant.approvals.map(\.format) == ["openpgp"])
      return
    }
    try await expectNoAccess(request.path, in: repository, "pending", [code, .shortOfApprovals])
    try await expectUnharmed(repository)
  }

  @Test(
    "10: an OpenPGP key is retired or taken out of the file: old approvals stand, new ones count for nothing",
    arguments: [true, false])
  func retiredKey(_ isRetired: Bool) async throws {
    let gnupg = try GnuPG()
    let key = try await gnupg.makeKey("priya", "rsa2048", at: "20260101T000000")
    let repository = try await repository(try await gnupg.export([key]))
    let before = try await land("ana-invoices", in: repository, with: key, of: gnupg)
    try await run(repository)

    var changed = priya("{openpgp: keys/priya.asc, retired: 2026-11-21T11:00:00Z}")
    if !isRetired { changed.certificates = [] }
    try await change(changed, in: repository)
    let after = Request("ana-ledger", of: "ledger-db")
    let proposal = try await repository.propose(after)
    try await repository.land(
      try await repository.merge(proposal, by: .priya, with: key, of: gnupg))
    try await gnupg.shutDown()
    try await run(repository)
    try await expectAccess(before.path, in: repository)
    try await expectNoAccess(
      after.path, in: repository, "pending",
      [isRetired ? .retiredKey : .unknownKey, .shortOfApprovals])
    try await expectUnharmed(repository)
  }

  @Test("10: an OpenPGP key is marked compromised: what its subkey approved falls")
  func compromisedKey() async throws {
    let gnupg = try GnuPG()
    let owner = try await gnupg.makeKey("priya", "ed25519", usage: "cert", at: "20260101T000000")
    let subkey = try await gnupg.addSubkey(to: owner, "ed25519", at: "20260101T000000")
    let repository = try await repository(try await gnupg.export([owner]))
    let request = try await land("ana-invoices", in: repository, with: subkey, of: gnupg)
    try await run(repository)
    try await expectAccess(request.path, in: repository)

    try await change(
      priya("{openpgp: keys/priya.asc, compromised: 2026-11-21T11:00:00Z}"), in: repository)
    let later = try await land("ana-again", in: repository, with: subkey, of: gnupg)
    try await gnupg.shutDown()
    try await run(repository)
    #expect(
      try await repository.grants().first { $0.request.path == request.path }?.revocationCodes
        == [.compromisedKey])
    try await expectNoAccess(
      later.path, in: repository, "pending", [.compromisedKey, .shortOfApprovals])
  }

  @Test(
    "10: a certificate is revoked: new approvals count for nothing",
    arguments: [(0, ReasonCode.compromisedKey), (1, .compromisedKey), (2, .retiredKey)])
  func revokedCertificate(_ reason: Int, _ code: ReasonCode) async throws {
    let gnupg = try GnuPG()
    let key = try await gnupg.makeKey("priya", "ed25519", at: "20260101T000000")
    let repository = try await repository(try await gnupg.export([key]))
    let before = try await land("ana-invoices", in: repository, with: key, of: gnupg)
    try await run(repository)
    let late = try await repository.propose(Request("ana-again"))
    let merge = try await repository.merge(late, by: .priya, with: key, of: gnupg)
    try await gnupg.revoke(key, reason: reason, at: "20261121T100000")
    let revoked = String(decoding: try await gnupg.export([key]), as: UTF8.self)
    try await gnupg.shutDown()
    // Taking a key away is no gift: one reviewer of the line is enough, and Priya need not sign.
    let change = try await repository.commit([.file("policies/keys/priya.asc", revoked)], by: .lena)
    try await repository.approve(change, by: [.kim])
    try await run(repository)
    let tip = try await repository.tip()
    let landing = try await repository.merge(merge, into: tip, by: .nora)
    try await repository.land(landing)
    try await run(repository)
    try await expectAccess(before.path, in: repository)
    try await expectNoAccess(
      Request("ana-again").path, in: repository, "pending", [code, .shortOfApprovals])
    try await expectUnharmed(repository)
  }

  @Test(
    "11: an OpenPGP key has expired, and the commit is dated back to when it was valid",
    arguments: [true, false])
  func expiredKey(_ hasExpired: Bool) async throws {
    let gnupg = try GnuPG()
    let key = try await gnupg.makeKey(
      "priya", "ed25519", expire: hasExpired ? "20261121T000000" : "20261122T000000",
      at: "20260101T000000")
    let repository = try await repository(try await gnupg.export([key]))
    try await approve(whenExpired: hasExpired, key, of: gnupg, approvedIn: repository)
  }

  /// A merge that `key` signed when it was valid gives access, unless the key has ended since.
  private func approve(
    whenExpired hasExpired: Bool, _ key: String, of gnupg: GnuPG,
    approvedIn repository: AccessRepository
  ) async throws {
    let request = try await land(
      "ana-invoices", in: repository, with: key, of: gnupg, signed: "20261120T230000",
      at: .drill(.hours(-13)))
    try await gnupg.shutDown()
    try await run(repository)
    if hasExpired {
      try await expectNoAccess(
        request.path, in: repository, "pending", [.expiredKey, .shortOfApprovals])
    } else {
      try await expectAccess(request.path, in: repository)
    }
    try await expectUnharmed(repository)
  }

  /// An end that SHA-1 states is one for gpg, and for git with it.
  @Test(
    "71: an OpenPGP key ended by a SHA-1 self-signature beside a strong one",
    arguments: [true, false])
  func weaklyEndedKey(_ hasExpired: Bool) async throws {
    let gnupg = try GnuPG()
    let key = try await gnupg.makeKey("priya", "ed25519", at: "20260101T000000")
    let strong = try await gnupg.export([key])
    try await gnupg.gpg(
      [
        "--cert-digest-algo", "SHA1", "--quick-set-expire", key,
        hasExpired ? "20261121T000000" : "20261122T000000",
      ], at: "20260301T000000")
    // gpg writes the new signature over the old one; a key server's copy brings that back.
    try await gnupg.take(strong, at: "20260301T000001")
    let repository = try await repository(try await gnupg.export([key]))
    try await approve(whenExpired: hasExpired, key, of: gnupg, approvedIn: repository)
  }

  @Test(
    "44: a reviewer puts a key of their own into somebody's certificate",
    arguments: [true, false])
  func foreignCertificate(_ isOwn: Bool) async throws {
    let gnupg = try GnuPG()
    let key = try await gnupg.makeKey("priya", "ed25519", at: "20260101T000000")
    let repository = try await repository(try await gnupg.export([key]))
    let evil = try await gnupg.makeKey("evil", "ed25519", at: "20260101T000000")
    try await gnupg.gpg(
      ["--quick-add-key", key, "ed25519", "sign", "never"], at: "20261101T000000")
    let certificate = try await gnupg.export([isOwn ? key : evil])
    let draft = try await repository.commit(
      [.file("policies/keys/priya.asc", String(decoding: certificate, as: UTF8.self))], by: .priya)
    // The near twin is Priya's: she adds a subkey and signs for it with the key that is in force.
    let start = try await repository.tip()
    let change =
      isOwn
      ? try await repository.commit(
        tree: "\(draft)^{tree}", parents: [start], by: .priya, with: key, of: gnupg) : draft
    try await repository.approve(change, by: [.kim])
    if isOwn {
      try await run(repository)
    } else {
      try await run(repository, exits: 1, naming: .policyNotAccepted)
      try await repository.land(start)
    }
    try await gnupg.shutDown()
  }

  @Test("36: one OpenPGP key for two people, a secret key, no certificate at all", arguments: 0..<5)
  func unfitCertificates(_ which: Int) async throws {
    let gnupg = try GnuPG()
    let key = try await gnupg.makeKey("priya", "ed25519", at: "20260101T000000")
    let other = try await gnupg.makeKey("nora", "ed25519", at: "20260101T000000")
    let secret = try await gnupg.gpg(["--armor", "--export-secret-keys", other]).output
    let repository = try await repository(try await gnupg.export([key]))
    let file =
      switch which {
      case 0: try await gnupg.export([key])
      case 1: secret
      case 2: Array("nothing\n".utf8)
      case 3: try await gnupg.export([other, key])
      default: try await gnupg.export([other])
      }
    try await gnupg.shutDown()
    var nora = Person.nora
    nora.certificates = ["openpgp: keys/nora.asc"]
    let tip = try await repository.tip()
    let change = try await repository.commit(
      [
        .file(nora.path, nora.yaml(repository.keys)),
        .file("policies/keys/nora.asc", String(decoding: file, as: UTF8.self)),
      ], by: .nora, signed: .own)
    try await repository.approve(change, by: [.kim])
    guard which < 4 else {
      try await run(repository)
      return
    }
    try await run(repository, exits: 1, naming: .policyNotAccepted)
    #expect(try await repository.tip() != tip)
  }

  @Test(
    "36: the key of somebody who is needed to change the policy has expired",
    arguments: [true, false])
  func lockedPolicy(_ hasExpired: Bool) async throws {
    let gnupg = try GnuPG()
    let key = try await gnupg.makeKey(
      "mia", "ed25519", expire: hasExpired ? "20261121T000000" : "20271121T000000",
      at: "20260101T000000")
    var policies = Policies()
    policies.people.removeAll { $0.id == "mia.chen" }
    var mia = Person.mia
    mia.keys = []
    mia.certificates = ["openpgp: keys/mia.asc"]
    policies.people.append(mia)
    policies.texts["policies/keys/mia.asc"] = String(
      decoding: try await gnupg.export([key]), as: UTF8.self)
    try await gnupg.shutDown()
    let repository = try await AccessRepository(policies)
    // Two of security govern the policies; without Mia only Leo is left.
    var nora = Person.nora
    nora.emails.append("nora@home.example")
    try await change(nora, in: repository)
    let answer = try await run(repository, exits: hasExpired ? 1 : 0)
    #expect(answer.names(.policyNotAccepted) == hasExpired)
  }

  private func change(_ person: Person, in repository: AccessRepository) async throws {
    let change = try await repository.commit(
      [.file(person.path, person.yaml(repository.keys))], by: .lena)
    try await repository.approve(change, by: [.kim])
  }
}
