/// A packet of an OpenPGP message or certificate (RFC 9580 section 4).
struct OpenPGPPacket: Sendable {
  let tag: UInt8
  let body: ArraySlice<UInt8>
  /// The packet with its header.
  let whole: ArraySlice<UInt8>

  static let signature: UInt8 = 2
  static let secretKey: UInt8 = 5
  static let publicKey: UInt8 = 6
  static let secretSubkey: UInt8 = 7
  static let userID: UInt8 = 13
  static let publicSubkey: UInt8 = 14
  static let userAttribute: UInt8 = 17
}
