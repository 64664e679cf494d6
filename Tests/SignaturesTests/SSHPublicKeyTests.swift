import Crypto
import FoundationEssentials
import Model
import Signatures
import TestSupport
import Testing

/// Reading public keys: what is refused, and with which words.
@Suite struct SSHPublicKeyTests {
  let keygen: SSHKeygen

  init() throws { keygen = try SSHKeygen() }

  @Test(arguments: [
    ["-t", "ed25519"], ["-t", "ecdsa", "-b", "256"], ["-t", "ecdsa", "-b", "384"],
    ["-t", "ecdsa", "-b", "521"], ["-t", "rsa", "-b", "2048"],
  ])
  func namesAreThoseOfSSHKeygen(kind: [String]) async throws {
    let pair = try await keygen.makeKey("key", kind)
    let key = try SSHPublicKey(authorizedKey: pair.publicKey)
    let listing = try await mustRun("ssh-keygen", ["-l", "-f", pair.path]).text
    #expect(listing.split(separator: " ")[1] == key.fingerprint)
    #expect(try SSHPublicKey(wireFormat: key.blob) == key)
    #expect(try SSHPublicKey(authorizedKey: Array(key.authorizedKey.utf8)) == key)
    #expect(String(decoding: pair.publicKey, as: UTF8.self).hasPrefix(key.authorizedKey + " "))
    for length in key.blob.indices {
      #expect(throws: SSHError.self) { try SSHPublicKey(wireFormat: Array(key.blob[..<length])) }
    }
    #expect(throws: SSHError.malformed(.trailingBytes)) {
      try SSHPublicKey(wireFormat: key.blob + [0])
    }
  }

  @Test func otherTypesAreUnsupported() async throws {
    let authority = try await keygen.makeKey("authority", ["-t", "ed25519"])
    let pair = try await keygen.makeKey("key", ["-t", "ed25519"])
    try await mustRun(
      "ssh-keygen", ["-q", "-s", authority.path, "-I", "id", "-n", "someone", pair.path + ".pub"])
    let certificate = try keygen.directory.read("key-cert.pub")
    #expect(
      throws: SSHError.unsupported(.certificate("ssh-ed25519-cert-v01@openssh.com"))
    ) { try SSHPublicKey(authorizedKey: certificate) }

    let dss = try await keygen.makeKey("dss", ["-t", "dsa"])
    let error = #expect(throws: SSHError.unsupported(.keyType("ssh-dss"))) {
      try SSHPublicKey(authorizedKey: dss.publicKey)
    }
    #expect(error?.description.contains("supported are ssh-ed25519, ecdsa-sha2-nistp256") == true)

    // A signature by a certificate names the certificate as its key.
    let blob = try #require(
      Data(
        base64Encoded: String(
          String(decoding: certificate, as: UTF8.self).split(separator: " ")[1])))
    var fields = try SSHSignatureFields(armored: try await keygen.sign([1], with: pair))
    fields.publicKey = Array(blob)
    #expect(
      SSHSignature.verify(fields.armored, over: [1])
        == .unsupported(.certificate("ssh-ed25519-cert-v01@openssh.com")))
  }

  @Test func linesAreReadStrictly() async throws {
    let pair = try await keygen.makeKey("key", ["-t", "ed25519"])
    let line = String(decoding: pair.publicKey.dropLast(), as: UTF8.self)
    let parts = line.split(separator: " ").map(String.init)
    for good in [
      line, line + "\n", "\(parts[0]) \(parts[1])", line + " more ünïcode",
      "\(parts[0])  \(parts[1])",
    ] {
      #expect(throws: Never.self) { try SSHPublicKey(authorizedKey: Array(good.utf8)) }
    }
    let faults: [(String, SSHFormatFault)] = [
      ("", .notOneLine), (parts[0], .notOneLine), (" " + line, .notOneLine),
      (line + "\r\n", .notOneLine), (line + "\n\n", .notOneLine),
      (line + "\n" + line, .notOneLine), ("\(parts[0])\t\(parts[1])", .notOneLine),
      (line + "\u{1B}[2J", .notOneLine),
      (parts[0] + " " + parts[1].dropLast(), .invalidBase64),
      (parts[0] + " " + parts[1] + "=", .invalidBase64),
      (parts[0] + " " + parts[1].dropLast(4), .truncated),
      ("ssh-rsa " + parts[1], .keyTypeMismatch),
    ]
    for (text, fault) in faults {
      #expect(throws: SSHError.malformed(fault), "\(text)") {
        try SSHPublicKey(authorizedKey: Array(text.utf8))
      }
    }
    #expect(throws: SSHError.unsupported(.keyType("no-touch-required"))) {
      try SSHPublicKey(authorizedKey: Array("no-touch-required \(line)".utf8))
    }
  }

  @Test func pointsMustBeOnTheirCurve() throws {
    let point = Array(P256.Signing.PrivateKey().publicKey.x963Representation)
    let other = Array(P384.Signing.PrivateKey().publicKey.x963Representation)
    func key(_ type: String, _ curve: String, _ point: [UInt8]) -> [UInt8] {
      SSHBlob().string(type).string(curve).string(point).bytes
    }
    #expect(
      try SSHPublicKey(wireFormat: key("ecdsa-sha2-nistp256", "nistp256", point)).algorithm
        == .ecdsaP256)
    var off = point
    off[64] ^= 1
    let compressed = [2 + (point[64] & 1)] + point[1..<33]
    let hybrid = [6 + (point[64] & 1)] + point[1...]
    let bad: [[UInt8]] = [
      off, compressed, hybrid, [0], [], point.dropLast(), other,
      [4] + [UInt8](repeating: 0, count: 64),
    ]
    for bad in bad {
      #expect(throws: SSHError.malformed(.invalidPoint)) {
        try SSHPublicKey(wireFormat: key("ecdsa-sha2-nistp256", "nistp256", bad))
      }
    }
    #expect(throws: SSHError.malformed(.wrongCurve)) {
      try SSHPublicKey(wireFormat: key("ecdsa-sha2-nistp384", "nistp256", point))
    }
    #expect(throws: SSHError.malformed(.wrongCurve)) {
      try SSHPublicKey(wireFormat: key("ecdsa-sha2-nistp256", "nistp384", other))
    }
  }

  /// For each key of small order a signature by nobody is found and verifies; none counts.
  @Test func everybodyCanSignForKeysOfSmallOrder() throws {
    let identity = [1] + [UInt8](repeating: 0, count: 31)
    let forged = identity + [UInt8](repeating: 0, count: 32)  // R is the neutral element, s is 0
    let prime = [0xED] + [UInt8](repeating: 0xFF, count: 30) + [0x7F]
    let orderEight: [[UInt8]] = [
      "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
      "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    ].map { hex in
      let digits = hex.compactMap(\.hexDigitValue)
      return stride(from: 0, to: 64, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }
    let keys =
      [
        identity, [UInt8](repeating: 0, count: 32), [0xEC] + prime.dropFirst(), prime,
        [0xEE] + prime.dropFirst(),
      ] + orderEight
    for key in keys + keys.map({ $0.dropLast() + [$0[31] | 0x80] }) {
      let raw = try Curve25519.Signing.PublicKey(rawRepresentation: key)
      let blob = SSHBlob().string("ssh-ed25519").string(key).bytes
      #expect(try SSHPublicKey(wireFormat: blob).weakness == .smallOrder)
      let signature = SSHBlob().string("ssh-ed25519").string(forged).bytes
      let fields = SSHSignatureFields(publicKey: blob, signature: signature)
      let works = (0..<200).contains { number in
        let payload = Array("anything \(number)".utf8)
        #expect(SSHSignature.verify(fields.armored, over: payload) == .weakKey(.smallOrder))
        return raw.isValidSignature(forged, for: payload)
      }
      // Where x is 0 the library knows no second sign; such keys verify nothing at all.
      #expect(works || (key[31] & 0x80 != 0 && [0x01, 0xEC, 0xEE].contains(key[0])))
    }
  }
}
