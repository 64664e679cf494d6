import Model
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

  @Test(arguments: kinds + ["2048", "3072", "4096"].map { ["-t", "rsa", "-b", $0] })
  func signaturesOfSSHKeygenAreGood(kind: [String]) async throws {
    let pair = try await keygen.makeKey("key", kind)
    let key = try SSHPublicKey(authorizedKey: pair.publicKey)
    #expect(key.weakness == nil)
    for hash in ["sha256", "sha512"] {
      let signature = try await keygen.sign(
        payload, with: pair, options: ["-O", "hashalg=\(hash)"])
      let verdict = SSHSignature.verify(signature, over: payload)
      guard case .good(let verified) = verdict else {
        Issue.record("\(hash): \(verdict)")
        continue
      }
      #expect(verified.key == key)
      #expect(!verified.isHardware && !verified.userPresent && !verified.userVerified)
      #expect(SSHKeyring([key]).verify(signature, over: payload) == verdict)
      #expect(SSHSignature.verify(Array(signature.dropLast()), over: payload) == verdict)
      #expect(SSHSignature.verify(signature, over: payload + [10]) == .bad)
      #expect(
        SSHSignature.verify(signature, over: payload, namespace: "file")
          == .wrongNamespace(found: "git"))
    }
  }

  @Test(arguments: kinds)
  func signaturesMadeHereAreGoodForSSHKeygen(kind: [String]) async throws {
    let pair = try await keygen.makeKey("key", kind)
    let key = try SSHPrivateKey(openSSH: pair.privateKey)
    #expect(try key.publicKey == SSHPublicKey(authorizedKey: pair.publicKey))
    let signature = try key.sign(payload, namespace: "git")
    #expect(try await keygen.accepts(signature, over: payload, by: pair.publicKey))
    guard case .good = SSHSignature.verify(signature, over: payload) else {
      Issue.record("\(SSHSignature.verify(signature, over: payload))")
      return
    }
    if key.publicKey.algorithm == .ed25519 {
      #expect(try await keygen.sign(payload, with: pair) == signature)
    }
  }

  /// Namespaces and payloads of many lengths bring the base64 to every kind of ending.
  @Test func bothSidesWriteTheSameBlocks() async throws {
    let pair = try await keygen.makeKey("key", ["-t", "ed25519"])
    let key = try SSHPrivateKey(openSSH: pair.privateKey)
    var random = SplitMix64(seed: 11)
    for length in 1...40 {
      let payload = (0..<length - 1).map { _ in UInt8.random(in: 0...255, using: &random) }
      let namespace = String(repeating: "n", count: length)
      let signature = try key.sign(payload, namespace: namespace)
      #expect(try await keygen.sign(payload, with: pair, namespace: namespace) == signature)
      let verdict = SSHSignature.verify(signature, over: payload, namespace: namespace)
      guard case .good = verdict else {
        Issue.record("\(namespace): \(verdict)")
        continue
      }
    }
  }
}
