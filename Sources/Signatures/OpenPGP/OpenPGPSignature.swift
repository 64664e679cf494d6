import Model

/// An OpenPGP signature over a binary document that nobody has checked yet.
///
/// Everything in it is what its maker claims. `OpenPGPKeyring.verify` turns it into a verdict.
struct OpenPGPSignature {
  let hash: OpenPGPHash
  let created: Instant
  /// When it stops counting by its own words.
  let expires: Instant?
  /// What it says about who made it; only hints, the key decides.
  let issuers: [OpenPGPIssuer]
  let proof: OpenPGPProof
  /// The packet as the block holds it.
  let packet: ArraySlice<UInt8>

  /// The most bytes that a block may have; RSA with 8192 bits takes about 1,600.
  static let largestBlock = 64 * 1024

  /// Reads the block that starts with `-----BEGIN PGP SIGNATURE-----`.
  ///
  /// What stands behind the block is passed over, as GnuPG does it: GitHub's own signatures end in an empty line,
  /// those of OpenTimestamps in a proof of their time. Only another block of OpenPGP is refused there. Stricter than
  /// GnuPG, which takes text before the block, several signatures, types other than binary and versions before 4.
  init(armored: [UInt8]) throws(OpenPGPError) {
    guard armored.count <= Self.largestBlock else { throw .malformed(.tooLarge) }
    var text = armored[...]
    let content = try OpenPGPArmor.signature.takeBlock(&text)
    let lines = text.split(separator: UInt8(ascii: "\n"))
    guard !lines.contains(where: { $0.starts(with: OpenPGPArmor.mark) }) else {
      throw .malformed(.notOneSignature)
    }
    var reader = OpenPGPReader(content[...])
    let packet = try reader.packet()
    guard packet.tag == OpenPGPPacket.signature else { throw .malformed(.notASignature) }
    guard reader.isAtEnd else { throw .malformed(.notOneSignature) }
    try self.init(packet)
  }

  private init(_ packet: OpenPGPPacket) throws(OpenPGPError) {
    var reader = OpenPGPReader(packet.body)
    let version = try reader.byte()
    guard version == 4 else { throw .unsupported(.signatureVersion(version)) }
    let type = try reader.byte()
    guard type == 0 else { throw .unsupported(.signatureType(type)) }
    let algorithm = try reader.byte()
    let hashNumber = try reader.byte()
    guard let hash = OpenPGPHash(rawValue: hashNumber) else {
      throw .unsupported(.hash(hashNumber))
    }
    self.hash = hash
    let hashed = try OpenPGPSubpacket.list(reader.bytes(reader.number(2)))
    let signed = packet.body[..<reader.rest.startIndex]
    let unhashed = try OpenPGPSubpacket.list(reader.bytes(reader.number(2)))
    // The first two bytes of the digest, a hint that nothing protects: GitHub long wrote the same two always.
    _ = try reader.bytes(2)
    proof = OpenPGPProof(algorithm: algorithm, signed: signed, value: reader.rest)
    self.packet = packet.whole

    (created, expires) = try Self.times(in: hashed)
    var issuers: [OpenPGPIssuer] = []
    for part in hashed + unhashed {
      if let issuer = try OpenPGPIssuer(part) { issuers.append(issuer) }
    }
    self.issuers = issuers
    guard !issuers.isEmpty else { throw .malformed(.noIssuer) }
    if let unknown = (hashed + unhashed).first(where: { $0.isCritical && !Self.understood($0) }) {
      throw .unsupported(.criticalSubpacket(unknown.type))
    }
  }

  private static func times(
    in hashed: [OpenPGPSubpacket]
  ) throws(OpenPGPError) -> (created: Instant, expires: Instant?) {
    let creations = hashed.filter { $0.type == OpenPGPSubpacket.creationTime }
    let expirations = hashed.filter { $0.type == OpenPGPSubpacket.expirationTime }
    guard creations.count == 1, expirations.count <= 1 else { throw .malformed(.noCreationTime) }
    let seconds = try seconds(of: creations[0])
    let lifetime = expirations.isEmpty ? 0 : try self.seconds(of: expirations[0])
    // A lifetime of zero is none at all (RFC 9580 section 5.2.3.18).
    return (
      Instant(clampingSeconds: seconds),
      lifetime == 0 ? nil : Instant(clampingSeconds: seconds + lifetime)
    )
  }

  private static func seconds(of part: OpenPGPSubpacket) throws(OpenPGPError) -> Int64 {
    var reader = OpenPGPReader(part.body)
    let seconds = try reader.number(4)
    try reader.end()
    return Int64(seconds)
  }

  /// Whether heeding `part` is all that its critical bit asks; a notation is understood by nobody here.
  private static func understood(_ part: OpenPGPSubpacket) -> Bool {
    [
      OpenPGPSubpacket.creationTime, OpenPGPSubpacket.expirationTime, OpenPGPSubpacket.issuer,
      OpenPGPSubpacket.issuerFingerprint, OpenPGPSubpacket.signersUserID,
    ].contains(part.type)
  }
}
