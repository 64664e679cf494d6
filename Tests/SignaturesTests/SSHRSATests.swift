import CryptoExtras
import Signatures
import TestSupport
import Testing

/// What is special about RSA: sizes, hashes, and signatures without their leading zeros.
@Suite struct SSHRSATests {
  let keygen: SSHKeygen
  let payload = Array("short payload".utf8)

  init() throws { keygen = try SSHKeygen() }

  @Test func shortKeysAreWeak() async throws {
    let pair = try await keygen.makeKey("key", ["-t", "rsa", "-b", "1024"])
    let signature = try await keygen.sign(payload, with: pair)
    #expect(try SSHPublicKey(authorizedKey: pair.publicKey).weakness == .rsaTooShort(bits: 1024))
    #expect(
      SSHSignature.verify(signature, over: payload) == .weakKey(.rsaTooShort(bits: 1024)))
    #expect(try await keygen.accepts(signature, over: payload, by: pair.publicKey))
    let almost = try await keygen.makeKey("almost", ["-t", "rsa", "-b", "2047"])
    #expect(try SSHPublicKey(authorizedKey: almost.publicKey).weakness == .rsaTooShort(bits: 2047))
  }

  @Test func hashesAreThoseOfRFC8332() async throws {
    let software = SoftwareKey.rsaSHA256(try _RSA.Signing.PrivateKey(keySize: .bits2048))
    let line = try software.authorizedKey
    var fields = try software.sign(payload)
    guard case .good = SSHSignature.verify(fields.armored, over: payload) else {
      Issue.record("\(SSHSignature.verify(fields.armored, over: payload))")
      return
    }
    #expect(try await keygen.accepts(fields.armored, over: payload, by: line))

    let value = Array(fields.signature.suffix(256))
    let names: [(String, SSHVerdict)] = [
      ("rsa-sha2-512", .bad), ("ssh-rsa", .weakKey(.sha1Signature)),
      ("rsa-sha2-384", .malformed(.wrongSignatureType)),
      ("rsa-sha2-256-cert-v01@openssh.com", .malformed(.wrongSignatureType)),
    ]
    for (name, verdict) in names {
      fields.signature = SSHBlob().string(name).string(value).bytes
      #expect(SSHSignature.verify(fields.armored, over: payload) == verdict, "\(name)")
      #expect(try await !keygen.accepts(fields.armored, over: payload, by: line))
    }
    fields.signature = SSHBlob().string("rsa-sha2-256").string([0] + value).bytes
    #expect(
      SSHSignature.verify(fields.armored, over: payload) == .malformed(.wrongSignatureLength))
    #expect(try await !keygen.accepts(fields.armored, over: payload, by: line))
  }

  /// Some agents leave out leading zeros; OpenSSH fills them up, and so does this room.
  @Test func leadingZerosMayBeMissing() async throws {
    let software = SoftwareKey.rsaSHA256(try _RSA.Signing.PrivateKey(keySize: .bits2048))
    for number in 0..<5000 {
      let payload = Array("payload \(number)".utf8)
      var fields = try software.sign(payload)
      let value = fields.signature.suffix(256)
      guard value.first == 0 else { continue }
      fields.signature = SSHBlob().string("rsa-sha2-256").string(value.drop { $0 == 0 }).bytes
      guard case .good = SSHSignature.verify(fields.armored, over: payload) else {
        Issue.record("\(SSHSignature.verify(fields.armored, over: payload))")
        return
      }
      #expect(
        try await keygen.accepts(fields.armored, over: payload, by: software.authorizedKey))
      return
    }
    Issue.record("no signature with a leading zero in 5000")
  }

  @Test func modulusAndExponentMustMakeSense() throws {
    let modulus = [0xC1] + [UInt8](repeating: 0x55, count: 255)
    func key(_ exponent: [UInt8], _ modulus: [UInt8]) -> [UInt8] {
      SSHBlob().string("ssh-rsa").integer(exponent).integer(modulus).bytes
    }
    #expect(try SSHPublicKey(wireFormat: key([3], modulus)).weakness == nil)
    #expect(
      try SSHPublicKey(wireFormat: key([1, 0xFF, 0xFF, 0xFF, 0xFF], modulus)).weakness == nil)
    let faults: [([UInt8], [UInt8])] = [
      ([1], modulus), ([2], modulus), ([1, 0], modulus), ([2, 0, 0, 0, 1], modulus),
      ([3], modulus.dropLast() + [0x54]),
    ]
    for (exponent, modulus) in faults {
      #expect(throws: SSHError.malformed(.invalidRSA)) {
        try SSHPublicKey(wireFormat: key(exponent, modulus))
      }
    }
    #expect(throws: SSHError.malformed(.integerNotPositive)) {
      try SSHPublicKey(wireFormat: key([], modulus))
    }
    #expect(throws: SSHError.malformed(.integerNotPositive)) {
      try SSHPublicKey(
        wireFormat: SSHBlob().string("ssh-rsa").integer([3]).string(modulus).bytes)
    }
    #expect(throws: SSHError.malformed(.integerNotMinimal)) {
      try SSHPublicKey(
        wireFormat: SSHBlob().string("ssh-rsa").string([0, 3]).integer(modulus).bytes)
    }
    let large = [0xC1] + [UInt8](repeating: 0x55, count: 1023)
    #expect(try SSHPublicKey(wireFormat: key([3], large)).weakness == nil)
    #expect(throws: SSHError.unsupported(.rsaSize(bits: 8193))) {
      try SSHPublicKey(wireFormat: key([3], [1] + large))
    }
    #expect(throws: SSHError.unsupported(.rsaSize(bits: 524_288))) {
      try SSHPublicKey(wireFormat: key([3], [0xC1] + [UInt8](repeating: 0x55, count: 65_535)))
    }
  }
}
