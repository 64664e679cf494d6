/// Reads the section of a key revocation list that revokes certificates (PROTOCOL.krl, section 2).
enum RevokedCertificates {
  private enum Section: UInt8 {
    case serialList = 0x20
    case serialRange = 0x21
    case serialBitmap = 0x22
    case keyID = 0x23
    case `extension` = 0x39
  }

  /// The number of the part that lists key ids.
  static let keyIDSection = Section.keyID.rawValue

  /// The longest bitmap that OpenSSH reads, in bytes (`SSHBUF_MAX_BIGNUM`).
  private static let longestBitmap = 2048

  static func read(
    _ section: inout SSHWireReader, into revoked: inout RevokedKeys
  ) throws(SSHError) {
    let authority = Array(try section.string())
    _ = try section.string()  // reserved
    try checkAuthority(authority)
    var certificates = revoked.certificates[authority] ?? RevokedKeys.Certificates()
    while !section.remaining.isEmpty {
      let kind = try section.byte()
      var part = SSHWireReader(try section.string())
      switch Section(rawValue: kind) {
      case .serialList:
        while !part.remaining.isEmpty {
          let serial = try part.uint64()
          certificates.serials.append(try range(serial, serial))
        }
      case .serialRange:
        certificates.serials.append(try range(try part.uint64(), try part.uint64()))
      case .serialBitmap:
        certificates.serials += try bitmap(&part)
      case .keyID:
        certificates.keyIDs.formUnion(try BinaryRevocationList.strings(&part))
      case .extension:
        try BinaryRevocationList.skipExtension(&part)
      case nil:
        throw .unsupported(.revocationListSection(kind))
      }
      try part.end()
    }
    revoked.certificates[authority] = certificates
  }

  /// Refuses an authority that is no key at all; one of a type unknown here can have signed nothing.
  private static func checkAuthority(_ blob: [UInt8]) throws(SSHError) {
    guard !blob.isEmpty else { return }
    do throws(SSHError) {
      _ = try SSHPublicKey(wireFormat: blob)
    } catch {
      guard case .unsupported = error else { throw error }
    }
  }

  private static func range(
    _ first: UInt64, _ last: UInt64
  ) throws(SSHError) -> ClosedRange<UInt64> {
    guard first > 0, first <= last else { throw .malformed(.wrongSerials) }
    return first...last
  }

  /// The numbers whose bits are set, the lowest bit standing for the offset.
  private static func bitmap(
    _ part: inout SSHWireReader
  ) throws(SSHError) -> [ClosedRange<UInt64>] {
    let offset = try part.uint64()
    let bits = try part.positiveInteger()
    guard bits.count <= longestBitmap else { throw .malformed(.wrongSerials) }
    var ranges: [ClosedRange<UInt64>] = []
    for (index, byte) in bits.reversed().enumerated() {
      for bit in 0..<8 where byte >> bit & 1 == 1 {
        let (serial, wraps) = offset.addingReportingOverflow(UInt64(index * 8 + bit))
        guard !wraps else { throw .malformed(.wrongSerials) }
        let next = try range(serial, serial)
        if let last = ranges.last, last.upperBound + 1 == serial {
          ranges[ranges.count - 1] = last.lowerBound...serial
        } else {
          ranges.append(next)
        }
      }
    }
    return ranges
  }
}
