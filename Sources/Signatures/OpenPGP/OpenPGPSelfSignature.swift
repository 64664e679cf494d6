/// A signature in a certificate that says it is the owner's, read as leniently as gpg reads one.
///
/// A reader that is stricter than gpg would overlook an end that gpg sees. Nothing in it is believed before
/// `OpenPGPStatement` has looked at who made it.
struct OpenPGPSelfSignature {
  /// What a signature does that may end or prolong something (RFC 9580 section 5.2.1).
  enum Topic {
    /// It speaks of the primary key itself (0x1F).
    case key
    /// It binds a user id or attribute (0x10 to 0x13).
    case user
    /// It revokes a user id or attribute (0x30).
    case revocation
    /// It binds a subkey (0x18).
    case subkey
  }

  let type: UInt8
  let hash: UInt8
  /// Seconds since 1970; zero where it does not say.
  let created: Int64
  /// The hashed subpackets.
  let parts: [OpenPGPSubpacket]
  let unhashed: [OpenPGPSubpacket]
  /// What can be checked; nil for versions whose digests are made in another way.
  let proof: OpenPGPProof?
  /// Whether every reader takes it in the same way.
  let isPlain: Bool
  let packet: OpenPGPPacket

  /// Reads the signature packet `packet`.
  ///
  /// - Returns: Nil where it is cut short, which gpg passes over as well.
  init?(_ packet: OpenPGPPacket) {
    self.packet = packet
    var reader = OpenPGPReader(packet.body)
    do throws(OpenPGPError) {
      let version = try reader.byte()
      if version == 2 || version == 3 {
        // The type, a time and the issuer stand before the algorithms (RFC 4880 section 5.2.2).
        _ = try reader.byte()
        type = try reader.byte()
        created = Int64(try reader.number(4))
        let issuer = try reader.bytes(8)
        _ = try reader.byte()
        hash = try reader.byte()
        parts = [OpenPGPSubpacket(issuer: issuer)]
        (unhashed, proof, isPlain) = ([], nil, false)
        return
      }
      type = try reader.byte()
      let algorithm = try reader.byte()
      hash = try reader.byte()
      let hashed = OpenPGPSubpacket.readable(try reader.bytes(reader.number(2)))
      let signed = packet.body[..<reader.rest.startIndex]
      let rest = OpenPGPSubpacket.readable(try reader.bytes(reader.number(2)))
      _ = try reader.bytes(2)
      (parts, unhashed) = (hashed.list, rest.list)
      proof =
        version == 4
        ? OpenPGPProof(algorithm: algorithm, signed: signed, value: reader.rest) : nil
      let times = Self.numbers(OpenPGPSubpacket.creationTime, in: parts)
      created = times.first.map(Int64.init) ?? 0
      isPlain =
        hashed.isWhole && rest.isWhole && times.count == 1
        && !(parts + unhashed).contains { $0.isCritical && !Self.understood.contains($0.type) }
    } catch {
      return nil
    }
  }

  /// The packet of a signature inside another (RFC 9580 section 5.2.3.34), without a header.
  private init?(embedded part: OpenPGPSubpacket) {
    self.init(OpenPGPPacket(tag: OpenPGPPacket.signature, body: part.body, whole: part.body))
  }

  /// What it is about; nil for what has no part in ends: revocations of keys are believed whoever made them.
  var topic: Topic? {
    switch type {
    case 0x1F: .key
    case 0x10...0x13: .user
    case 0x30: .revocation
    case 0x18: .subkey
    default: nil
    }
  }

  /// Whether any reader could take it as one by `key`.
  func claims(_ key: OpenPGPPublicKey) -> Bool { issuers.contains { $0.fits(key) } }

  /// Whether gpg takes it as one by `key`: by the first short name, or else by the fingerprint.
  func names(_ key: OpenPGPPublicKey) -> Bool {
    let short = issuers.first { if case .keyID = $0 { true } else { false } }
    return (short ?? issuers.first)?.fits(key) ?? false
  }

  private var issuers: [OpenPGPIssuer] {
    (parts + unhashed).compactMap { part in
      // A hint that cannot be read names nobody.
      do throws(OpenPGPError) { return try OpenPGPIssuer(part) } catch { return nil }
    }
  }

  /// When the key ends by it, each way of reading it; nil in the list for never.
  func ends(ofKeyMade made: Int64) -> [Int64?] {
    Self.ends(after: made, Self.numbers(OpenPGPSubpacket.keyExpirationTime, in: parts))
  }

  /// When it stops counting itself, each way of reading it; nil in the list for never.
  var ownEnds: [Int64?] {
    Self.ends(after: created, Self.numbers(OpenPGPSubpacket.expirationTime, in: parts))
  }

  /// Whether it marks the key as one that signs, each way of reading it; nil in the list where it does not say.
  var signing: [Bool?] {
    let flags = parts.filter { $0.type == OpenPGPSubpacket.keyFlags }
    return flags.isEmpty ? [nil] : flags.map { $0.body.first.map { $0 & 0x02 != 0 } ?? false }
  }

  /// The consents of a subkey that stand in it (RFC 9580 section 5.2.1.9), less any but the newest.
  var newestConsents: [OpenPGPSelfSignature] {
    let all = (parts + unhashed).filter { $0.type == OpenPGPSubpacket.embeddedSignature }
      .compactMap(OpenPGPSelfSignature.init(embedded:)).filter { $0.type == 0x19 }
    let newest = all.map(\.created).max()
    return all.filter { $0.created == newest }
  }

  /// Each of `lifetimes` counted from `start`: without any, or with one of zero, there is no end.
  ///
  /// gpg counts seconds in 32 bits, so that a lifetime beyond 2106 ends in the past; librnp counts in 64. Both
  /// readings are kept, and the stricter holds.
  private static func ends(after start: Int64, _ lifetimes: [UInt32]) -> [Int64?] {
    guard !lifetimes.isEmpty else { return [nil] }
    return lifetimes.flatMap { lifetime -> [Int64?] in
      guard lifetime > 0 else { return [nil] }
      let wide = start + Int64(lifetime)
      let narrow = wide & Int64(UInt32.max)
      return narrow == wide ? [wide] : [wide, narrow == 0 ? nil : narrow]
    }
  }

  /// The numbers in the subpackets of `type`, whose first four bytes gpg takes, however many there are.
  private static func numbers(_ type: UInt8, in parts: [OpenPGPSubpacket]) -> [UInt32] {
    parts.filter { $0.type == type && $0.body.count >= 4 }
      .map { $0.body.prefix(4).reduce(0) { $0 << 8 | UInt32($1) } }
  }

  /// The subpackets that gpg and librnp heed where they are marked as critical.
  private static let understood: Set<UInt8> = [
    OpenPGPSubpacket.creationTime, OpenPGPSubpacket.expirationTime,
    OpenPGPSubpacket.keyExpirationTime, OpenPGPSubpacket.preferredCiphers, OpenPGPSubpacket.issuer,
    OpenPGPSubpacket.preferredHashes, OpenPGPSubpacket.preferredCompression,
    OpenPGPSubpacket.primaryUserID, OpenPGPSubpacket.keyFlags, OpenPGPSubpacket.features,
    OpenPGPSubpacket.embeddedSignature, OpenPGPSubpacket.issuerFingerprint,
  ]
}
