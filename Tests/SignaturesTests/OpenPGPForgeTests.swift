import Crypto
import Model
import Signatures
import TestSupport
import Testing

/// Certificates and signatures that no tool makes by itself: what a thief of half a key would try.
@Suite struct OpenPGPForgeTests {
  typealias Forge = OpenPGPForge
  let primary = Forge.Key()
  let subkey = Forge.Key()
  let payload = OpenPGPFixture.payload

  private func verdict(
    _ parts: Forge.Parts? = nil, by key: Forge.Key, in certificate: [UInt8],
    unlike name: Forge.Key? = nil
  ) throws -> OpenPGPVerdict {
    let body = try Forge.signature(parts ?? Forge.Parts(by: name ?? key), by: key, over: payload)
    return try OpenPGPKeyring(certificates: [certificate])
      .verify(Forge.armored(Forge.packet(2, body)), over: payload, at: OpenPGPFixture.now)
  }

  private func gpg(by key: Forge.Key, in certificate: [UInt8]) async throws -> GnuPG.Status {
    let gnupg = try GnuPG()
    try await gnupg.take(certificate, at: OpenPGPFixture.looked)
    let body = try Forge.signature(Forge.Parts(by: key), by: key, over: payload)
    return try await gnupg.verify(
      Forge.armored(Forge.packet(2, body)), over: payload, at: OpenPGPFixture.looked)
  }

  private func isGood(_ verdict: OpenPGPVerdict) -> Bool {
    if case .good = verdict { true } else { false }
  }

  @Test func whatIsForgedWellIsGood() async throws {
    let certificate = try Forge.certificate(
      primary, subkeys: [Forge.subkey(subkey, of: primary, consentBy: subkey)])
    #expect(isGood(try verdict(by: primary, in: certificate)))
    #expect(isGood(try verdict(by: subkey, in: certificate)))
    let status = try await gpg(by: subkey, in: certificate)
    #expect(status.has("GOODSIG"), "\(status.lines)")
  }

