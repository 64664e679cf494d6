import Model
import Signatures
import TestSupport
import Testing

/// PKCS #10 requests that openssl made, and what becomes of them when anything is changed.
@Suite struct CertificateRequestTests {
  @Test("every kind of key that is taken is read as openssl has it", arguments: OpenSSL.kinds.keys)
  func kinds(_ kind: String) async throws {
    let openssl = try OpenSSL()
    let made = try await openssl.makeRequest("me", kind: kind)
    let request = try CertificateRequest(der: try await openssl.der(made.pem, "req"))
    let expected = try await mustRun(
      "openssl", ["pkey", "-in", made.key, "-pubout", "-outform", "DER"]
    ).output
    #expect(request.key.subjectPublicKeyInfo == expected)
    #expect(request.provenKey.wire == request.key.blob)
    #expect(
      PEM.decode(Array(made.pem.utf8), label: CertificateRequest.label) == request.der)
    #expect(PEM.encode(request.der, label: CertificateRequest.label) == Array(made.pem.utf8))
  }

  @Test(
    "any of the hashes goes with any key", arguments: ["-sha256", "-sha384", "-sha512"],
    ["p256", "p521", "rsa2048"])
  func hashes(_ hash: String, _ kind: String) async throws {
    let openssl = try OpenSSL()
    let made = try await openssl.makeRequest("me", kind: kind, signing: [hash])
    _ = try CertificateRequest(der: try await openssl.der(made.pem, "req"))
  }

  /// Keys and signatures that are not taken, each with its fault.
  static let refused: [(String, [String], [String], CertificateRequestFault)] = [
    (
      "RSA with 1024 bits", ["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:1024"], [],
      .weakKey(.rsaTooShort(bits: 1024))
    ),
    (
      "a curve of Bitcoin", ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:secp256k1"], [],
      .unsupportedKey
    ),
    ("Ed448", ["-algorithm", "ED448"], [], .unsupportedKey),
    ("SHA-1", OpenSSL.kinds["rsa2048"] ?? [], ["-sha1"], .unsupportedSignature),
    ("SHA-1 by ECDSA", OpenSSL.kinds["p256"] ?? [], ["-sha1"], .unsupportedSignature),
    (
      "RSA-PSS", OpenSSL.kinds["rsa2048"] ?? [], ["-sigopt", "rsa_padding_mode:pss"],
      .unsupportedSignature
    ),
  ]

  @Test("weak and unknown keys and signatures are refused", arguments: refused)
  func refusals(
    _ name: String, _ key: [String], _ signing: [String], _ fault: CertificateRequestFault
  ) async throws {
    let openssl = try OpenSSL()
    let made = try await openssl.makeRequest("me", key: key, signing: signing)
    let der = try await openssl.der(made.pem, "req")
    #expect(throws: fault, "\(name)") { try CertificateRequest(der: der) }
  }

  @Test("every changed byte is noticed", arguments: ["p256", "p384", "ed25519", "rsa2048"])
  func mutations(_ kind: String) async throws {
    let openssl = try OpenSSL()
    let made = try await openssl.makeRequest("me", kind: kind)
    let der = try await openssl.der(made.pem, "req")
    _ = try CertificateRequest(der: der)
    for place in der.indices {
      for change: UInt8 in [0x01, 0x20, 0x80, 0xFF] {
        var other = der
        other[place] ^= change
        #expect(throws: CertificateRequestFault.self, "byte \(place) changed by \(change)") {
          try CertificateRequest(der: other)
        }
      }
      #expect(throws: CertificateRequestFault.self, "cut at \(place)") {
        try CertificateRequest(der: Array(der[..<place]))
      }
    }
    #expect(throws: CertificateRequestFault.malformed) { try CertificateRequest(der: der + [0]) }
    #expect(throws: CertificateRequestFault.malformed) { try CertificateRequest(der: der + der) }
  }

  @Test("a request for somebody else's key, signed with one's own, proves nothing")
  func foreignKey() async throws {
    let openssl = try OpenSSL()
    let (mine, theirs) = (
      try await openssl.makeRequest("mine"), try await openssl.makeRequest("theirs")
    )
    // Both keys are P-256, so their bytes stand at the same places.
    let (own, other) = (
      try await openssl.der(mine.pem, "req"), try await openssl.der(theirs.pem, "req")
    )
    let key = try CertificateRequest(der: own).key.subjectPublicKeyInfo ?? []
    let foreign = try CertificateRequest(der: other).key.subjectPublicKeyInfo ?? []
    let place = try #require(own.firstRange(of: key))
    var forged = own
    forged.replaceSubrange(place, with: foreign)
    #expect(throws: CertificateRequestFault.badSignature) { try CertificateRequest(der: forged) }
  }

  @Test("one value has one encoding: lengths that are longer than they need to be are refused")
  func lengths() async throws {
    let openssl = try OpenSSL()
    let made = try await openssl.makeRequest("me", kind: "ed25519")
    let der = try await openssl.der(made.pem, "req")
    // 30 81 nn or 30 82 nn nn at the front; with one more byte it says the same.
    let count = Int(der[1] & 0x7F)
    var longer = der
    longer[1] += 1
    longer.insert(0, at: 2)
    try #require(count >= 1)
    #expect(throws: CertificateRequestFault.malformed) { try CertificateRequest(der: longer) }
    #expect(throws: CertificateRequestFault.malformed) { try CertificateRequest(der: []) }
  }

  @Test("text armour is one block and nothing else")
  func armour() throws {
    let bytes = [UInt8](0..<100)
    let text = PEM.encode(bytes, label: "X")
    #expect(PEM.decode(text, label: "X") == bytes)
    #expect(PEM.decode(Array(text.dropLast()), label: "X") == bytes)
    #expect(PEM.decode(text, label: "Y") == nil)
    #expect(PEM.decode(text + text, label: "X") == nil)
    #expect(PEM.decode(Array("a\n".utf8) + text, label: "X") == nil)
    #expect(PEM.decode(text + [0x0A], label: "X") == nil)
    #expect(PEM.decode([], label: "X") == nil)
    let short = "-----BEGIN X-----\nAAAA\nAAAA\n-----END X-----\n"
    #expect(PEM.decode(Array(short.utf8), label: "X") == nil)
  }
}
