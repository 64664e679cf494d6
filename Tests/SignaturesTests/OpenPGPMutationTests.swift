import FoundationEssentials
import Signatures
import TestSupport
import Testing

/// One byte changed, anywhere: nothing is good that was not signed, and nothing that gpg would not take.
@Suite struct OpenPGPMutationTests {
  static let kinds = ["ed25519", "rsa2048", "nistp256", "dsa2048", "brainpoolP256r1"]

  private func isGood(_ verdict: OpenPGPVerdict) -> Bool {
    if case .good = verdict { true } else { false }
  }

  @Test(arguments: kinds) func payload(kind: String) async throws {
    let item = try await OpenPGPFixture.item(kind)
    let keyring = try OpenPGPKeyring(certificates: [item.certificate])
    var payload = OpenPGPFixture.payload
    for place in payload.indices {
      payload[place] ^= 1
      let verdict = keyring.verify(item.signature, over: payload, at: OpenPGPFixture.now)
      #expect(verdict == .bad, "byte \(place)")
      payload[place] ^= 1
    }
    for changed in [payload.dropLast(), payload + [10], []] {
      #expect(keyring.verify(item.signature, over: Array(changed), at: OpenPGPFixture.now) == .bad)
    }
  }

  @Test(arguments: kinds) func packet(kind: String) async throws {
    let item = try await OpenPGPFixture.item(kind)
    let keyring = try OpenPGPKeyring(certificates: [item.certificate])
    let packet = try OpenPGPMutationTests.content(of: item.signature)
    var taken: [[UInt8]] = []
    var random = SplitMix64(seed: 11)
    for place in packet.indices {
      var changed = packet
      changed[place] ^= UInt8.random(in: 1...255, using: &random)
      let block = OpenPGPForge.armored(changed)
      if isGood(keyring.verify(block, over: OpenPGPFixture.payload, at: OpenPGPFixture.now)) {
        taken.append(block)
      }
    }
    // What is not under the hash can change; the few places that still verify must do so for gpg.
    #expect(taken.count < 12)
    let gnupg = try GnuPG()
    try await gnupg.take(item.certificate, at: OpenPGPFixture.looked)
    for block in taken {
      let status = try await gnupg.verify(
        block, over: OpenPGPFixture.payload, at: OpenPGPFixture.looked)
      #expect(status.signer == item.key)
    }
  }

  @Test(arguments: kinds) func truncation(kind: String) async throws {
    let item = try await OpenPGPFixture.item(kind)
    let keyring = try OpenPGPKeyring(certificates: [item.certificate])
    let packet = try OpenPGPMutationTests.content(of: item.signature)
    for length in packet.indices {
      let block = OpenPGPForge.armored(Array(packet.prefix(length)))
      #expect(!isGood(keyring.verify(block, over: OpenPGPFixture.payload, at: OpenPGPFixture.now)))
    }
  }

  /// Whatever happens to a certificate, reading it ends in an answer, and a stranger's key never counts.
  @Test(arguments: ["ed25519 subkey", "rsa2048"]) func certificate(kind: String) async throws {
    let item = try await OpenPGPFixture.item(kind)
    let packets = try OpenPGPMutationTests.content(of: item.certificate)
    var random = SplitMix64(seed: 12)
    for _ in 0..<300 {
      var changed = packets
      changed[Int.random(in: packets.indices, using: &random)] ^=
        UInt8.random(in: 1...255, using: &random)
      do throws(OpenPGPError) {
        let keyring = try OpenPGPKeyring(certificates: [changed])
        let verdict = keyring.verify(
          item.signature, over: OpenPGPFixture.payload, at: OpenPGPFixture.now)
        if case .good(let verified) = verdict { #expect(verified.fingerprint == item.key) }
      } catch {
        continue
      }
    }
  }

  /// The packets in an armored block.
  static func content(of armored: [UInt8]) throws -> [UInt8] {
    let lines = String(decoding: armored, as: UTF8.self).split(
      separator: "\n", omittingEmptySubsequences: false)
    let body = lines.drop { !$0.isEmpty }.dropFirst().prefix {
      !$0.hasPrefix("=") && !$0.hasPrefix("-")
    }
    guard let data = Data(base64Encoded: body.joined()) else {
      throw ScratchError(what: "no base64 in the block")
    }
    return [UInt8](data)
  }
}
