import Crypto
import Signatures
import TestSupport
import Testing

/// OpenSSH certificates in signatures, made by ssh-keygen.
@Suite struct SSHCertificateTests {
  let keygen: SSHKeygen
  let payload = Array("a payload".utf8)

  init() throws { keygen = try SSHKeygen() }

  private static let kinds: [[String]] = [
    ["-t", "ed25519"], ["-t", "ecdsa", "-b", "256"], ["-t", "ecdsa", "-b", "384"],
    ["-t", "ecdsa", "-b", "521"], ["-t", "rsa", "-b", "2048"],
  ]

  @Test(arguments: kinds, kinds)
  func everyKindOfKeyAndAuthorityIsRead(key kind: [String], authority: [String]) async throws {
    let ca = try await keygen.makeKey("ca", authority)
    let key = try await keygen.makeKey("key", kind)
    try await mustRun(
      "ssh-keygen",
      [
        "-q", "-s", ca.path, "-I", "badge", "-n", "ann,bob", "-z", "18446744073709551615", "-V",
        "20260101Z:20260201Z", "\(key.path).pub",
      ])
    let armored = try await mustRun(
      "ssh-keygen", ["-q", "-Y", "sign", "-f", "\(key.path)-cert.pub", "-n", "git"], input: payload
    ).output
    let signature = try SSHSignature(armored: armored, takesCertificates: true)
    let certificate = try #require(signature.certificate)
    let plain = try SSHPublicKey(authorizedKey: key.publicKey)
    #expect(signature.claimedKey == plain && certificate.publicKey == plain)
    #expect(try certificate.authority == SSHPublicKey(authorizedKey: ca.publicKey))
    #expect(certificate.serial == .max && certificate.keyID.elementsEqual("badge".utf8))
    #expect(certificate.principals == [Array("ann".utf8), Array("bob".utf8)])
    #expect(certificate.isForUser && certificate.weakness == nil)
    #expect(certificate.validAfter == 1_767_225_600 && certificate.validBefore == 1_769_904_000)
    guard case .good(let verified) = signature.verify(over: payload) else {
      Issue.record("\(signature.verify(over: payload))")
      return
    }
    #expect(verified.key == plain)
    #expect(signature.verify(over: payload + [0]) == .bad)
    // Nothing that decides about access takes one.
    guard case .unsupported(.certificate) = SSHSignature.verify(armored, over: payload) else {
      Issue.record("a certificate passed for a key")
      return
    }
  }

  /// Every byte of a certificate is signed, or is the signature.
  @Test func alteredCertificatesAreRefused() async throws {
    let ca = try await keygen.makeKey("ca", ["-t", "ed25519"])
    let key = try await keygen.makeKey("key", ["-t", "ed25519"])
    try await mustRun(
      "ssh-keygen", ["-q", "-s", ca.path, "-I", "badge", "-n", "ann", "\(key.path).pub"])
    let armored = try await mustRun(
      "ssh-keygen", ["-q", "-Y", "sign", "-f", "\(key.path)-cert.pub", "-n", "git"], input: payload
    ).output
    var fields = try SSHSignatureFields(armored: armored)
    let blob = fields.publicKey
    _ = try SSHCertificate(wireFormat: blob)
    for place in blob.indices {
      fields.publicKey = blob
      fields.publicKey[place] ^= 1
      #expect(throws: SSHError.self, "byte \(place)") {
        try SSHSignature(armored: fields.armored, takesCertificates: true)
      }
      #expect(throws: SSHError.self) { try SSHCertificate(wireFormat: Array(blob[..<place])) }
    }
    #expect(throws: SSHError.self) { try SSHCertificate(wireFormat: blob + [0]) }
  }

  /// An authority with a short key, or one that signs with SHA-1, vouches for nobody.
  @Test(arguments: [["-b", "1024"], ["-b", "2048", "-t", "ssh-rsa"]])
  func weakAuthoritiesAreTold(options: [String]) async throws {
    let ca = try await keygen.makeKey("ca", ["-t", "rsa", "-b", options[1]])
    let key = try await keygen.makeKey("key", ["-t", "ed25519"])
    let signing = Array(options.dropFirst(2))
    try await mustRun(
      "ssh-keygen",
      ["-q", "-s", ca.path, "-I", "badge", "-n", "ann"] + signing + ["\(key.path).pub"])
    let armored = try await mustRun(
      "ssh-keygen", ["-q", "-Y", "sign", "-f", "\(key.path)-cert.pub", "-n", "git"], input: payload
    ).output
    let signature = try SSHSignature(armored: armored, takesCertificates: true)
    guard case .weakKey = signature.verify(over: payload) else {
      Issue.record("\(signature.verify(over: payload))")
      return
    }
    // OpenSSH takes it: here Countersign is the stricter one.
    let folder = try ScratchDirectory()
    try folder.write(Array("ann cert-authority ".utf8) + ca.publicKey, to: "signers")
    try folder.write(armored, to: "signature")
    let told = try await runProgram(
      "ssh-keygen",
      ["-Y", "verify", "-n", "git", "-I", "ann", "-f", "signers", "-s", "signature"],
      in: folder.path, input: payload)
    #expect(told.status == 0)
  }

  /// Certified security keys, played by software.
  @Test(arguments: SoftwareKey.securityKeys(application: "ssh:"))
  func certifiedSecurityKeys(software: SoftwareKey) async throws {
    let ca = try await keygen.makeKey("ca", ["-t", "ed25519"])
    let file = try keygen.directory.write(software.authorizedKey, to: "sk.pub")
    try await mustRun("ssh-keygen", ["-q", "-s", ca.path, "-I", "badge", "-n", "ann", file])
    let line = try keygen.directory.read("sk-cert.pub").split(separator: 0x20)
    var fields = try software.sign(payload)
    fields.publicKey = try #require(SSHBlob.base64(line[1]))
    let signature = try SSHSignature(armored: fields.armored, takesCertificates: true)
    guard case .good(let verified) = signature.verify(over: payload) else {
      Issue.record("\(signature.verify(over: payload))")
      return
    }
    #expect(verified.isHardware && verified.userPresent && signature.certificate != nil)
  }
}
