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
  /// The primary key, then each user id, attribute and subkey.
  private var components: [OpenPGPComponent]
  private var packets: [UInt8]
  private var userIDs: [String] = []
  private var revocations = OpenPGPRevocations()

  init(_ packet: OpenPGPPacket) throws(OpenPGPError) {
    primary = try OpenPGPPublicKey(packet)
    first = packet
    components = [
      OpenPGPComponent(subject: OpenPGPSubject(primary: packet, packet: nil), subkey: nil)
    ]
    packets = Array(packet.whole)
  }

  var certificate: OpenPGPCertificate {
    OpenPGPCertificate(
      packets: packets, userIDs: userIDs, primary: primary, components: components,
      revocations: revocations)
  }

  mutating func add(_ packet: OpenPGPPacket) throws(OpenPGPError) {
    switch packet.tag {
    case OpenPGPPacket.publicSubkey: open(packet, try OpenPGPPublicKey(packet))
    case OpenPGPPacket.userID:
      userIDs.append(String(decoding: packet.body, as: UTF8.self))
      open(packet)
    case OpenPGPPacket.userAttribute: open(packet)
    case OpenPGPPacket.signature:
      note(packet)
      let last = components.count - 1
      components[last].signatures.append(packet)
      packets += OpenPGPHint(subject: components[last].subject, signature: packet).corrected
      return
    default: throw .malformed(.unexpectedPacket)
    }
    packets += packet.whole
  }

  private mutating func open(_ packet: OpenPGPPacket, _ subkey: OpenPGPPublicKey? = nil) {
    components.append(
      OpenPGPComponent(subject: OpenPGPSubject(primary: first, packet: packet), subkey: subkey))
  }

  /// Notes a revocation of the primary key or of the subkey it stands beside, whoever made it.
  private mutating func note(_ packet: OpenPGPPacket) {
    guard let type = OpenPGPSelfSignature(packet)?.type, [0x20, 0x28].contains(type) else {
      return
    }
    let key = components.last { $0.subkey != nil }?.subkey ?? primary
    revocations.keys.insert(type == 0x20 ? primary.fingerprint : key.fingerprint)
    revocations.places.append(packets.count..<packets.count + packet.whole.count)
  }
}
