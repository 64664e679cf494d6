/// A statement inside a signature packet (RFC 9580 section 5.2.3.7).
struct OpenPGPSubpacket {
  let type: UInt8
  let isCritical: Bool
  let body: ArraySlice<UInt8>

  static let creationTime: UInt8 = 2
  static let expirationTime: UInt8 = 3
  static let issuer: UInt8 = 16
  static let signersUserID: UInt8 = 28
  static let issuerFingerprint: UInt8 = 33

  /// The subpackets of an area, all of it.
  static func list(_ area: ArraySlice<UInt8>) throws(OpenPGPError) -> [OpenPGPSubpacket] {
    var reader = OpenPGPReader(area)
    var list: [OpenPGPSubpacket] = []
    while !reader.isAtEnd {
      let length = try reader.variableLength(streamed: false)
      guard length > 0, length <= reader.rest.count else { throw .malformed(.invalidSubpacket) }
      let type = try reader.byte()
      list.append(
        OpenPGPSubpacket(
          type: type & 0x7F, isCritical: type & 0x80 != 0, body: try reader.bytes(length - 1)))
    }
    return list
  }
}
