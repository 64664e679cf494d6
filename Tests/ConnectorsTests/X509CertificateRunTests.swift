import Model
import TestSupport
import Testing

/// Runs that hand out X.509 certificates: what stays open without the authority, what ends them, what an audit
/// makes of others.
@Suite struct X509CertificateRunTests {
  @Test("the certificate is in the commit that issues the grant, with the list, and never changes")
  func sameCommit() async throws {
    let shop = try await ShopAPI()
    let (request, own) = try await shop.request("ana")
    try await shop.land(request)
    let repository = shop.repository
    let grant = try #require(try await repository.liveGrants().first)
    #expect(grant.state == "active")
    for path in [ShopAPI.path(of: grant.id), "credentials/authorities"] {
      let log = try await repository.sandbox.git(
        "log", "--format=%s", "countersign/ledger", "--", path)
      #expect(log == "Issue shop-api/call to ana.silva until 2026-11-21T13:00:00Z", "\(path)")
    }
    let path = try await shop.certificate(of: request)
    #expect(
      try await shop.openssl.run(["x509", "-in", path, "-noout", "-pubkey"])
        == (try await shop.openssl.run(["pkey", "-in", own.key, "-pubout"])))
    let list = try await shop.openssl.run(["crl", "-in", try await shop.list(), "-noout", "-text"])
    #expect(list.contains("No Revoked Certificates."))
    try await shop.expectRightAudit()

