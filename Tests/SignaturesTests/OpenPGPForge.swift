import Crypto
import FoundationEssentials
import Model

/// Makes OpenPGP packets that no gpg would make, with Ed25519 keys.
enum OpenPGPForge {
  /// A key and the time it claims to be made at.
  struct Key {
    let secret: Curve25519.Signing.PrivateKey
    var created: UInt32 = 1_767_225_600  // 2026-01-01
    /// The point that the packet holds, where it is not the key's own.
    var point: [UInt8]?

    init() { secret = Curve25519.Signing.PrivateKey() }

    /// A key out of `random`, so that a failure can be run again.
    init(_ random: inout some RandomNumberGenerator) throws {
      let seed = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &random) }
      secret = try Curve25519.Signing.PrivateKey(rawRepresentation: seed)
    }

    /// The body of the key's packet (RFC 9580 section 5.5.2).
    var body: [UInt8] {
      let curve: [UInt8] = [9, 0x2B, 0x06, 0x01, 0x04, 0x01, 0xDA, 0x47, 0x0F, 0x01]
      let point = point ?? Array(secret.publicKey.rawRepresentation)
      return joined([4], bigEndian(created), [22], curve, [0x01, 0x07, 0x40], point)
    }

    /// What a signature over the key hashes.
    var hashed: [UInt8] { joined([0x99], length(body), body) }
    var fingerprint: [UInt8] { Array(Insecure.SHA1.hash(data: hashed)) }
    var name: String { hexadecimal(fingerprint).uppercased() }
  }

  /// The hashes that signatures are made with here, by OpenPGP's numbers.
  enum Hash: UInt8 {
    case sha1 = 2
    case sha256 = 8
    case sha512 = 10

    func digest(_ content: [UInt8]) -> [UInt8] {
      switch self {
      case .sha1: Array(Insecure.SHA1.hash(data: content))
      case .sha256: Array(SHA256.hash(data: content))
      case .sha512: Array(SHA512.hash(data: content))
      }
    }
  }

  /// A signature's parts, each to be bent.
  struct Parts {
    var version: UInt8 = 4
    var type: UInt8 = 0
    var hashed: [[UInt8]]
    var unhashed: [[UInt8]] = []
    var hash = Hash.sha256
    /// Whether the lengths of subpackets are written in five bytes.
    var isWide = false

    /// What gpg puts in, and looks for: the time, the issuer's fingerprint and the short form of it.
    init(by key: Key, type: UInt8 = 0, at time: UInt32 = 1_780_272_000) {
      self.type = type
      hashed = [creation(time), issuer(key)]
      unhashed = [keyID(key)]
    }
  }

  static func creation(_ time: UInt32) -> [UInt8] { [2] + bigEndian(time) }
  static func issuer(_ key: Key) -> [UInt8] { [33, 4] + key.fingerprint }
  static func keyID(_ key: Key) -> [UInt8] { [16] + key.fingerprint.suffix(8) }
  /// 0x01 certifies, 0x02 signs.
  static func flags(_ flags: UInt8) -> [UInt8] { [27, flags] }
  /// A subpacket of a number of seconds: 3 ends the signature, 9 the key.
  static func lifetime(_ type: UInt8, _ seconds: UInt32) -> [UInt8] { [type] + bigEndian(seconds) }
  static func embedded(_ signature: [UInt8]) -> [UInt8] { [32] + signature }

  /// The body of a signature packet by `key` over `content`.
  static func signature(_ parts: Parts, by key: Key, over content: [UInt8]) throws -> [UInt8] {
    let hashed = parts.hashed.flatMap { subpacket($0, isWide: parts.isWide) }
    let unhashed = parts.unhashed.flatMap { subpacket($0, isWide: parts.isWide) }
    let head = joined([parts.version, parts.type, 22, parts.hash.rawValue], length(hashed), hashed)
    let trailer = joined([parts.version, 0xFF], bigEndian(UInt32(head.count)))
    let digest = parts.hash.digest(joined(content, head, trailer))
    let value = Array(try key.secret.signature(for: digest))
    return joined(
      head, length(unhashed), unhashed, Array(digest.prefix(2)), integer(value.prefix(32)),
      integer(value.suffix(32)))
  }

  /// A certificate of `primary` with a user id and the subkeys' own packets.
  static func certificate(
    _ primary: Key, flags: UInt8 = 0x03, selfSigned: ((inout Parts) -> Void)? = nil,
    subkeys: [[UInt8]] = []
  ) throws -> [UInt8] {
    let user = Array("forged <forged@example.com>".utf8)
    var parts = Parts(by: primary, type: 0x13, at: primary.created)
    parts.hashed.append(self.flags(flags))
    selfSigned?(&parts)
    let content = joined(primary.hashed, [0xB4], bigEndian(UInt32(user.count)), user)
    return joined(
      packet(6, primary.body), packet(13, user),
      packet(2, try signature(parts, by: primary, over: content)), subkeys.flatMap { $0 })
  }

  /// A subkey with its binding by `primary` and, embedded there, the subkey's own consent.
  static func subkey(
    _ subkey: Key, of primary: Key, flags: UInt8 = 0x02, consentBy consenting: Key?,
    consentTo bound: Key? = nil
  ) throws -> [UInt8] {
    try packet(14, subkey.body)
      + binding(subkey, of: primary, flags: flags, consentBy: consenting, consentTo: bound)
  }

  /// A binding of `subkey` alone, which stands behind its packet and perhaps others of them.
  static func binding(
    _ subkey: Key, of primary: Key, flags: UInt8 = 0x02, consentBy consenting: Key?,
    consentTo bound: Key? = nil, at time: UInt32? = nil, bend: (inout Parts) -> Void = { _ in }
  ) throws -> [UInt8] {
    var parts = Parts(by: primary, type: 0x18, at: time ?? subkey.created)
    parts.hashed.append(self.flags(flags))
    if let consenting {
      let consent = try signature(
        Parts(by: consenting, type: 0x19, at: subkey.created), by: consenting,
        over: (bound ?? primary).hashed + subkey.hashed)
      parts.unhashed.append(embedded(consent))
    }
    bend(&parts)
    return packet(2, try signature(parts, by: primary, over: primary.hashed + subkey.hashed))
  }

  /// A packet with a header of the new form.
  static func packet(_ tag: UInt8, _ body: [UInt8]) -> [UInt8] {
    joined([0xC0 | tag, 0xFF], bigEndian(UInt32(body.count)), body)
  }

  /// The packets in the armor of a signature, without a checksum.
  static func armored(_ packets: [UInt8], label: String = "SIGNATURE") -> [UInt8] {
    var base64 = Array(Data(packets).base64EncodedString().utf8)[...]
    var lines: [[UInt8]] = []
    while !base64.isEmpty {
      lines.append(Array(base64.prefix(64)))
      base64 = base64.dropFirst(64)
    }
    return joined(
      Array("-----BEGIN PGP \(label)-----\n\n".utf8), Array(lines.joined(separator: [10])),
      Array("\n-----END PGP \(label)-----\n".utf8))
  }

  /// The packets of a certificate with a hint in each of its signatures that is not its digest's.
  static func withWrongHints(_ packets: [UInt8]) -> [UInt8] {
    var changed = packets
    var place = 0
    while place < packets.count {
      // gpg writes headers of the old form, with a length of one or two bytes.
      let size = Int(packets[place] & 3) + 1
      let length = packets[(place + 1)...(place + size)].reduce(0) { $0 << 8 | Int($1) }
      let body = place + 1 + size
      if packets[place] >> 2 & 0x0F == 2 {
        func number(_ at: Int) -> Int { Int(packets[at]) << 8 | Int(packets[at + 1]) }
        let unhashed = body + 6 + number(body + 4)
        let hint = unhashed + 2 + number(unhashed)
        changed[hint] ^= 0xFF
        changed[hint + 1] ^= 0xFF
      }
      place = body + length
    }
    return changed
  }

  /// The packet of an RSA signature by gpg as GitHub would write it: the integer at the key's full length, and two
  /// bytes that are not the digest's.
  ///
  /// - Returns: Nil where the integer has that length anyway.
  static func asGitHub(_ packet: [UInt8], modulusBits: Int) -> [UInt8]? {
    func number(_ place: Int) -> Int { Int(packet[place]) << 8 | Int(packet[place + 1]) }
    // gpg's header has three bytes here; version, type and algorithms have four.
    let unhashed = 3 + 4 + 2 + number(7)
    let end = unhashed + 2 + number(unhashed)
    guard number(end + 2) < modulusBits else { return nil }
    let value = packet[(end + 4)...]
    let zeros = [UInt8](repeating: 0, count: modulusBits / 8 - value.count)
    return self.packet(
      2,
      joined(
        Array(packet[3..<end]), [0x74, 0x72, UInt8(modulusBits >> 8), UInt8(modulusBits & 0xFF)],
        zeros, Array(value)))
  }

  private static func subpacket(_ body: [UInt8], isWide: Bool) -> [UInt8] {
    if isWide { return joined([255], bigEndian(UInt32(body.count)), body) }
    guard body.count >= 192 else { return joined([UInt8(body.count)], body) }
    let rest = body.count - 192
    return joined([UInt8(rest >> 8 + 192), UInt8(rest & 0xFF)], body)
  }

  private static func integer(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    let magnitude = Array(bytes.drop { $0 == 0 })
    let bits = magnitude.count * 8 - (magnitude.first?.leadingZeroBitCount ?? 0)
    return joined([UInt8(bits >> 8), UInt8(bits & 0xFF)], magnitude)
  }
}

/// The parts one behind the other.
func joined(_ parts: [UInt8]...) -> [UInt8] { parts.flatMap { $0 } }

/// The length of `area` in two bytes.
func length(_ area: [UInt8]) -> [UInt8] { [UInt8(area.count >> 8), UInt8(area.count & 0xFF)] }

func bigEndian(_ value: UInt32) -> [UInt8] {
  [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
}
