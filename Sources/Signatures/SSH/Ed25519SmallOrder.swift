/// The Ed25519 keys whose point has an order of 8 or less.
///
/// With such a key the term that ties a signature to the message vanishes for some or all messages,
/// so a signature can be computed by anybody. RFC 8032 does not ask a verifier to refuse them and
/// OpenSSH does not; a key in a policy whose signatures everybody can make must not count.
enum Ed25519SmallOrder {
  /// Whether `key`, 32 bytes, encodes a point of small order, canonically or not.
  static func contains(_ key: ArraySlice<UInt8>) -> Bool {
    encodings.contains { encoding in
      zip(encoding.dropLast(), key).allSatisfy { $0 == $1 }
        && encoding.last == key.last.map { $0 & 0x7F }
    }
  }

  /// The y coordinates as little-endian bytes; the topmost bit, the sign of x, is left out.
  private static let encodings: [[UInt8]] = {
    let prime = [0xED] + [UInt8](repeating: 0xFF, count: 30) + [0x7F]
    func small(_ value: UInt8) -> [UInt8] { [value] + [UInt8](repeating: 0, count: 31) }
    func nearPrime(_ lowest: UInt8) -> [UInt8] { [lowest] + prime.dropFirst() }
    return [
      small(0), small(1),  // orders 4 and 1
      nearPrime(0xEC),  // p - 1: order 2
      prime, nearPrime(0xEE),  // p and p + 1: second encodings of 0 and 1
      [
        0x26, 0xE8, 0x95, 0x8F, 0xC2, 0xB2, 0x27, 0xB0, 0x45, 0xC3, 0xF4, 0x89, 0xF2, 0xEF, 0x98,
        0xF0, 0xD5, 0xDF, 0xAC, 0x05, 0xD3, 0xC6, 0x33, 0x39, 0xB1, 0x38, 0x02, 0x88, 0x6D, 0x53,
        0xFC, 0x05,
      ],  // order 8
      [
        0xC7, 0x17, 0x6A, 0x70, 0x3D, 0x4D, 0xD8, 0x4F, 0xBA, 0x3C, 0x0B, 0x76, 0x0D, 0x10, 0x67,
        0x0F, 0x2A, 0x20, 0x53, 0xFA, 0x2C, 0x39, 0xCC, 0xC6, 0x4E, 0xC7, 0xFD, 0x77, 0x92, 0xAC,
        0x03, 0x7A,
      ],  // order 8
    ]
  }()
}
