import Connectors
import Model
import Signatures
import TestSupport
import Testing

/// Certificates as they are made, with ssh-keygen as the oracle of what they say.
@Suite struct SSHCertificateMakingTests {
  /// Every type of key that can be certified and made here, with ssh-keygen's arguments.
  static let types: [[String]] = [
    ["-t", "ed25519"], ["-t", "ecdsa", "-b", "256"], ["-t", "ecdsa", "-b", "384"],
    ["-t", "ecdsa", "-b", "521"], ["-t", "rsa", "-b", "2048"],
  ]

  @Test(arguments: types) func sshKeygenReadsWhatTheRecordSays(_ type: [String]) async throws {
    let oracle = try SSHKeygen()
    let authority = try await oracle.makeKey("ca", ["-t", "ed25519"])
    let subject = try await oracle.makeKey("subject", type)
    let login = SSHLogin(
      principals: ["deploy", "ana.silva"], sourceAddresses: ["192.0.2.0/24", "2001:db8::/32"],
      forceCommand: "/usr/bin/uptime -p", extensions: [.pty, .x11Forwarding])
    let grant = try recorded(keys: [subject], by: authority, login)
    let file = try make(grant, by: authority)
    let path = try oracle.directory.write(file, to: "made-cert.pub")
    let shown = try await mustRun(
      "ssh-keygen", ["-L", "-f", path], environment: ["TZ": "UTC"]
    ).text.split(separator: "\n").map { $0.drop { $0 == " " } }
    let authorityName = try SSHPublicKey(authorizedKey: authority.publicKey).fingerprint
    let keyName = try SSHPublicKey(authorizedKey: subject.publicKey).fingerprint
    #expect(shown.contains { $0.hasPrefix("Public key:") && $0.hasSuffix(keyName) })
    #expect(
      shown.contains("Signing CA: ED25519 \(authorityName) (using ssh-ed25519)"))
    #expect(shown.contains("Key ID: \"\(grant.id)\""))
    #expect(shown.contains("Valid: from 2026-11-21T11:55:00 to 2026-11-21T20:00:00"))
    let rest = shown.drop { !$0.hasPrefix("Principals:") }.map {
      String($0.reversed().drop { $0 == " " }.reversed())
    }
    #expect(
      rest == [
        "Principals:", "ana.silva", "deploy", "Critical Options:",
        "force-command /usr/bin/uptime -p", "source-address 192.0.2.0/24,2001:db8::/32",
        "Extensions:", "permit-X11-forwarding", "permit-pty",
      ])
  }

  @Test(arguments: [
    ["-t", "ed25519"], ["-t", "ecdsa", "-b", "256"], ["-t", "ecdsa", "-b", "521"],
  ])
  func anyAuthorityMakesWhatIsChecked(_ type: [String]) async throws {
    let oracle = try SSHKeygen()
    let authority = try await oracle.makeKey("ca", type)
    let keys = [
      try await oracle.makeKey("one", ["-t", "ed25519"]),
      try await oracle.makeKey("two", ["-t", "ecdsa"]),
    ]
    let grant = try recorded(keys: keys, by: authority)
    let (first, second) = (try make(grant, by: authority), try make(grant, by: authority))
    try SSHCertificates.check(first, for: grant)
    try SSHCertificates.check(second, for: grant)
    #expect(first != second, "the nonce must differ")
    let certificates = try SSHCertificates.certificates(in: first)
    #expect(Set(certificates.map(\.serial)).count == 2)
    #expect(certificates.allSatisfy { $0.isForUser })
  }

  @Test func everyChangedByteIsNoticed() async throws {
    let oracle = try SSHKeygen()
    let authority = try await oracle.makeKey("ca", ["-t", "ed25519"])
    let subject = try await oracle.makeKey("subject", ["-t", "ed25519"])
    let grant = try recorded(keys: [subject], by: authority)
    let file = try make(grant, by: authority)
    for place in file.indices {
      for change: UInt8 in [0x01, 0x20, 0x80] {
        var other = file
        other[place] ^= change
        #expect(throws: CertificateFault.self, "byte \(place) changed by \(change)") {
          try SSHCertificates.check(other, for: grant)
        }
      }
    }
    for end in [0, file.count / 2, file.count - 1] {
      #expect(throws: CertificateFault.self) {
        try SSHCertificates.check(Array(file[..<end]), for: grant)
      }
    }
    #expect(throws: CertificateFault.self) { try SSHCertificates.check(file + file, for: grant) }
  }

  @Test func onlyTheGrantsOwnCertificatesPass() async throws {
    let oracle = try SSHKeygen()
    let authority = try await oracle.makeKey("ca", ["-t", "ed25519"])
    let stranger = try await oracle.makeKey("stranger", ["-t", "ed25519"])
    let subject = try await oracle.makeKey("subject", ["-t", "ed25519"])
    let grant = try recorded(keys: [subject], by: authority)
    try SSHCertificates.check(try make(grant, by: authority), for: grant)
    let others = [
      try recorded(keys: [stranger], by: authority),
      try recorded(keys: [subject], by: stranger),
      try recorded(keys: [subject], by: authority, SSHLogin(principals: ["root", "web"])),
      try recorded(
        keys: [subject], by: authority, SSHLogin(principals: ["web"], extensions: [.pty])),
      try recorded(keys: [subject], by: authority, hours: 9),
      try recorded(keys: [subject, stranger], by: authority),
    ]
    for (number, other) in others.enumerated() {
      let signer = number == 1 ? stranger : authority
      let file = try make(other, by: signer)
      #expect(throws: CertificateFault.self, "case \(number)") {
        try SSHCertificates.check(file, for: grant)
      }
    }
    // What the authority's own program makes for the same key and time is not what the record says.
    let path = oracle.directory.file("subject")
    try await mustRun(
      "ssh-keygen",
      [
        "-q", "-s", authority.path, "-I", "\(grant.id)", "-n", "web", "-V",
        "20261121120000Z:20261121200000Z", path,
      ])
    let made = try oracle.directory.read("subject-cert.pub")
    #expect(throws: CertificateFault.self) { try SSHCertificates.check(made, for: grant) }
  }

  @Test func whatWouldBeForEverybodyIsNotMade() async throws {
    let oracle = try SSHKeygen()
    let authority = try await oracle.makeKey("ca", ["-t", "ed25519"])
    let subject = try await oracle.makeKey("subject", ["-t", "ed25519"])
    let nobody = try recorded(keys: [subject], by: authority, SSHLogin(principals: []))
    #expect(throws: CertificateFault.otherwise) { try make(nobody, by: authority) }
    let never = try recorded(keys: [subject], by: authority, hours: 0)
    #expect(throws: CertificateFault.otherwise) { try make(never, by: authority) }
    let keyless = try recorded(keys: [], by: authority)
    #expect(throws: CertificateFault.otherwise) { try make(keyless, by: authority) }
  }

  @Test func aSignatureThatDoesNotVerifyMakesNoCertificate() async throws {
    let oracle = try SSHKeygen()
    let authority = try await oracle.makeKey("ca", ["-t", "ed25519"])
    let stranger = try SSHPrivateKey(
      openSSH: try await oracle.makeKey("stranger", ["-t", "ed25519"]).privateKey)
    let subject = try await oracle.makeKey("subject", ["-t", "ed25519"])
    let grant = try recorded(keys: [subject], by: authority)
    #expect(throws: CertificateFault.self) {
      try SSHCertificates.make(for: grant, by: .key(stranger))
    }
  }
}

