import Model

/// Reads OpenSSH's key revocation lists (PROTOCOL.krl).
enum BinaryRevocationList {
  static let magic = Array("SSHKRL\n\0".utf8)

  /// The number of the section that revokes certificates.
  static let certificateSection = Section.certificates.rawValue

  /// The kinds of section (PROTOCOL.krl, section 1).
  private enum Section: UInt8 {
    case certificates = 1
    case explicitKey = 2
    case sha1 = 3
    case signature = 4
    case sha256 = 5
    case `extension` = 255
  }

  /// Reads a whole list.
  ///
  /// One that is signed is refused, as by OpenSSH since 9.4: a signature that nobody checks says
  /// nothing, and PROTOCOL.krl asks for SSHSIG signatures beside the list instead.
  static func read(_ file: [UInt8]) throws(RevocationFault) -> RevokedKeys {
    do throws(SSHError) {
      return try sections(of: file)
    } catch {
      throw .binary(error.description)
    }
  }

  private static func sections(of file: [UInt8]) throws(SSHError) -> RevokedKeys {
    var reader = SSHWireReader(file)
    guard try reader.bytes(magic.count).elementsEqual(magic) else { throw .malformed(.wrongMagic) }
    let version = try reader.uint32()
    guard version == 1 else { throw .unsupported(.revocationListVersion(version)) }
    // The list's own version, when it was made, and flags of which there are none.
    for _ in 0..<3 { _ = try reader.uint64() }
    _ = try reader.string()  // reserved
    _ = try reader.string()  // a comment
    var revoked = RevokedKeys()
    while !reader.remaining.isEmpty {
      let kind = try reader.byte()
      var section = SSHWireReader(try reader.string())
      switch Section(rawValue: kind) {
      case .certificates: try RevokedCertificates.read(&section, into: &revoked)
      case .explicitKey: revoked.keys.formUnion(try strings(&section))
      case .sha1: revoked.sha1Digests.formUnion(try strings(&section, length: 20))
      case .sha256: revoked.sha256Digests.formUnion(try strings(&section, length: 32))
      case .extension: try skipExtension(&section)
      case .signature: throw .unsupported(.signedRevocationList)
      case nil: throw .unsupported(.revocationListSection(kind))
      }
      try section.end()
    }
    return revoked
  }

  /// All strings of a section, each of `length` bytes where that is given.
  static func strings(
    _ section: inout SSHWireReader, length: Int? = nil
  ) throws(SSHError) -> [[UInt8]] {
    var found: [[UInt8]] = []
    while !section.remaining.isEmpty {
      let string = try section.string()
      guard length == nil || string.count == length else { throw .malformed(.wrongDigestLength) }
      found.append(Array(string))
    }
    return found
  }

  /// Passes over an extension that may be ignored.
  static func skipExtension(_ section: inout SSHWireReader) throws(SSHError) {
    let name = try section.string()
    let isCritical = try section.byte() != 0
    _ = try section.string()
    guard !isCritical else { throw .unsupported(.revocationListExtension(shortlyEscaped(name))) }
  }
}
