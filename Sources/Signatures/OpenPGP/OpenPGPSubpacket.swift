/// A statement inside a signature packet (RFC 9580 section 5.2.3.7).
struct OpenPGPSubpacket {
  let type: UInt8
  let isCritical: Bool
  let body: ArraySlice<UInt8>

  static let creationTime: UInt8 = 2
  static let expirationTime: UInt8 = 3
  static let keyExpirationTime: UInt8 = 9
  static let preferredCiphers: UInt8 = 11
  static let issuer: UInt8 = 16
  static let preferredHashes: UInt8 = 21
  static let preferredCompression: UInt8 = 22
  static let primaryUserID: UInt8 = 25
  static let keyFlags: UInt8 = 27
  static let signersUserID: UInt8 = 28
  static let features: UInt8 = 30
  static let embeddedSignature: UInt8 = 32
  static let issuerFingerprint: UInt8 = 33

  /// The issuer that a signature of version 3 has among its fields.
  init(issuer: ArraySlice<UInt8>) {
    type = Self.issuer
    isCritical = false
    body = issuer
  }

  /// The subpackets of an area, all of it.
  static func list(_ area: ArraySlice<UInt8>) throws(OpenPGPError) -> [OpenPGPSubpacket] {
    var reader = OpenPGPReader(area)
    var list: [OpenPGPSubpacket] = []
    while !reader.isAtEnd { list.append(try OpenPGPSubpacket(&reader)) }
    return list
  }

  /// The subpackets of an area up to the first that cannot be read, as gpg takes them, and whether that is all of it.
  static func readable(_ area: ArraySlice<UInt8>) -> (list: [OpenPGPSubpacket], isWhole: Bool) {
    var reader = OpenPGPReader(area)
    var list: [OpenPGPSubpacket] = []
    do throws(OpenPGPError) {
      while !reader.isAtEnd { list.append(try OpenPGPSubpacket(&reader)) }
    } catch {
      return (list, false)
    }
    return (list, true)
  }

  /// Takes the next subpacket off `reader`.
  private init(_ reader: inout OpenPGPReader) throws(OpenPGPError) {
    let length = try reader.variableLength(streamed: false)
    guard length > 0, length <= reader.rest.count else { throw .malformed(.invalidSubpacket) }
    let type = try reader.byte()
    self.type = type & 0x7F
    isCritical = type & 0x80 != 0
    body = try reader.bytes(length - 1)
  }
}
