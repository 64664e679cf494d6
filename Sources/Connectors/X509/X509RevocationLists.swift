import FoundationEssentials
package import Model
import SwiftASN1
import X509

/// The list of the revoked certificates of an X.509 authority (RFC 5280 section 5), which servers look at.
package enum X509RevocationLists {
  /// What stands around one in text.
  package static let label = "X509 CRL"

  /// Makes the list that says what `revocations` does, as a `.pem` file has it.
  package static func make(
    of revocations: CertificateRevocations, signedBy key: X509AuthorityKey
  ) throws(CertificateFault) -> [UInt8] {
    let issuer = try X509Issuer(revocations.authority)
    let list: [UInt8]
    do {
      let content = try content(
        of: revocations, by: issuer,
        from: ServerClocks.beginnings(at: revocations.thisUpdate)[0])
      let signature = try key.key.sign(bytes: content, signatureAlgorithm: issuer.algorithm)
      list = PEM.encode(
        try signed(content, signature.rawRepresentation, issuer.algorithm), label: label)
    } catch {
      throw .x509(.notSigned)
    }
    try check(list, of: revocations)
    return list
  }

  /// Checks that `list` says what `revocations` does and nothing else, and is the authority's.
  package static func check(
    _ list: [UInt8], of revocations: CertificateRevocations
  ) throws(CertificateFault) {
    let issuer = try X509Issuer(revocations.authority)
    guard let der = PEM.decode(list, label: label), list.last == UInt8(ascii: "\n") else {
      throw .otherwise
    }
    var isSigned = false
    do {
      let signature = try DER.sequence(DER.parse(der), identifier: .sequence) { nodes in
        _ = nodes.next()
        _ = nodes.next()
        return try Array(ASN1BitString(derEncoded: &nodes).bytes)
      }
      var content: [UInt8]?
      for start in ServerClocks.beginnings(at: revocations.thisUpdate) where content == nil {
        let found = try self.content(of: revocations, by: issuer, from: start)
        if try signed(found, signature, issuer.algorithm) == der { content = found }
      }
      guard let content else { throw CertificateFault.otherwise }
      isSigned = issuer.certificate.publicKey.isValidSignature(
        signature, for: content, signatureAlgorithm: issuer.algorithm)
    } catch {
      throw .otherwise
    }
    guard isSigned else { throw .x509(.notSigned) }
  }

  /// CertificateList of `content`.
  private static func signed(
    _ content: [UInt8], _ signature: [UInt8], _ algorithm: Certificate.SignatureAlgorithm
  ) throws -> [UInt8] {
    var serializer = DER.Serializer()
    try serializer.appendConstructedNode(identifier: .sequence) { list in
      list.serializeRawBytes(content)
      list.serializeRawBytes(try identifier(of: algorithm))
      try list.serialize(ASN1BitString(bytes: signature[...]))
    }
    return serializer.serializedBytes
  }

  /// TBSCertList, which servers take from `start` on: those whose clocks lag would else take no certificate at all.
  private static func content(
    of revocations: CertificateRevocations, by issuer: X509Issuer, from start: Instant
  ) throws -> [UInt8] {
    let number = try encoded(revocations.number)
    let extensions = [
      try Certificate.Extension(
        AuthorityKeyIdentifier(keyIdentifier: issuer.keyIdentifier), critical: false),
      Certificate.Extension(oid: [2, 5, 29, 20], critical: false, value: number[...]),
    ]
    var serializer = DER.Serializer()
    try serializer.appendConstructedNode(identifier: .sequence) { list in
      try list.serialize(1)  // version 2
      list.serializeRawBytes(try identifier(of: issuer.algorithm))
      try list.serialize(issuer.certificate.subject)
      time(start, &list)
      time(revocations.nextUpdate, &list)
      if !revocations.revoked.isEmpty {
        list.appendConstructedNode(identifier: .sequence) { entries in
          for revoked in revocations.revoked { entry(revoked, &entries) }
        }
      }
      try list.serialize(explicitlyTaggedWithTagNumber: 0, tagClass: .contextSpecific) {
        try $0.serializeSequenceOf(extensions)
      }
    }
    return serializer.serializedBytes
  }

  private static func entry(
    _ revoked: CertificateRevocations.Entry, _ entries: inout DER.Serializer
  ) {
    entries.appendConstructedNode(identifier: .sequence) { entry in
      entry.appendPrimitiveNode(identifier: .integer) {
        $0 += X509Issuer.serial(of: revoked.grant)
      }
      time(revoked.at, &entry)
    }
  }

  private static func encoded(_ number: Int64) throws -> [UInt8] {
    var serializer = DER.Serializer()
    try serializer.serialize(number)
    return serializer.serializedBytes
  }

  /// UTCTime until 2049, GeneralizedTime from then on (RFC 5280 section 5.1.2.4).
  private static func time(_ instant: Instant, _ serializer: inout DER.Serializer) {
    let text = instant.description.utf8.filter {
      $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: ":")
    }
    .filter { $0 != UInt8(ascii: "T") }
    let isShort = (1950..<2050).contains(text.prefix(4).reduce(0) { $0 * 10 + Int($1 &- 0x30) })
    serializer.appendPrimitiveNode(identifier: isShort ? .utcTime : .generalizedTime) {
      $0 += isShort ? text.dropFirst(2) : text[...]
    }
  }

  /// AlgorithmIdentifier in its one encoding (RFC 5758 section 3.2, RFC 4055 section 5, RFC 8410 section 3).
  private static func identifier(
    of algorithm: Certificate.SignatureAlgorithm
  ) throws -> [UInt8] {
    let oid: ASN1ObjectIdentifier =
      switch algorithm {
      case .ecdsaWithSHA256: [1, 2, 840, 10045, 4, 3, 2]
      case .ecdsaWithSHA384: [1, 2, 840, 10045, 4, 3, 3]
      case .ecdsaWithSHA512: [1, 2, 840, 10045, 4, 3, 4]
      case .sha256WithRSAEncryption: [1, 2, 840, 113549, 1, 1, 11]
      case .ed25519: [1, 3, 101, 112]
      default: throw CertificateFault.x509(.unusableKey)
      }
    var serializer = DER.Serializer()
    try serializer.appendConstructedNode(identifier: .sequence) { sequence in
      try sequence.serialize(oid)
      if algorithm == .sha256WithRSAEncryption { try sequence.serialize(ASN1Null()) }
    }
    return serializer.serializedBytes
  }
}