/// The certificates of `grant`, signed with the key file of `authority`.
func make(_ grant: RecordedGrant, by authority: SSHKeygen.Key) throws -> [UInt8] {
  let signer = SSHAuthoritySigner.key(try SSHPrivateKey(openSSH: authority.privateKey))
  return try SSHCertificates.make(for: grant, by: signer)
}

/// A grant as a ledger would hold it, from the drill's clock on.
func recorded(
  keys: [SSHKeygen.Key], by authority: SSHKeygen.Key,
  _ login: SSHLogin = SSHLogin(principals: ["web"]), hours: Int = 8
) throws -> RecordedGrant {
  func wire(_ key: SSHKeygen.Key) throws -> [UInt8] {
    try SSHPublicKey(authorizedKey: key.publicKey).blob
  }
  return try recordedGrant(
    CertificateTerms(
      authority: try wire(authority), keys: try keys.map(wire), content: .login(login)),
    hours: hours)
}

/// A grant with these certificates as a ledger would hold it.
func recordedGrant(
  _ certificate: CertificateTerms, start: Instant = .drill(), hours: Int
) throws -> RecordedGrant {
  let id = try #require(GrantID("g-00112233445566778899aabbccddeeff"))
  let object = try #require(ObjectID(hex: String(repeating: "a1", count: 20)))
  let subject = try #require(IdentityID("ana.silva"))
  let system = try #require(SystemID("web-host"))
  let request = Model.Request(
    system: system, subject: subject, entitlement: "shell", duration: .hours(max(1, hours)),
    starts: nil, ticket: nil, reason: "Tests.", isEmergency: false,
    marks: RequestMarks(
      subject: Mark(line: 1, column: 1), entitlement: Mark(line: 2, column: 1),
      duration: Mark(line: 3, column: 1), starts: nil, ticket: nil, emergency: nil))
  return RecordedGrant(
    heldByLedger: Grant(
      id: id, request: request,
      key: RequestKey(path: RepositoryPath("requests/web-host/ana.yaml"), blob: object),
      window: Window(start: start, end: start.advanced(by: .hours(hours))), landing: object,
      policy: object, approvals: [],
      issued: GrantEvent(.issued, at: start, mainline: object), certificate: certificate))
}
