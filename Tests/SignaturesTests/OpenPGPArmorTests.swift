import Signatures
import TestSupport
import Testing

/// What may stand around the packets, of signatures and of certificates.
@Suite struct OpenPGPArmorTests {
  private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  @Test func signatureBlocks() async throws {
    let item = try await OpenPGPFixture.item("ed25519")
    let keyring = try OpenPGPKeyring(certificates: [item.certificate])
    let block = text(item.signature)
    let lines = block.split(separator: "\n", omittingEmptySubsequences: false)
    let checksum = try #require(lines.first { $0.hasPrefix("=") })
    func verdict(_ text: String) -> OpenPGPVerdict {
      keyring.verify(Array(text.utf8), over: OpenPGPFixture.payload, at: OpenPGPFixture.now)
    }
    func isGood(_ text: String) -> Bool {
      if case .good = verdict(text) { true } else { false }
    }
    #expect(isGood(block))
    #expect(isGood(String(block.dropLast())))
    // GitHub's signatures have an empty line behind them, and GnuPG 2.4 leaves the checksum out.
    #expect(isGood(block + "\n"))
    #expect(isGood(block + "\n\n"))
    // What follows the block is no part of it: proofs of time by OpenTimestamps stand there.
    #expect(isGood(block + "-----BEGIN OPENTIMESTAMPS GIT TIMESTAMP-----\nAE9w\n"))
    #expect(isGood(block + "x"))
    #expect(isGood(block.replacing("\(checksum)\n", with: "")))
    #expect(isGood(block.replacing("SIGNATURE-----\n\n", with: "SIGNATURE-----\nComment: x\n\n")))

    let begin = "-----BEGIN PGP SIGNATURE-----\n"
    for (name, changed, fault) in [
      ("text before", "x\n" + block, OpenPGPFormatFault.notArmored),
      ("an empty line before", "\n" + block, .notArmored),
      ("two blocks", block + block, .notOneSignature),
      ("a block behind text", block + "\nx\n" + block, .notOneSignature),
      ("a message behind", block + "-----BEGIN PGP MESSAGE-----\n", .notOneSignature),
      ("text behind the last line", String(block.dropLast()) + " x\n", .notArmored),
      ("nothing", "", .notArmored),
      ("no end", String(block.dropLast(30)), .notArmored),
      ("another label", block.replacing("PGP SIGNATURE", with: "PGP MESSAGE"), .notArmored),
      (
        "an empty line inside", block.replacing("\n\(checksum)", with: "\n\n\(checksum)"),
        .notArmored
      ),
      ("no empty line", block.replacing(begin + "\n", with: begin), .armorHeader),
      (
        "a blank in the empty line", block.replacing(begin + "\n", with: begin + " \n"),
        .armorHeader
      ),
      ("an unknown header", block.replacing(begin, with: begin + "Key: x\n"), .armorHeader),
      ("a cleartext header", block.replacing(begin, with: begin + "Hash: SHA256\n"), .armorHeader),
      ("CR LF", block.replacing("\n", with: "\r\n"), .carriageReturn),
      ("a wrong checksum", block.replacing(checksum, with: "=AAAA"), .wrongChecksum),
      (
        "a blank in the base64", block.replacing("\n\(checksum)", with: " \n\(checksum)"),
        .invalidBase64
      ),
    ] {
      #expect(verdict(changed) == .malformed(fault), "\(name)")
    }
    let large = block.replacing(
      begin, with: begin + "Comment: " + String(repeating: "x", count: 1 << 16) + "\n")
    #expect(verdict(large) == .malformed(.tooLarge))
  }

  @Test func contentOfSignatureBlocks() async throws {
    let item = try await OpenPGPFixture.item("ed25519")
    let keyring = try OpenPGPKeyring(certificates: [item.certificate])
    let packet = try OpenPGPMutationTests.content(of: item.signature)
    func verdict(_ packets: [UInt8]) -> OpenPGPVerdict {
      keyring.verify(
        OpenPGPForge.armored(packets), over: OpenPGPFixture.payload, at: OpenPGPFixture.now)
    }
    #expect(verdict(packet + packet) == .malformed(.notOneSignature))
    let padding = OpenPGPForge.packet(10, Array("PGP".utf8))
    #expect(verdict(packet + padding) == .malformed(.notOneSignature))
    #expect(verdict(padding + packet) == .malformed(.notASignature))
    #expect(verdict([0x00]) == .malformed(.invalidPacket))
    #expect(verdict([0x8B] + packet.dropFirst(2)) == .malformed(.streamedPacket))
    #expect(verdict([0xC2, 0xE1] + packet.dropFirst(2)) == .malformed(.streamedPacket))
  }

  @Test func certificateFiles() async throws {
    let first = try await OpenPGPFixture.item("ed25519")
    let second = try await OpenPGPFixture.item("rsa3072 subkey")
    let binary = joined(
      try OpenPGPMutationTests.content(of: first.certificate),
      try OpenPGPMutationTests.content(of: second.certificate))
    for (name, files) in [
      ("binary", [binary]),
      ("armored together", [OpenPGPForge.armored(binary, label: "PUBLIC KEY BLOCK")]),
      ("armored one by one", [joined(first.certificate, [10], second.certificate)]),
      ("two files", [first.certificate, second.certificate]),
    ] {
      let keyring = try OpenPGPKeyring(certificates: files)
      for item in [first, second] {
        let verdict = keyring.verify(
          item.signature, over: OpenPGPFixture.payload, at: OpenPGPFixture.now)
        guard case .good(let verified) = verdict else {
          Issue.record("\(name): \(verdict)")
          continue
        }
        #expect(verified.fingerprint == item.key && verified.primaryFingerprint == item.primary)
      }
    }
    let certificates = try OpenPGPCertificate.certificates(in: binary)
    #expect(certificates.map(\.fingerprint) == [first.primary, second.primary])
    #expect(certificates[1].fingerprints.contains(second.key))
    #expect(certificates[0].userIDs == ["ed25519 <ed25519@example.com>"])
  }

  @Test func filesThatAreNoCertificates() async throws {
    let item = try await OpenPGPFixture.item("ed25519")
    let packets = try OpenPGPMutationTests.content(of: item.certificate)
    let key = OpenPGPForge.Key()
    func fault(_ file: [UInt8]) -> OpenPGPError? {
      do throws(OpenPGPError) {
        _ = try OpenPGPCertificate.certificates(in: file)
        return nil
      } catch {
        return error
      }
    }
    #expect(fault(packets) == nil)
    #expect(fault([]) == .malformed(.notArmored))
    #expect(fault(Array("hello\n".utf8)) == .malformed(.notArmored))
    #expect(fault(item.signature) == .malformed(.notArmored))
    #expect(fault(packets + OpenPGPForge.packet(5, key.body)) == .malformed(.secretKey))
    #expect(fault(packets + OpenPGPForge.packet(7, key.body)) == .malformed(.secretKey))
    #expect(fault(packets + OpenPGPForge.packet(12, [1])) == .malformed(.unexpectedPacket))
    #expect(fault(OpenPGPForge.packet(13, [65])) == .malformed(.unexpectedPacket))
    #expect(
      fault(OpenPGPForge.packet(6, [3] + key.body.dropFirst())) == .unsupported(.keyVersion(3)))
    #expect(
      fault(OpenPGPForge.packet(6, [6] + key.body.dropFirst())) == .unsupported(.keyVersion(6)))
    #expect(fault(OpenPGPForge.packet(6, key.body + [0])) == .malformed(.trailingBytes))
    #expect(fault(Array(packets.dropLast())) == .malformed(.truncated))
  }
}
