extension OpenPGPCertificate {
  /// The most bytes that a file of certificates may have.
  package static let largestFile = 16 * 1024 * 1024

  /// The certificates of a file, armored or binary, in its order.
  ///
  /// Several armored blocks may follow each other, with nothing but empty lines between them.
  /// - Throws: `OpenPGPError.malformed` or `.unsupported`; a secret key is refused as `.secretKey`.
  package static func certificates(
    in file: [UInt8]
  ) throws(OpenPGPError) -> [OpenPGPCertificate] {
    guard file.count <= largestFile else { throw .malformed(.tooLarge) }
    var packets: [UInt8] = []
    if file.first.map({ $0 & 0x80 == 0 }) ?? true {
      var text = file[...]
      repeat {
        packets += try OpenPGPArmor.certificate.takeBlock(&text)
        text = text.drop { $0 == UInt8(ascii: "\n") }
      } while !text.isEmpty
    } else {
      packets = file
    }
    var reader = OpenPGPReader(packets[...])
    var builder: OpenPGPCertificateBuilder?
    var certificates: [OpenPGPCertificate] = []
    while !reader.isAtEnd {
      let packet = try reader.packet()
      switch packet.tag {
      case OpenPGPPacket.secretKey, OpenPGPPacket.secretSubkey: throw .malformed(.secretKey)
      case OpenPGPPacket.publicKey:
        if let builder { certificates.append(builder.certificate) }
        builder = try OpenPGPCertificateBuilder(packet)
      default:
        guard builder != nil else { throw .malformed(.unexpectedPacket) }
        try builder?.add(packet)
      }
    }
    if let builder { certificates.append(builder.certificate) }
    guard !certificates.isEmpty else { throw .malformed(.noCertificate) }
    return certificates
  }
}

extension OpenPGPCertificate {
  /// `certificates` as one armored block, which gpg and Sequoia import; empty where there are none.
  package static func armored(_ certificates: [OpenPGPCertificate]) -> [UInt8] {
    guard !certificates.isEmpty else { return [] }
    return OpenPGPArmor.certificate.encode(certificates.flatMap(\.packets))
  }
}

/// Puts a certificate together from its packets (RFC 9580 section 10.1).
private struct OpenPGPCertificateBuilder {
  private let primary: OpenPGPPublicKey
  private let first: OpenPGPPacket
  /// The user id, attribute or subkey that came last.
  private var subject: OpenPGPPacket?
  private var subkeys: [OpenPGPPublicKey] = []
  private var packets: [UInt8]
  private var userIDs: [String] = []
  private var notes = OpenPGPCertificateNotes()

  init(_ packet: OpenPGPPacket) throws(OpenPGPError) {
    primary = try OpenPGPPublicKey(packet)
    first = packet
    packets = Array(packet.whole)
  }

  var certificate: OpenPGPCertificate {
    OpenPGPCertificate(
      packets: packets, userIDs: userIDs, primary: primary, subkeys: subkeys, notes: notes)
  }

  mutating func add(_ packet: OpenPGPPacket) throws(OpenPGPError) {
    switch packet.tag {
    case OpenPGPPacket.publicSubkey: subkeys.append(try OpenPGPPublicKey(packet))
    case OpenPGPPacket.userID: userIDs.append(String(decoding: packet.body, as: UTF8.self))
    case OpenPGPPacket.userAttribute: break
    case OpenPGPPacket.signature:
      note(packet)
      packets +=
        OpenPGPSelfSignature(primary: first, subject: subject, signature: packet).corrected
      return
    default: throw .malformed(.unexpectedPacket)
    }
    subject = packet
    packets += packet.whole
  }

  /// Notes what a signature says of the key it stands beside; librnp judges whether it is true.
  private mutating func note(_ packet: OpenPGPPacket) {
    let fields = Array(packet.body.prefix(20))
    let (type, hash): (UInt8, UInt8)
    switch fields.first {
    case 4 where fields.count >= 4: (type, hash) = (fields[1], fields[3])
    // Version 3 has the type, a time and the issuer before its algorithms (RFC 4880 section 5.2.2).
    case 3 where fields.count >= 17: (type, hash) = (fields[2], fields[16])
    default: return
    }
    let key = (subkeys.last ?? primary).fingerprint
    if type == 0x20 { notes.revoked.insert(primary.fingerprint) }
    if type == 0x28 { notes.revoked.insert(key) }
    if [0x20, 0x28].contains(type) {
      notes.revocations.append(packets.count..<packets.count + packet.whole.count)
    }
    if OpenPGPHash(rawValue: hash)?.weakName != nil { notes.weaklyBound.insert(key) }
  }
}