  /// Without the subkey's consent anybody could claim somebody else's key, and with it their signatures.
  @Test func aSubkeyThatDidNotConsentSignsNothing() async throws {
    for (name, packets) in [
      ("no consent", try Forge.subkey(subkey, of: primary, consentBy: nil)),
      ("the owner's consent", try Forge.subkey(subkey, of: primary, consentBy: primary)),
      (
        "consent to another",
        try Forge.subkey(subkey, of: primary, consentBy: subkey, consentTo: Forge.Key())
      ),
    ] {
      let certificate = try Forge.certificate(primary, subkeys: [packets])
      #expect(
        try verdict(by: subkey, in: certificate) == .unusableKey(subkey.name, .notCertified),
        "\(name)")
      #expect(try await !gpg(by: subkey, in: certificate).has("GOODSIG"), "\(name)")
      #expect(isGood(try verdict(by: primary, in: certificate)), "\(name)")
    }
  }

  @Test func aSubkeyThatTheOwnerDidNotBindSignsNothing() async throws {
    let other = Forge.Key()
    let certificate = try Forge.certificate(
      primary, subkeys: [Forge.subkey(subkey, of: other, consentBy: subkey)])
    #expect(try verdict(by: subkey, in: certificate) == .unusableKey(subkey.name, .notCertified))
    #expect(try await !gpg(by: subkey, in: certificate).has("GOODSIG"))
    let bare = try Forge.certificate(primary) + Forge.packet(14, subkey.body)
    #expect(!isGood(try verdict(by: subkey, in: bare)))
  }

  /// gpg's import keeps the newest binding of a subkey alone: the one before does not count again.
  @Test(
    "71: a subkey whose newest binding is over, and one whose newest binding is not",
    arguments: [Forge.Hash.sha256, .sha1], [true, false])
  func newestBinding(hash: Forge.Hash, isOver: Bool) async throws {
    let certificate = try Forge.certificate(
      primary,
      subkeys: [
        Forge.subkey(subkey, of: primary, consentBy: subkey)
          + Forge.binding(
            subkey, of: primary, consentBy: subkey, at: subkey.created + 86_400
          ) {
            $0.hash = hash
            $0.hashed.append(Forge.lifetime(3, isOver ? 86_400 : 400 * 86_400))
          }
      ])
    let ours = try verdict(by: subkey, in: certificate)
    #expect(isGood(ours) == !isOver, "\(ours)")
    let status = try await gpg(by: subkey, in: certificate)
    #expect(status.has("GOODSIG") == !isOver, "\(status.lines)")
    #expect(isGood(try verdict(by: primary, in: certificate)))
  }

  /// gpg merges copies of one certificate; the older one does not outlive the other.
  @Test("71: two copies of one certificate, of which one has ended", arguments: [true, false])
  func twoCopies(hasEnded: Bool) async throws {
    let old = try Forge.certificate(
      primary, subkeys: [Forge.subkey(subkey, of: primary, consentBy: subkey)])
    let new = try Forge.certificate(
      primary,
      subkeys: [
        Forge.subkey(subkey, of: primary, consentBy: subkey)
          + Forge.binding(
            subkey, of: primary, consentBy: subkey, at: subkey.created + 86_400
          ) { $0.hashed.append(Forge.lifetime(9, hasEnded ? 2 * 86_400 : 4000 * 86_400)) }
      ])
    let body = try Forge.signature(Forge.Parts(by: subkey), by: subkey, over: payload)
    let block = Forge.armored(Forge.packet(2, body))
    for files in [[old, new], [new, old], [old + new], [new + old]] {
      let verdict = try OpenPGPKeyring(certificates: files)
        .verify(block, over: payload, at: OpenPGPFixture.now)
      #expect(isGood(verdict) == !hasEnded, "\(verdict)")
    }
    let status = try await gpg(by: subkey, in: old + new)
    #expect(status.has("GOODSIG") == !hasEnded, "\(status.lines)")
  }

  @Test func aKeyThatIsNotForSigningSignsNothing() async throws {
    let certificate = try Forge.certificate(
      primary, flags: 0x01,
      subkeys: [Forge.subkey(subkey, of: primary, flags: 0x04, consentBy: subkey)])
    #expect(try verdict(by: primary, in: certificate) == .unusableKey(primary.name, .notForSigning))
    #expect(try verdict(by: subkey, in: certificate) == .unusableKey(subkey.name, .notForSigning))
    #expect(try await !gpg(by: subkey, in: certificate).has("GOODSIG"))
  }

  @Test func aKeyWithoutItsOwnersSignatureSignsNothing() throws {
    let bare = Forge.packet(6, primary.body) + Forge.packet(13, Array("nobody".utf8))
    #expect(try verdict(by: primary, in: bare) == .unusableKey(primary.name, .notCertified))
  }

  @Test func aKeyOfTheFutureSignsNothingYet() throws {
    var young = Forge.Key()
    young.created = UInt32(OpenPGPFixture.now.seconds + 3600)
    let certificate = try Forge.certificate(young)
    #expect(try verdict(by: young, in: certificate) == .unusableKey(young.name, .notYet))
  }

  @Test func aKeyOfSmallOrderIsWeak() throws {
    var identity = Forge.Key()
    identity.point = [1] + [UInt8](repeating: 0, count: 31)
    let certificate = try Forge.certificate(identity)
    #expect(try verdict(by: identity, in: certificate) == .weakKey(.smallOrder))
  }

  @Test func partsThatCannotBeHeededAreRefused() throws {
    let certificate = try Forge.certificate(primary)
    func bent(_ bend: (inout Forge.Parts) -> Void) throws -> OpenPGPVerdict {
      var parts = Forge.Parts(by: primary)
      bend(&parts)
      return try verdict(parts, by: primary, in: certificate)
    }
    let time = Forge.creation(1_780_272_000)
    #expect(isGood(try bent { _ in }))
    #expect(isGood(try bent { $0.hashed.append([99, 1]) }))
    #expect(try bent { $0.hashed.append([0x80 | 99, 1]) } == .unsupported(.criticalSubpacket(99)))
    #expect(
      try bent { $0.unhashed.append([0x80 | 99, 1]) } == .unsupported(.criticalSubpacket(99)))
    #expect(try bent { $0.hashed.append(time) } == .malformed(.noCreationTime))
    #expect(try bent { $0.hashed.removeFirst() } == .malformed(.noCreationTime))
    #expect(
      try bent {
        $0.hashed.removeFirst()
        $0.unhashed.append(time)
      } == .malformed(.noCreationTime))
    #expect(isGood(try bent { $0.hashed.removeLast() }))
    #expect(isGood(try bent { $0.unhashed = [] }))
    #expect(
      try bent {
        $0.hashed.removeLast()
        $0.unhashed = []
      } == .malformed(.noIssuer))
    // Two hints that name different keys fit no key.
    #expect(try bent { $0.unhashed.append(Forge.keyID(subkey)) } == .unknownKey(primary.name))
    #expect(try bent { $0.unhashed.append([16, 1, 2]) } == .malformed(.invalidSubpacket))
    for version: UInt8 in [3, 5, 6] {
      #expect(try bent { $0.version = version } == .unsupported(.signatureVersion(version)))
    }
    for type: UInt8 in [0x01, 0x02, 0x10, 0x13, 0x18, 0x40, 0x50] {
      #expect(try bent { $0.type = type } == .unsupported(.signatureType(type)))
    }
  }

  @Test func anotherKeyOfTheSameRingIsBad() throws {
    let certificate = try Forge.certificate(
      primary, subkeys: [Forge.subkey(subkey, of: primary, consentBy: subkey)])
    #expect(try verdict(by: subkey, in: certificate, unlike: primary) == .bad)
    let stranger = Forge.Key()
    #expect(try verdict(by: stranger, in: certificate) == .unknownKey(stranger.name))
  }
}
