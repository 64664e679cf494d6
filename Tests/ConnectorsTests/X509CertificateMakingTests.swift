import Connectors
import FoundationEssentials
import Model
import Signatures
import TestSupport
import Testing

/// X.509 certificates and revocation lists as they are made, with openssl as the oracle of what they say.
@Suite struct X509CertificateMakingTests {
  static let kinds = ["p256", "p384", "p521", "ed25519", "rsa2048"]

  @Test("openssl reads what the record says", arguments: kinds)
  func contents(_ kind: String) async throws {
    let openssl = try OpenSSL()
    let authority = try await openssl.makeAuthority("ca")
    let request = try await openssl.makeRequest("me", kind: kind)
    let grant = try await openssl.recorded(
      request, by: authority,
      X509Profile(
        commonName: "ana.silva", dnsNames: ["ana.example.org"], emails: ["ana@example.org"],
        uris: ["spiffe://example.org/ana"], extendedKeyUsage: [.clientAuth, .emailProtection]))
    let file = try X509Certificates.make(for: grant, signedBy: try authority.signer)
    let path = try openssl.directory.write(file, to: "made.crt")
    func shown(_ what: [String]) async throws -> String {
      try await openssl.run(["x509", "-in", path, "-noout"] + what)
    }
    #expect(try await shown(["-subject"]) == "subject=CN = ana.silva")
    #expect(try await shown(["-issuer"]) == "issuer=O = Tests, CN = ca")
    #expect(
      try await shown(["-serial"]) == "serial=01\(grant.id.description.dropFirst(2).uppercased())")
    #expect(
      try await shown(["-dates", "-dateopt", "iso_8601"])
        == "notBefore=2026-11-21 11:55:00Z\nnotAfter=2026-11-21 19:59:59Z")
    let key = try await openssl.run(["pkey", "-in", request.key, "-pubout"])
    #expect(try await shown(["-pubkey"]) == key)
    let text = try await openssl.run(["x509", "-in", path, "-noout", "-text"])
    let lines = text.split(separator: "\n").map { String($0.drop { $0 == " " }) }
    func behind(_ line: String) -> String? {
      lines.firstIndex { $0.hasPrefix(line) }.map { lines[$0 + 1] }
    }
    #expect(behind("X509v3 Basic Constraints: critical") == "CA:FALSE")
    #expect(behind("X509v3 Key Usage: critical") == "Digital Signature")
    #expect(
      behind("X509v3 Extended Key Usage:") == "TLS Web Client Authentication, E-mail Protection")
    #expect(
      behind("X509v3 Subject Alternative Name:")
        == "DNS:ana.example.org, email:ana@example.org, URI:spiffe://example.org/ana")
    let own = try await openssl.run(["x509", "-in", authority.certificate, "-noout", "-text"])
    let ownLines = own.split(separator: "\n").map { String($0.drop { $0 == " " }) }
    let place = try #require(
      ownLines.firstIndex { $0.hasPrefix("X509v3 Subject Key Identifier:") })
    #expect(behind("X509v3 Authority Key Identifier:") == ownLines[place + 1])
    #expect(behind("X509v3 Subject Key Identifier:") != nil)
    // Nothing of what the request asked for is in it.
    #expect(!text.contains("postgres") && !text.contains("root.example.org"))
  }

  @Test("any authority makes what openssl verifies, within the window alone", arguments: kinds)
  func verification(_ kind: String) async throws {
    let openssl = try OpenSSL()
    let authority = try await openssl.makeAuthority("ca", kind: kind)
    let other = try await openssl.makeAuthority("other", kind: kind)
    let request = try await openssl.makeRequest("me")
    let start = TestClock.now.advanced(by: .seconds(3600))
    let grant = try await openssl.recorded(request, by: authority, start: start, hours: 1)
    let file = try X509Certificates.make(for: grant, signedBy: try authority.signer)
    let path = try openssl.directory.write(file, to: "made.crt")
    func verified(_ by: OpenSSL.Authority, at time: Instant, _ more: [String] = []) async throws
      -> Bool
    {
      try await runProgram(
        "openssl",
        [
          "verify", "-x509_strict", "-purpose", "sslclient", "-attime", "\(time.seconds)",
          "-CAfile",
          by.certificate,
        ] + more + [path]
      ).status == 0
    }
    #expect(try await verified(authority, at: start))
    #expect(try await verified(authority, at: start.advanced(by: .seconds(3597))))
    // Servers whose clocks lag take it at once.
    #expect(try await verified(authority, at: start.advanced(by: .seconds(-300))))
    #expect(try await !verified(authority, at: start.advanced(by: .seconds(-301))))
    #expect(try await !verified(authority, at: start.advanced(by: .seconds(3600))))
    #expect(try await !verified(other, at: start), "by another authority")

    // The same with lists: one on which it is not, then one on which it is.
    let empty = CertificateRevocations(
      after: nil, by: try authority.base64, at: TestClock.now, outliving: grant.end)
    let revoked = CertificateRevocations(
      after: empty, by: try authority.base64, at: TestClock.now, outliving: grant.end,
      revoking: CertificateRevocations.Entry(
        grant: grant.id, at: TestClock.now, until: grant.end))
    for (name, record, passes) in [("empty", empty, true), ("revoked", revoked, false)] {
      let list = try X509RevocationLists.make(of: record, signedBy: try authority.signer)
      let crl = try openssl.directory.write(list, to: "\(name).crl")
      #expect(
        try await verified(authority, at: start, ["-crl_check", "-CRLfile", crl]) == passes,
        "\(name)")
    }
  }

  @Test("openssl reads what a list says")
  func lists() async throws {
    let openssl = try OpenSSL()
    let authority = try await openssl.makeAuthority("ca")
    let grant = try await openssl.recorded(
      try await openssl.makeRequest("me"), by: authority)
    let record = CertificateRevocations(
      after: nil, by: try authority.base64, at: .drill(.hours(1)), outliving: grant.end,
      revoking: CertificateRevocations.Entry(
        grant: grant.id, at: .drill(.hours(1)), until: grant.end))
    let path = try openssl.directory.write(
      try X509RevocationLists.make(of: record, signedBy: try authority.signer), to: "list.crl")
    let text = try await openssl.run(["crl", "-in", path, "-noout", "-text"])
    let lines = text.split(separator: "\n").map { String($0.drop { $0 == " " }) }
    #expect(lines.contains("Version 2 (0x1)"))
    #expect(lines.contains("Issuer: O = Tests, CN = ca"))
    #expect(lines.contains("Last Update: Nov 21 12:55:00 2026 GMT"))
    #expect(lines.contains("Next Update: Dec 21 13:00:00 2026 GMT"))
    #expect(lines.contains("Serial Number: 01\(grant.id.description.dropFirst(2).uppercased())"))
    #expect(lines.contains("Revocation Date: Nov 21 13:00:00 2026 GMT"))
    let number = try await openssl.run(["crl", "-in", path, "-noout", "-crlnumber"])
    #expect(
      number == "crlNumber=0x\(String(Instant.drill(.hours(1)).seconds, radix: 16).uppercased())")
  }

  @Test("every changed byte of a certificate and of a list is noticed", arguments: kinds)
  func mutations(_ kind: String) async throws {
    let openssl = try OpenSSL()
    let authority = try await openssl.makeAuthority("ca", kind: kind)
    let grant = try await openssl.recorded(
      try await openssl.makeRequest("me"), by: authority)
    let record = CertificateRevocations(
      after: nil, by: try authority.base64, at: .drill(), outliving: grant.end,
      revoking: CertificateRevocations.Entry(grant: grant.id, at: .drill(), until: grant.end))
    let certificate = try X509Certificates.make(for: grant, signedBy: try authority.signer)
    let list = try X509RevocationLists.make(of: record, signedBy: try authority.signer)
    try X509Certificates.check(certificate, for: grant)
    try X509RevocationLists.check(list, of: record)
    // The text has one form too, so every third byte of it tells as much as every one.
    for (file, check) in [
      (certificate, { (file: [UInt8]) in try X509Certificates.check(file, for: grant) }),
      (list, { (file: [UInt8]) in try X509RevocationLists.check(file, of: record) }),
    ] {
      for place in stride(from: 0, to: file.count, by: 3) {
        var other = file
        other[place] ^= 0x01
        #expect(throws: CertificateFault.self, "byte \(place)") { try check(other) }
      }
      #expect(throws: CertificateFault.self) { try check(Array(file.dropLast())) }
      #expect(throws: CertificateFault.self) { try check(file + file) }
      #expect(throws: CertificateFault.self) { try check([]) }
    }
  }

  @Test("only the grant's own certificate passes for it")
  func others() async throws {
    let openssl = try OpenSSL()
    let authority = try await openssl.makeAuthority("ca")
    let stranger = try await openssl.makeAuthority("stranger")
    let (request, foreign) = (
      try await openssl.makeRequest("me"), try await openssl.makeRequest("other")
    )
    let grant = try await openssl.recorded(request, by: authority)
    let profile = X509Profile(commonName: "ana.silva")
    let others = [
      (try await openssl.recorded(foreign, by: authority), authority),
      (try await openssl.recorded(request, by: stranger), stranger),
      (
        try await openssl.recorded(request, by: authority, X509Profile(commonName: "root")),
        authority
      ),
      (
        try await openssl.recorded(
          request, by: authority,
          X509Profile(commonName: profile.commonName, dnsNames: ["a.example.org"])), authority
      ),
      (
        try await openssl.recorded(
          request, by: authority,
          X509Profile(
            commonName: profile.commonName, extendedKeyUsage: [.clientAuth, .serverAuth])),
        authority
      ),
      (try await openssl.recorded(request, by: authority, hours: 9), authority),
    ]
    for (number, (other, signer)) in others.enumerated() {
      let file = try X509Certificates.make(for: other, signedBy: try signer.signer)
      #expect(throws: CertificateFault.self, "case \(number)") {
        try X509Certificates.check(file, for: grant)
      }
    }
    // By the authority's own key, but by the hand of openssl.
    try await openssl.run([
      "x509", "-req", "-in", request.path, "-CA", authority.certificate, "-CAkey", authority.key,
      "-days", "1", "-out", openssl.directory.file("own.crt"),
    ])
    let own = try openssl.directory.read("own.crt")
    #expect(throws: CertificateFault.self) { try X509Certificates.check(own, for: grant) }
    #expect(X509Certificates.isIssued(own, by: try authority.base64))
    #expect(!X509Certificates.isIssued(own, by: try stranger.base64))
  }

  @Test("what cannot certify makes nothing: no authority, another's key, a weak key")
  func wrongAuthorities() async throws {
    let openssl = try OpenSSL()
    let authority = try await openssl.makeAuthority("ca")
    let other = try await openssl.makeAuthority("other")
    let leaf = try await openssl.makeAuthority("leaf", extensions: "subordinate")
    let request = try await openssl.makeRequest("me")
    let grant = try await openssl.recorded(request, by: authority)
    #expect(throws: CertificateFault.self) {
      try X509Certificates.make(for: grant, signedBy: try other.signer)
    }
    #expect(try authority.signer.signs(for: try authority.base64))
    #expect(try !other.signer.signs(for: try authority.base64))
    let byLeaf = try await openssl.recorded(request, by: leaf)
    #expect(throws: CertificateFault.x509(.notAnAuthority)) {
      try X509Certificates.make(for: byLeaf, signedBy: try leaf.signer)
    }
    let weak = try await openssl.makeKey(
      "weak", ["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:1024"])
    #expect(throws: CertificateFault.self) {
      try X509AuthorityKey(pem: try openssl.directory.read("weak.key"))
    }
    try await openssl.run([
      "pkey", "-in", weak, "-aes256", "-passout", "pass:secret", "-out",
      openssl.directory.file("locked.key"),
    ])
    #expect(throws: CertificateFault.x509(.encryptedPrivateKey)) {
      try X509AuthorityKey(pem: try openssl.directory.read("locked.key"))
    }
    #expect(throws: CertificateFault.x509(.unreadablePrivateKey)) {
      try X509AuthorityKey(pem: Array("nothing".utf8))
    }
  }

  @Test("the older forms of private keys are read too", arguments: ["ec", "rsa"])
  func olderForms(_ type: String) async throws {
    let openssl = try OpenSSL()
    let authority = try await openssl.makeAuthority("ca", kind: type == "ec" ? "p384" : "rsa2048")
    let old = openssl.directory.file("old.key")
    try await openssl.run(
      [type, "-in", authority.key, "-out", old] + (type == "rsa" ? ["-traditional"] : []))
    let bytes = try openssl.directory.read("old.key")
    #expect(
      String(decoding: bytes, as: UTF8.self).contains(type == "ec" ? "EC PRIVATE" : "RSA PRIVATE"))
    #expect(try X509AuthorityKey(pem: bytes).signs(for: try authority.base64))
  }

  @Test("a list outlives every certificate there is, grows in number and forgets what has ended")
  func succession() throws {
    let ids = try (0..<3).map {
      try #require(GrantID("g-" + String(repeating: "\($0)", count: 32)))
    }
    let far = Instant.drill(.days(90))
    let first = CertificateRevocations(after: nil, by: "ca", at: .drill(), outliving: far)
    #expect(first.nextUpdate > far)
    let second = CertificateRevocations(
      after: first, by: "ca", at: .drill(.hours(1)), outliving: .drill(.hours(8)),
      revoking: CertificateRevocations.Entry(
        grant: ids[0], at: .drill(.hours(1)), until: .drill(.hours(8))))
    #expect(second.number > first.number)
    #expect(second.nextUpdate == first.nextUpdate)
    #expect(second.revoked.map(\.grant) == [ids[0]])
    // In the same second the number grows all the same.
    let third = CertificateRevocations(
      after: second, by: "ca", at: .drill(.hours(1)), outliving: .drill(.hours(2)),
      revoking: CertificateRevocations.Entry(
        grant: ids[1], at: .drill(.hours(1)), until: .drill(.hours(2))))
    #expect(third.number == second.number + 1)
    #expect(third.revoked.map(\.grant) == [ids[0], ids[1]])
    let fourth = CertificateRevocations(
      after: third, by: "ca", at: .drill(.hours(2)), outliving: .drill(.hours(3)))
    #expect(fourth.revoked.map(\.grant) == [ids[0]])
    // A ledger that takes another's place knows nothing of its lists; the clock numbers them.
    let anew = CertificateRevocations(
      after: nil, by: "ca", at: .drill(.hours(3)), outliving: .drill(.hours(4)))
    #expect(anew.number > fourth.number)
  }
}

