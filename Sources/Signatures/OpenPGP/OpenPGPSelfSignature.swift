import Crypto

/// A signature in a certificate, with what it is about.
///
/// Only its hint is of interest here: the first two bytes of the digest, which nothing protects. GitHub's
/// certificate of 2017 has wrong ones, as its signatures over commits do. gpg overlooks that; librnp takes the
/// signature for bad. So librnp is given the right ones and judges the signature itself.
struct OpenPGPSelfSignature {
  /// The primary key's packet.
  let primary: OpenPGPPacket
  /// The packet of the user id, attribute or subkey that the signature stands behind.
  let subject: OpenPGPPacket?
  let signature: OpenPGPPacket

  /// The signature's packet with the right hint; as it is where it cannot be told, or is no signature of
  /// version 4 with a hash that counts.
  var corrected: [UInt8] {
    var packet = Array(signature.whole)
    do throws(OpenPGPError) {
      guard let (hint, place) = try digestStart() else { return packet }
      packet.replaceSubrange(place..<place + hint.count, with: hint)
    } catch {
      // librnp will object to what cannot be read.
      return packet
    }
    return packet
  }

  /// The first two bytes of the digest, and where in the packet they belong.
  private func digestStart() throws(OpenPGPError) -> (hint: [UInt8], place: Int)? {
    var reader = OpenPGPReader(signature.body)
    guard try reader.byte() == 4 else { return nil }
    let type = try reader.byte()
    _ = try reader.byte()
    let hash = OpenPGPHash(rawValue: try reader.byte())
    _ = try reader.bytes(reader.number(2))
    let signed = signature.body[..<reader.rest.startIndex]
    _ = try reader.bytes(reader.number(2))
    let place = reader.rest.startIndex - signature.whole.startIndex
    _ = try reader.bytes(2)
    guard let content = content(type: type) else { return nil }
    let trailer = OpenPGPSignature.trailer(of: signed)
    let digest: [UInt8]
    switch hash {
    case .sha256: digest = Array(SHA256.hash(data: content + trailer))
    case .sha384: digest = Array(SHA384.hash(data: content + trailer))
    case .sha512: digest = Array(SHA512.hash(data: content + trailer))
    case .md5, .sha1, .ripemd160, nil: return nil
    }
    return (Array(digest.prefix(2)), place)
  }

  /// What a signature of `type` hashes before its own fields (RFC 9580 section 5.2.4).
  private func content(type: UInt8) -> [UInt8]? {
    let key = Self.hashed(primary)
    switch (type, subject?.tag) {
    case (0x1F, _), (0x20, _): return key
    case (0x10...0x13, OpenPGPPacket.userID), (0x30, OpenPGPPacket.userID):
      return key + Self.hashed(subject, mark: 0xB4)
    case (0x10...0x13, OpenPGPPacket.userAttribute), (0x30, OpenPGPPacket.userAttribute):
      return key + Self.hashed(subject, mark: 0xD1)
    case (0x18, OpenPGPPacket.publicSubkey), (0x28, OpenPGPPacket.publicSubkey):
      return key + (subject.map(Self.hashed) ?? [])
    default: return nil
    }
  }

  private static func hashed(_ key: OpenPGPPacket) -> [UInt8] {
    [0x99, UInt8(key.body.count >> 8 & 0xFF), UInt8(key.body.count & 0xFF)] + key.body
  }

  private static func hashed(_ user: OpenPGPPacket?, mark: UInt8) -> [UInt8] {
    let body = user?.body ?? []
    return [mark] + [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: body.count >> $0) } + body
  }
}
