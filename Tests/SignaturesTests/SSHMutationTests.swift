import Crypto
import Signatures
import TestSupport
import Testing

/// Every byte of payload, signature and armor is altered; nothing may verify that ssh-keygen refuses.
@Suite struct SSHMutationTests {
  let keygen: SSHKeygen
  let payload = Array("short payload".utf8)

  init() throws { keygen = try SSHKeygen() }

  /// A signature and the line of the public key it is by.
  struct Sample {
    let armored: [UInt8]
    let publicKey: [UInt8]
  }

  static let kinds = [
    "ed25519", "ecdsa 256", "ecdsa 384", "ecdsa 521", "rsa 2048", "sk-ed25519", "sk-ecdsa",
  ]

  func sample(_ kind: String) async throws -> Sample {
    let software: SoftwareKey
    switch kind {
    case "sk-ed25519":
      software = .skEd25519(Curve25519.Signing.PrivateKey(), application: "ssh:")
    case "sk-ecdsa":
      software = .skECDSA(P256.Signing.PrivateKey(), application: "ssh:")
    default:
      let words = kind.split(separator: " ").map(String.init)
      let pair = try await keygen.makeKey(
        "key", ["-t", words[0]] + (words.count > 1 ? ["-b", words[1]] : []))
      return Sample(
        armored: try await keygen.sign(payload, with: pair), publicKey: pair.publicKey)
    }
    return Sample(
      armored: try software.sign(payload).armored, publicKey: try software.authorizedKey)
  }

  @Test(arguments: kinds)
  func everyByteOfPayloadAndBlobCounts(kind: String) async throws {
    let sample = try await sample(kind)
    let blob = try SSHBlob.dearmor(sample.armored)
    var random = SplitMix64(seed: 2026)
    var cases: [(armored: [UInt8], payload: [UInt8])] = [(sample.armored, payload)]
    for index in payload.indices {
      var altered = payload
      altered[index] ^= 1 << UInt8.random(in: 0..<8, using: &random)
      cases.append((sample.armored, altered))
    }
    for index in blob.indices {
      var altered = blob
      altered[index] ^= 1 << UInt8.random(in: 0..<8, using: &random)
      // ssh-keygen also takes version 0; SSHStrictnessTests has that case.
      if altered.prefix(10) == SSHBlob().raw("SSHSIG".utf8).uint32(0).bytes[...] { continue }
      cases.append((SSHBlob.armor(altered), payload))
    }
    let theirs = try await keygen.accepts(cases, by: sample.publicKey)
    let key = try SSHPublicKey(authorizedKey: sample.publicKey)
    for (index, each) in cases.enumerated() {
      let verdict = SSHSignature.verify(each.armored, over: each.payload)
      #expect(isGood(verdict, by: key) == theirs[index], "case \(index): \(verdict)")
      #expect(isGood(verdict, by: key) == (index == 0), "case \(index): \(verdict)")
    }
  }

  @Test func everyByteOfTheArmorCounts() async throws {
    let sample = try await sample("ed25519")
    let key = try SSHPublicKey(authorizedKey: sample.publicKey)
    var random = SplitMix64(seed: 2027)
    let cases = sample.armored.indices.map { index in
      var altered = sample.armored
      altered[index] ^= 1 << UInt8.random(in: 0..<8, using: &random)
      return (armored: altered, payload: payload)
    }
    let theirs = try await keygen.accepts(cases, by: sample.publicKey)
    for (index, each) in cases.enumerated() {
      let verdict = SSHSignature.verify(each.armored, over: each.payload)
      #expect(!isGood(verdict, by: key), "byte \(index): \(verdict)")
      // To ssh-keygen, another blank is as good as a newline, and version 0 as good as 1.
      let isLax =
        sample.armored[index] == UInt8(ascii: "\n")
        || verdict == .unsupported(.signatureVersion(0))
      #expect(!theirs[index] || isLax, "byte \(index): \(verdict)")
    }
  }

  @Test(arguments: ["ed25519", "sk-ecdsa"])
  func everyBitOfTheBlobCounts(kind: String) async throws {
    let sample = try await sample(kind)
    let blob = try SSHBlob.dearmor(sample.armored)
    for index in blob.indices {
      for bit in 0..<8 {
        var altered = blob
        altered[index] ^= 1 << UInt8(bit)
        let verdict = SSHSignature.verify(SSHBlob.armor(altered), over: payload)
        if case .good = verdict { Issue.record("bit \(bit) of byte \(index)") }
      }
    }
  }

  @Test(arguments: kinds)
  func whatIsCutOffIsMalformed(kind: String) async throws {
    let sample = try await sample(kind)
    let blob = try SSHBlob.dearmor(sample.armored)
    for length in blob.indices {
      let verdict = SSHSignature.verify(SSHBlob.armor(Array(blob.prefix(length))), over: payload)
      guard case .malformed = verdict else {
        Issue.record("\(length) bytes: \(verdict)")
        continue
      }
    }
  }

  @Test func aBlockThatIsCutOffIsMalformed() async throws {
    let sample = try await sample("ed25519")
    // Without its last newline the block is whole.
    for length in 0..<sample.armored.count - 1 {
      let verdict = SSHSignature.verify(Array(sample.armored.prefix(length)), over: payload)
      #expect(verdict == .malformed(.notArmored), "\(length) characters")
    }
  }

  @Test(arguments: ["ed25519", "ecdsa 256", "rsa 2048", "sk-ecdsa"])
  func hostileLengthsAreMalformed(kind: String) async throws {
    let sample = try await sample(kind)
    let blob = try SSHBlob.dearmor(sample.armored)
    let hostile: [UInt32] = [0xFFFF_FFFF, 0x7FFF_FFFF]
    for index in 0...(blob.count - 4) {
      for length in hostile {
        var altered = blob
        altered.replaceSubrange(index..<index + 4, with: SSHBlob().uint32(length).bytes)
        let verdict = SSHSignature.verify(SSHBlob.armor(altered), over: payload)
        if case .good = verdict, altered != blob { Issue.record("\(length) at \(index)") }
        #expect(throws: SSHError.self) { try SSHPublicKey(wireFormat: altered) }
      }
    }
  }

  @Test func randomDamageIsNeverGood() async throws {
    let sample = try await sample("ed25519")
    let blob = try SSHBlob.dearmor(sample.armored)
    var random = SplitMix64(seed: 7)
    for round in 0..<2000 {
      var altered = blob
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        let start = Int.random(in: 0..<altered.count, using: &random)
        let end = min(altered.count, start + Int.random(in: 0...6, using: &random))
        let filler = (0..<Int.random(in: 0...6, using: &random)).map { _ in
          [0x00, 0xFF, UInt8.random(in: 0...255, using: &random)].randomElement(using: &random) ?? 0
        }
        altered.replaceSubrange(start..<end, with: filler)
        if altered.isEmpty { altered = [0] }
      }
      let verdict = SSHSignature.verify(SSHBlob.armor(altered), over: payload)
      if case .good = verdict, altered != blob { Issue.record("round \(round)") }
    }
  }

  private func isGood(_ verdict: SSHVerdict, by key: SSHPublicKey) -> Bool {
    if case .good(let verified) = verdict { return verified.key == key }
    return false
  }
}