/// The clock that openssl and servers have, which nobody can set: what they look at is made around it.
enum TestClock {
  static var now: Instant { Instant(clampingSeconds: Int64(Date().timeIntervalSince1970)) }
}

extension OpenSSL.Authority {
  var signer: X509AuthorityKey {
    get throws {
      let text = try #require(FileManager.default.contents(atPath: key))
      return try X509AuthorityKey(pem: [UInt8](text))
    }
  }

  /// The certificate as grants name it.
  var base64: String {
    get throws { Model.base64(try #require(PEM.decode(Array(pem.utf8), label: "CERTIFICATE"))) }
  }
}

extension OpenSSL {
  /// A grant as a ledger would hold it, for the key of `request`.
  func recorded(
    _ request: Request, by authority: Authority,
    _ profile: X509Profile = X509Profile(commonName: "ana.silva"), start: Instant = .drill(),
    hours: Int = 8
  ) async throws -> RecordedGrant {
    let proven = try CertificateRequest(der: try await der(request.pem, "req")).provenKey
    let certificate = try #require(PEM.decode(Array(authority.pem.utf8), label: "CERTIFICATE"))
    return try recordedGrant(
      CertificateTerms(
        authority: certificate, keys: [proven.wire], content: .profile(profile)),
      start: start, hours: hours)
  }
}
