import Model
import Testing

/// Row 70: one key is one key, whatever it is encoded in.
@Suite struct KeyIdentityTests {
  private func blob(_ fields: [UInt8]...) -> [UInt8] {
    fields.flatMap { field in
      [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: field.count >> $0) } + field
    }
  }

  private func text(_ text: String) -> [UInt8] { Array(text.utf8) }

  private let point = (0..<32).map { UInt8($0) }
  private let application = Array("ssh:".utf8)

  private func ed25519(_ point: [UInt8]) -> KeyIdentity {
    KeyIdentity(sshWireFormat: blob(text("ssh-ed25519"), point))
  }

  private func p256(_ x: UInt8, _ y: UInt8, security isSecurityKey: Bool = false) -> KeyIdentity {
    let point = [0x04] + [UInt8](repeating: x, count: 32) + [UInt8](repeating: y, count: 32)
    return KeyIdentity(
      sshWireFormat: isSecurityKey
        ? blob(text("sk-ecdsa-sha2-nistp256@openssh.com"), text("nistp256"), point, application)
        : blob(text("ecdsa-sha2-nistp256"), text("nistp256"), point))
  }

  private func rsa(_ exponent: [UInt8], _ modulus: [UInt8]) -> KeyIdentity {
    KeyIdentity(sshWireFormat: blob(text("ssh-rsa"), exponent, modulus))
  }

  @Test func encodingsOfOneKeyAreOne() {
    let security = KeyIdentity(
      sshWireFormat: blob(text("sk-ssh-ed25519@openssh.com"), point, application))
    #expect(security == ed25519(point))
    #expect(security == KeyIdentity(ed25519: point))
    var mirrored = point
    mirrored[31] |= 0x80
    #expect(ed25519(mirrored) == ed25519(point))
    #expect(p256(1, 2) == p256(1, 2, security: true))
    #expect(p256(1, 2) == p256(1, 3))
    #expect(rsa([3], [0, 0, 0x81, 1]) == rsa([1, 0, 1], [0x81, 1]))
    #expect(rsa([3], [0, 0x81, 1]) == KeyIdentity(rsaModulus: [0x81, 1]))
  }

  @Test func otherKeysAreOthers() {
    var other = point
    other[0] ^= 1
    #expect(ed25519(other) != ed25519(point))
    #expect(p256(1, 2) != p256(2, 2))
    #expect(rsa([3], [0x81, 1]) != rsa([3], [0x81, 3]))
    // The same numbers on two curves are two keys.
    #expect(ed25519(point) != KeyIdentity(rsaModulus: point))
  }

  @Test func whatIsNoKeyIsItsBytes() {
    for blob in [
      [], [0, 0, 0], [0, 0, 0, 9, 1], blob(text("ssh-ed25519")), blob(text("ssh-dss"), [1]),
    ] {
      #expect(KeyIdentity(sshWireFormat: blob) == KeyIdentity(sshWireFormat: blob))
      #expect(KeyIdentity(sshWireFormat: blob) != KeyIdentity(sshWireFormat: blob + [1]))
    }
  }
}
