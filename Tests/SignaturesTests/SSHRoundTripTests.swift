import Signatures
import TestSupport
import Testing

/// Signatures of ssh-keygen verify here, and signatures made here verify there.
@Suite struct SSHRoundTripTests {
  static let kinds: [[String]] = [
    ["-t", "ed25519"], ["-t", "ecdsa", "-b", "256"], ["-t", "ecdsa", "-b", "384"],
    ["-t", "ecdsa", "-b", "521"],
  ]
  let keygen: SSHKeygen
  let payload = Array("tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\n\nmessage\n".utf8)

  init() throws { keygen = try SSHKeygen() }

  @Test(
    arguments: kinds + [["-t", "rsa", "-b", "2048"], ["-t", "rsa", "-b", "4096"]],
    ["sha256", "sha512"])
  func signaturesOfSSHKeygenAreGood(kind: [String], hash: String) async throws {
    let pair = try await keygen.makeKey("key", kind)
    let key = try SSHPublicKey(authorizedKey: pair.publicKey)
    let signature = try await keygen.sign(payload, with: pair, options: ["-O", "hashalg=\(hash)"])
    guard case .good(let verified) = SSHSignature.verify(signature, over: payload) else {
      Issue.record("\(SSHSignature.verify(signature, over: payload))")
      return
    }
    #expect(verified.key == key)
    #expect(!verified.isHardware && !verified.userPresent && !verified.userVerified)
    #expect(SSHKeyring([key]).verify(signature, over: payload) == .good(verified))
    #expect(SSHSignature.verify(signature, over: payload + [10]) == .bad)
    #expect(
      SSHSignature.verify(signature, over: payload, namespace: "file")
        == .wrongNamespace(found: "git"))
  }

  @Test(arguments: kinds)
  func signaturesMadeHereAreGoodForSSHKeygen(kind: [String]) async throws {
    let pair = try await keygen.makeKey("key", kind)
    let key = try SSHPrivateKey(openSSH: pair.privateKey)
    #expect(try key.publicKey == SSHPublicKey(authorizedKey: pair.publicKey))
    let signature = try key.sign(payload, namespace: "git")
    #expect(try await keygen.accepts(signature, over: payload, by: pair.publicKey))
    if key.publicKey.algorithm == .ed25519 {
      #expect(try await keygen.sign(payload, with: pair) == signature)
    }
  }
}
