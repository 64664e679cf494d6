import Crypto
import Model
import Signatures
import TestSupport
import Testing

/// Security keys, played by software as PROTOCOL.u2f describes them, with ssh-keygen as the judge.
@Suite struct SSHHardwareTests {
  let keygen: SSHKeygen
  let payload = Array("short payload".utf8)

  init() throws { keygen = try SSHKeygen() }

  @Test(arguments: ["ssh:", "ssh:work", ""], [UInt8(0x00), 0x01, 0x04, 0x05, 0x81])
  func flagsAreReportedAndSigned(application: String, flags: UInt8) async throws {
    for software in SoftwareKey.securityKeys(application: application) {
      let line = try software.authorizedKey
      let key = try SSHPublicKey(authorizedKey: line)
      #expect(key.algorithm.isHardware)
      let fields = try software.sign(payload, flags: flags, counter: 0xFFFF_FFFE)
      guard case .good(let verified) = SSHSignature.verify(fields.armored, over: payload) else {
        Issue.record("\(SSHSignature.verify(fields.armored, over: payload))")
        continue
      }
      #expect(verified.key == key && verified.isHardware)
      #expect(verified.userPresent == (flags & 1 == 1))
      #expect(verified.userVerified == (flags & 4 == 4))
      #expect(verified.showsTouch == (flags & 1 == 1))
      // ssh-keygen -Y verify does not look at the flags: untouched keys pass there too.
      #expect(try await keygen.accepts(fields.armored, over: payload, by: line))
    }
  }

  @Test func theApplicationIsPartOfTheKey() async throws {
    for (software, other) in zip(SoftwareKey.securityKeys(), SoftwareKey.securityKeys()) {
      var fields = try software.sign(payload)
      let renamed = fields.publicKey.dropLast(8) + SSHBlob().string("web:").bytes
      fields.publicKey = Array(renamed)
      #expect(SSHSignature.verify(fields.armored, over: payload) == .bad)
      fields.publicKey = try other.publicKey
      #expect(SSHSignature.verify(fields.armored, over: payload) == .bad)
      fields.publicKey = renamed.dropLast(8) + SSHBlob().string("ssh\0").bytes
      #expect(
        SSHSignature.verify(fields.armored, over: payload) == .malformed(.invalidApplication))
    }
  }

  /// A plain key's signature does not pass for a security key's, nor the other way round.
  @Test func typesAreNotMixed() async throws {
    let secret = Curve25519.Signing.PrivateKey()
    let hardware = try SoftwareKey.skEd25519(secret, application: "ssh:").sign(payload)
    var fields = hardware
    fields.publicKey =
      SSHBlob().string("ssh-ed25519")
      .string(Array(secret.publicKey.rawRepresentation)).bytes
    #expect(SSHSignature.verify(fields.armored, over: payload) == .malformed(.wrongSignatureType))
    fields.signature = SSHBlob().string("ssh-ed25519").raw(hardware.signature.dropFirst(30)).bytes
    #expect(SSHSignature.verify(fields.armored, over: payload) == .malformed(.trailingBytes))
    fields.signature = Array(fields.signature.dropLast(5))
    #expect(SSHSignature.verify(fields.armored, over: payload) == .bad)
  }

  @Test func browserSignaturesAreUnsupported() throws {
    let name = "webauthn-sk-ecdsa-sha2-nistp256@openssh.com"
    let software = SoftwareKey.skECDSA(P256.Signing.PrivateKey(), application: "ssh:")
    var fields = try software.sign(payload)
    fields.signature = SSHBlob().string(name).raw(fields.signature.dropFirst(38)).bytes
    #expect(
      SSHSignature.verify(fields.armored, over: payload) == .unsupported(.signatureType(name)))
  }

  /// OpenSSH takes integers with superfluous zeros; here a signature has one encoding.
  @Test func integersMustBeShortest() async throws {
    let software = SoftwareKey.skECDSA(P256.Signing.PrivateKey(), application: "ssh:")
    var fields = try software.sign(payload)
    var body = fields.signature.dropFirst(4 + 34 + 4).dropLast(5)
    let r = Array(body.dropFirst(4).prefix(Int(body[body.startIndex + 3])))
    body = body.dropFirst(4 + r.count)
    let altered = SSHBlob().string([0] + r).raw(body).bytes
    fields.signature =
      SSHBlob().string("sk-ecdsa-sha2-nistp256@openssh.com").string(altered)
      .raw(fields.signature.suffix(5)).bytes
    #expect(SSHSignature.verify(fields.armored, over: payload) == .malformed(.integerNotMinimal))
    #expect(
      try await keygen.accepts(fields.armored, over: payload, by: software.authorizedKey))
  }
}
