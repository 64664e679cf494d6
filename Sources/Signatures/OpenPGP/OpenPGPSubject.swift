/// What a signature in a certificate is about: the primary key, and the user id, attribute or subkey if it is about one.
struct OpenPGPSubject: Sendable {
  /// The primary key's packet.
  let primary: OpenPGPPacket
  /// The packet of the user id, attribute or subkey; nil for the primary key itself.
  let packet: OpenPGPPacket?

  /// The packet of the key that a signature is about: the subkey's, or else the primary key's.
  var key: OpenPGPPacket {
    packet.flatMap { $0.tag == OpenPGPPacket.publicSubkey ? $0 : nil } ?? primary
  }

  /// What a signature of `type` hashes before its own fields (RFC 9580 section 5.2.4); nil where no such signature can
  /// be about this.
  func content(type: UInt8) -> [UInt8]? {
    let key = Self.hashed(primary)
    guard let packet else { return [0x1F, 0x20].contains(type) ? key : nil }
    switch (type, packet.tag) {
    case (0x10...0x13, OpenPGPPacket.userID), (0x30, OpenPGPPacket.userID):
      return key + Self.hashed(packet, mark: 0xB4)
    case (0x10...0x13, OpenPGPPacket.userAttribute), (0x30, OpenPGPPacket.userAttribute):
      return key + Self.hashed(packet, mark: 0xD1)
    case (0x18, OpenPGPPacket.publicSubkey), (0x19, OpenPGPPacket.publicSubkey),
      (0x28, OpenPGPPacket.publicSubkey):
      return key + Self.hashed(packet)
    default: return nil
    }
  }

  private static func hashed(_ key: OpenPGPPacket) -> [UInt8] {
    [0x99, UInt8(key.body.count >> 8 & 0xFF), UInt8(key.body.count & 0xFF)] + key.body
  }

  private static func hashed(_ user: OpenPGPPacket, mark: UInt8) -> [UInt8] {
    [mark] + [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: user.body.count >> $0) } + user.body
  }
}