    let before = try await repository.sandbox.git(
      "show", "countersign/ledger:\(ShopAPI.path(of: grant.id))")
    #expect(try await repository.run(at: .drill(.hours(2)), shop.arguments).status == 0)
    #expect(try await repository.grants().map(\.state) == ["expired"])
    #expect(
      try await repository.sandbox.git(
        "show", "countersign/ledger:\(ShopAPI.path(of: grant.id))") == before)
    try await shop.expectRightAudit()
  }

  @Test("38: without the authority a grant stays `issuing`, and the next run that has it certifies")
  func missingAuthority() async throws {
    let shop = try await ShopAPI()
    let repository = shop.repository
    let (request, _) = try await shop.request("ana")
    try await repository.grant(request)
    for _ in 0..<2 {
      let run = try await repository.run()
      #expect(run.status == 69, "\(run)")
      #expect(run.description.contains("x509-ca-key"), "\(run)")
      #expect(try await repository.liveGrants().map(\.state) == ["issuing"])
    }
    // Another authority's key is no help, nor does it certify anything by mistake.
    let other = try await shop.openssl.makeAuthority("other")
    #expect(try await repository.run(["--x509-ca-key", other.key]).status == 69)
    let none = try await repository.countersign([
      "crl", "--repository", repository.sandbox.path, "--anchor", repository.anchor, "-",
    ])
    #expect(none.status == 1, "\(none)")

    let late = try await repository.run(at: .drill(.minutes(5)), shop.arguments)
    #expect(late.status == 0, "\(late)")
    let grant = try #require(try await repository.liveGrants().first)
    #expect(grant.state == "active")
    #expect(grant.history.map(\.event) == ["issued", "certified"])
    let path = try await shop.certificate(of: request)
    // The window is the one that was granted, however late the certificate is, for clocks that lag.
    #expect(
      try await shop.openssl.run(["x509", "-in", path, "-noout", "-startdate"])
        == "notBefore=Nov 21 11:55:00 2026 GMT")
    try await shop.expectRightAudit()
  }

  @Test("38: a key that nobody certified in time ends without the authority, and is on no list")
  func neverCertified() async throws {
    let shop = try await ShopAPI()
    let repository = shop.repository
    let (first, _) = try await shop.request("first")
    try await repository.grant(first)
    #expect(try await repository.run().status == 69)
    try await repository.land(try await repository.commit([.removal(first.path)], by: .nora))
    let run = try await repository.run()
    #expect(run.status == 0, "\(run)")
    #expect(try await repository.grants().map(\.state) == ["revoked"])
    try await shop.expectRightAudit()
  }

  @Test(
    "38: a revocation without the authority stays `revoking`, and the next run that has it lists it"
  )
  func revokedWithoutAuthority() async throws {
    let shop = try await ShopAPI()
    let repository = shop.repository
    let (request, _) = try await shop.request("ana")
    try await shop.land(request)
    let grant = try #require(try await repository.liveGrants().first)
    let before = try await repository.sandbox.git(
      "rev-parse", "countersign/ledger:credentials/authorities")
    try await repository.land(try await repository.commit([.removal(request.path)], by: .nora))
    for _ in 0..<2 {
      let run = try await repository.run(at: .drill(.minutes(5)))
      #expect(run.status == 69, "\(run)")
      #expect(run.description.contains("x509-ca-key"), "\(run)")
      #expect(try await repository.liveGrants().map(\.state) == ["revoking"])
    }
    #expect(
      try await repository.sandbox.git("rev-parse", "countersign/ledger:credentials/authorities")
        == before)
    try await shop.expectRightAudit()

    let run = try await repository.run(at: .drill(.minutes(6)), shop.arguments)
    #expect(run.status == 0, "\(run)")
    #expect(try await repository.grants().map(\.revocationCodes) == [[.requestDeleted]])
    let text = try await shop.openssl.run(["crl", "-in", try await shop.list(), "-noout", "-text"])
    #expect(text.contains("Serial Number: 01\(grant.id.dropFirst(2).uppercased())"), "\(text)")
    try await shop.expectRightAudit()
  }

  @Test("38: what should be revoked and has ended by itself needs no authority any more")
  func revokedUntilItsEnd() async throws {
    let shop = try await ShopAPI()
    let repository = shop.repository
    let (request, _) = try await shop.request("ana")
    try await shop.land(request)
    try await repository.land(try await repository.commit([.removal(request.path)], by: .nora))
    #expect(try await repository.run(at: .drill(.minutes(5))).status == 69)
    // Another certificate of the same authority waits in the same run, which must not be confused.
    let (late, _) = try await shop.request("late", for: "ben.cole")
    try await repository.approve(
      try await repository.propose(late, by: .ben, signed: .own), by: [.priya])
    let end = try await repository.run(at: .drill(.hours(1)))
    #expect(end.status == 69, "\(end)")
    let states = try await repository.grants().map { "\($0.subject) \($0.state)" }.sorted()
    #expect(states == ["ana.silva revoked", "ben.cole issuing"])
    try await shop.expectRightAudit()
  }

  @Test("lists grow in number, hold all that is revoked, and forget what has ended")
  func succession() async throws {
    let shop = try await ShopAPI()
    let repository = shop.repository
    func number() async throws -> Int {
      let text = try await shop.openssl.run([
        "crl", "-in", try await shop.list(), "-noout", "-crlnumber",
      ])
      return try #require(Int(text.dropFirst("crlNumber=0x".count), radix: 16))
    }
    func count() async throws -> Int {
      try await shop.openssl.run(["crl", "-in", try await shop.list(), "-noout", "-text"])
        .split(separator: "Serial Number:").count - 1
    }
    var last = 0
    for (place, name) in ["one", "two", "three"].enumerated() {
      let (request, _) = try await shop.request(name, for: place == 1 ? "ben.cole" : "ana.silva")
      try await shop.land(
        request, by: place == 1 ? .ben : .ana, at: .drill(.minutes(place * 40)))
      try await repository.land(try await repository.commit([.removal(request.path)], by: .nora))
      let run = try await repository.run(at: .drill(.minutes(place * 40)), shop.arguments)
      #expect(run.status == 0, "\(run)")
      let next = try await number()
      #expect(next > last)
      last = next
      // Each lasts an hour: at the third, the first has ended by itself.
      #expect(try await count() == min(place + 1, 2))
    }
    try await shop.expectRightAudit()
  }

  /// What takes a certificate away: the change, and what the certificate says now.
  static let endings: [(String, String)] = [
    ("another name", "{common_name: app, dns: [$subject.example.org]}"),
    ("fewer names", "{common_name: $subject}"),
    (
      "another use",
      "{common_name: $subject, dns: [$subject.example.org], extended_key_usage: [code_signing]}"
    ),
  ]

  @Test("what a certificate says beyond the policy in force revokes it", arguments: endings)
  func narrowedPolicy(_ name: String, _ profile: String) async throws {
    let shop = try await ShopAPI(profile: "{common_name: $subject, dns: [$subject.example.org]}")
    let repository = shop.repository
    let (request, _) = try await shop.request("ana")
    try await shop.land(request)
    try await change(shop, to: profile)
    #expect(try await repository.grants().map(\.revocationCodes) == [[.noLongerAllowed]], "\(name)")
    let id = try #require(try await repository.grants().first?.id)
    let text = try await shop.openssl.run(["crl", "-in", try await shop.list(), "-noout", "-text"])
    #expect(text.contains("01\(id.dropFirst(2).uppercased())"))
    try await shop.expectRightAudit()
  }

  @Test("a policy that gives more leaves certificates alone")
  func widenedPolicy() async throws {
    let shop = try await ShopAPI()
    let (request, _) = try await shop.request("ana")
    try await shop.land(request)
    try await change(
      shop,
      to:
        "{common_name: $subject, dns: [a.example.org], extended_key_usage: [client_auth, server_auth]}"
    )
    #expect(try await shop.repository.liveGrants().map(\.state) == ["active"])
  }

  @Test("another authority revokes what the old one certified, and the old one signs that")
  func otherAuthority() async throws {
    let shop = try await ShopAPI()
    let (request, _) = try await shop.request("ana")
    try await shop.land(request)
    let other = try await shop.openssl.makeAuthority("other")
    try await change(shop, to: "{common_name: $subject}", by: other)
    #expect(try await shop.repository.grants().map(\.revocationCodes) == [[.noLongerAllowed]])
    try await shop.expectRightAudit()
  }

  private func change(
    _ shop: ShopAPI, to profile: String, by authority: OpenSSL.Authority? = nil
  ) async throws {
    let text = ShopAPI.system(profile: profile, authority: authority ?? shop.authority)
    let change = try await shop.repository.commit([.file(ShopAPI.file, text)], by: .nora)
    try await shop.repository.approve(change, by: [.mia, .leo])
    let run = try await shop.repository.run(shop.arguments)
    #expect(run.status == 0, "\(run)")
  }

  @Test("10: a certified key that is compromised takes the access away, at the tip already")
  func compromisedKey() async throws {
    let shop = try await ShopAPI()
    let repository = shop.repository
    // The same private key signs Ana's commits and asks for the certificate.
    let own = shop.openssl.directory.file("own.key")
    try await mustRun("cp", [try repository.key(.ana).path, own])
    let pkcs8 = try await ed25519(own, shop)
    let csr = shop.openssl.directory.file("own.csr")
    try await shop.openssl.run([
      "req", "-new", "-config", shop.openssl.directory.file("openssl.cnf"), "-key", pkcs8, "-subj",
      "/CN=ana", "-out", csr,
    ])
    var request = Request("ana", "call", of: "shop-api", duration: "1h")
    let pem = String(decoding: try shop.openssl.directory.read("own.csr"), as: UTF8.self)
    request.more = ["certificate_request: |"] + pem.split(separator: "\n").map { "  \($0)" }
    try await shop.land(request)
    #expect(try await repository.liveGrants().map(\.state) == ["active"])
    var ana = Person.ana
    ana.keys[0].compromised = "2026-11-21T11:00:00Z"
    try await repository.land(
      try await repository.commit([.file(ana.path, ana.yaml(repository.keys))], by: .nora))
    let run = try await repository.run(shop.arguments)
    #expect(run.status == 1, "\(run)")
    #expect(try await repository.grants().map(\.revocationCodes) == [[.compromisedKey]])
    let text = try await shop.openssl.run(["crl", "-in", try await shop.list(), "-noout", "-text"])
    #expect(text.contains("Serial Number"))
  }

  /// The Ed25519 key in the OpenSSH file `path` as PKCS #8, which openssl reads.
  private func ed25519(_ path: String, _ shop: ShopAPI) async throws -> String {
    let script = """
      import base64, sys
      blob = base64.b64decode("".join(open(sys.argv[1]).read().split("\\n")[1:-2]))
      place = blob.rindex(b"ssh-ed25519") + 11 + 4 + 32 + 4
      der = bytes.fromhex("302e020100300506032b657004220420") + blob[place:place + 32]
      print("-----BEGIN PRIVATE KEY-----")
      print(base64.b64encode(der).decode())
      print("-----END PRIVATE KEY-----")
      """
    let text = try await mustRun("python3", ["-c", script, path]).text
    return try shop.openssl.directory.write(text + "\n", to: "own.pem")
  }

  @Test("a request without a key, or with one that proves nothing, is refused and told what to do")
  func withoutProof() async throws {
    let shop = try await ShopAPI()
    let repository = shop.repository
    let none = Request("none", "call", of: "shop-api", duration: "1h")
    let (good, own) = try await shop.request("good")
    var damaged = good
    damaged.name = "damaged"
    // One character of the signature, far from the end, where all bits of it count.
    var characters = Array(own.lines[own.lines.count - 3])
    characters[20] = characters[20] == "A" ? "B" : "A"
    damaged.more[own.lines.count - 3] = String(characters)
    for request in [none, damaged, good] {
      try await repository.grant(request)
    }
    let run = try await repository.run(shop.arguments)
    #expect(run.status == 0, "\(run)")
    let status = try await repository.status()
    for request in [none, damaged] {
      let outcome = try #require(status[request.path])
      #expect(outcome.outcome == "refused", "\(request.name)")
      #expect(outcome.codes == [.invalidDocument], "\(outcome)")
      #expect(outcome.reasons.contains { $0.hint?.contains("openssl req") ?? false })
    }
    #expect(status[good.path]?.outcome == "granted")
  }

  @Test("a key in a request that its subject did not sign is not certified")
  func unsigned() async throws {
    let shop = try await ShopAPI()
    let repository = shop.repository
    let (request, _) = try await shop.request("ana")
    try await repository.approve(
      try await repository.propose(request, signed: .unsigned), by: [.priya])
    #expect(try await repository.run(shop.arguments).status == 0)
    #expect(try await repository.status()[request.path]?.codes == [.unsignedRequest])
    #expect(try await repository.liveGrants().isEmpty)
  }

  @Test("a key that is for the other kind of certificate, or for none, is refused, not passed over")
  func strayKeys() async throws {
    let shop = try await ShopAPI {
      $0.texts["policies/systems/web-host.yaml"] = AccessRepository.webHost(
        login: "{principals: [$subject]}")
    }
    let repository = shop.repository
    let own = try await shop.openssl.makeRequest("own")
    var both = Request("both", "call", of: "shop-api", duration: "1h")
    both.more = own.lines + ["public_key: \(try repository.key(.ana).publicLine)"]
    var host = Request("host", "shell", of: "web-host", duration: "1h")
    host.more = own.lines
    var database = Request("database")
    database.more = own.lines
    for request in [both, host, database] { try await repository.grant(request) }
    #expect(try await repository.run(shop.arguments).status == 0)
    let status = try await repository.status()
    for request in [both, host, database] {
      #expect(status[request.path]?.codes == [.invalidDocument], "\(request.name)")
    }
  }

  @Test("21: a certificate or a list that does not follow from the records is a finding")
  func forged() async throws {
    let shop = try await ShopAPI()
    let repository = shop.repository
    let (request, own) = try await shop.request("ana")
    try await shop.land(request)
    let grant = try #require(try await repository.liveGrants().first)
    try await shop.expectRightAudit()
    let good = try await repository.ledgerTip()

    // Whoever has the processor's key, and the authority's too, writes a longer one in its place.
    let forged = shop.openssl.directory.file("forged.crt")
    try await shop.openssl.run([
      "x509", "-req", "-in", own.path, "-CA", shop.authority.certificate, "-CAkey",
      shop.authority.key, "-days", "3650", "-out", forged,
    ])
    let text = String(decoding: try shop.openssl.directory.read("forged.crt"), as: UTF8.self)
    try await repository.replaceInLedger(ShopAPI.path(of: grant.id), with: text)
    let audit = try await repository.audit()
    #expect(audit.status == 1, "\(audit)")
    #expect(audit.names(.ledgerUntrusted), "\(audit)")

    // A list that another authority signed.
    try await repository.sandbox.point("refs/heads/countersign/ledger", at: good)
    try await shop.expectRightAudit()
    let name = try await repository.sandbox.git(
      "ls-tree", "--name-only", "-r", "countersign/ledger", "credentials/authorities")
    let path = try #require(name.split(separator: "\n").first { $0.hasSuffix(".crl") })
    let list = try await repository.sandbox.git("show", "countersign/ledger:\(path)")
    var lines = list.split(separator: "\n").map(String.init)
    // A character of the signature.
    let last = lines.count - 2
    lines[last] = (lines[last].first == "A" ? "B" : "A") + lines[last].dropFirst()
    try await repository.replaceInLedger(
      String(path), with: lines.joined(separator: "\n") + "\n")
    let second = try await repository.audit()
    #expect(second.status == 1, "\(second)")
    #expect(second.names(.ledgerUntrusted), "\(second)")
  }

  @Test("a ledger that is replaced revokes the certificates that the old one handed out")
  func replacedLedger() async throws {
    let shop = try await ShopAPI()
    let repository = shop.repository
    let (request, _) = try await shop.request("ana")
    try await shop.land(request)
    let grant = try #require(try await repository.liveGrants().first)
    let old = try await repository.ledgerTip()
    let tip = try await repository.tip()
    let again = try await repository.countersign(
      try repository.runArguments(
        anchor: tip, ["--replace-ledger", old, "--drill"] + shop.arguments))
    #expect(again.status == 0, "\(again)")
    let list = shop.openssl.directory.file("replaced.crl")
    let crl = try await repository.countersign([
      "crl", "--repository", repository.sandbox.path, "--anchor", tip, list,
    ])
    #expect(crl.status == 0, "\(crl)")
    let text = try await shop.openssl.run(["crl", "-in", list, "-noout", "-text"])
    #expect(text.contains("01\(grant.id.dropFirst(2).uppercased())"))
    let audit = try await repository.countersign([
      "audit", "--repository", repository.sandbox.path, "--anchor", tip,
    ])
    #expect(audit.status == 0, "\(audit)")
  }

  @Test("the key comes from the environment too: its text or its path")
  func keyFromTheEnvironment() async throws {
    let shop = try await ShopAPI()
    let repository = shop.repository
    let text = String(decoding: try shop.openssl.directory.read("ca.key"), as: UTF8.self)
    for (place, value) in [text, shop.authority.key].enumerated() {
      let (request, _) = try await shop.request(
        "env-\(place)", for: place == 0 ? "ana.silva" : "ben.cole")
      try await repository.approve(
        try await repository.propose(request, by: place == 0 ? .ana : .ben, signed: .own),
        by: [.priya])
      let run = try await repository.countersign(
        try repository.runArguments(first: place == 0),
        environment: ["COUNTERSIGN_X509_CA_KEY": value])
      #expect(run.status == 0, "\(run)")
    }
    #expect(try await repository.liveGrants().map(\.state) == ["active", "active"])
    // A key of another form is refused, and nothing of it is shown.
    let wrong = try await repository.run(["--x509-ca-key", try repository.key(.ana).path])
    #expect(wrong.status == 64, "\(wrong)")
    let secret = try await mustRun("sed", ["-n", "3p", try repository.key(.ana).path]).text
    #expect(secret.utf8.count > 40 && !wrong.description.contains(secret), "\(wrong)")
  }

  @Test("`new` writes the request's key, and without one it says what to do")
  func new() async throws {
    let shop = try await ShopAPI()
    let repository = shop.repository
    let own = try await shop.openssl.makeRequest("own")
    let work = try await repository.clone("work", [])
    func new(_ name: String, _ more: [String]) async throws -> AccessRepository.Answer {
      try await repository.countersign(
        [
          "new", "shop-api/call", "--subject", "ana.silva", "--duration", "1h", "--reason", "Look.",
          "--name", name, "--now", "\(Instant.drill())",
        ] + more, in: work)
    }
    let without = try await new("without", [])
    #expect(without.status == 1, "\(without)")
    #expect(without.description.contains("--certificate-request"), "\(without)")
    let with = try await new("with", ["--certificate-request", own.path])
    #expect(with.status == 0, "\(with)")
    let text = String(
      decoding: try repository.sandbox.scratch.read("work/requests/shop-api/with.yaml"),
      as: UTF8.self)
    #expect(text.contains(own.lines.joined(separator: "\n")))
    // Neither a key nor a request whose signature is another's becomes a file.
    #expect(try await new("key", ["--certificate-request", own.key]).status == 64)
    let der = try await shop.openssl.der(own.pem, "req")
    let damaged = try shop.openssl.directory.write(
      PEM.encode(der.dropLast(4) + [1, 2, 3, 4], label: "CERTIFICATE REQUEST"), to: "bad.csr")
    #expect(try await new("bad", ["--certificate-request", damaged]).status == 64)
  }

  @Test("`policy lint` says where a certificate is not that of an authority")
  func lint() async throws {
    let shop = try await ShopAPI()
    let repository = shop.repository
    func lint() async throws -> AccessRepository.Answer {
      try await repository.countersign(
        ["policy", "lint", "--repository", repository.sandbox.path, "--now", "\(Instant.drill())"])
    }
    #expect(try await !lint().description.contains("CA:TRUE"))
    let leaf = try await shop.openssl.makeAuthority("leaf", extensions: "subordinate")
    try await repository.land(
      try await repository.commit(
        [
          .file(
            ShopAPI.file,
            ShopAPI.system(profile: "{common_name: $subject}", authority: leaf))
        ], by: .nora))
    let found = try await lint()
    #expect(found.status == 1, "\(found)")
    #expect(found.description.contains("CA:TRUE"), "\(found)")
  }

  @Test("`credential` puts the certificate beside the request for it, and over nobody else's")
  func credential() async throws {
    let now = TestClock.now
    let shop = try await ShopAPI(at: now)
    let repository = shop.repository
    let (request, own) = try await shop.request("ana")
    try await shop.land(request, at: now)
    let grant = try #require(try await repository.liveGrants().first)
    let folder = try ScratchDirectory()
    func collect(_ more: [String] = []) async throws -> AccessRepository.Answer {
      try await repository.countersign(
        [
          "credential", grant.id, "--repository", repository.sandbox.path, "--anchor",
          repository.anchor,
        ] + more, in: folder.path)
    }
    #expect(try await collect().status == 1, "no request is here")
    try await mustRun("cp", [own.path, folder.file("me.csr")])
    let answer = try await collect()
    #expect(answer.status == 0, "\(answer)")
    #expect(answer.description.contains("as ana.silva"))
    let certificate = try await repository.sandbox.git(
      "show", "countersign/ledger:\(ShopAPI.path(of: grant.id))")
    #expect(String(decoding: try folder.read("me.crt"), as: UTF8.self) == certificate + "\n")
    // Once more, over its own; printed; then another authority's stands in the way.
    #expect(try await collect().status == 0)
    #expect(try await collect(["--print"]).result.text == certificate)
    let foreign = try await shop.openssl.makeAuthority("foreign")
    try folder.write(foreign.pem, to: "me.crt")
    #expect(try await collect().status == 1)
    #expect(try await collect(["--identity", "me.csr", "--force"]).status == 0)
    // A request for another key collects nothing.
    let stranger = try await shop.openssl.makeRequest("stranger")
    #expect(try await collect(["--identity", stranger.path]).status == 1)
    #expect(try await collect(["--identity", own.key]).status == 64)
  }
}
