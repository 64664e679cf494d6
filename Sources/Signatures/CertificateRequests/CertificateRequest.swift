package import Model

/// A PKCS #10 request (RFC 2986) that was signed by the key that it names.
///
/// It proves that whoever made it has the private key. Nothing is taken from it but the key: what names and
/// extensions it asks for is for policy to say, and is not even read.
package struct CertificateRequest: Sendable, Hashable {
  /// What stands around one in text.
  package static let label = "CERTIFICATE REQUEST"

  /// All of it, in DER.
  package let der: [UInt8]
  /// Its key, in the form in which policies name keys.
  package let key: SSHPublicKey

  /// Reads `der` strictly and checks its signature.
  package init(der: [UInt8]) throws(CertificateRequestFault) {
    var outer = DERReader(der[...])
    var request = try outer.inside(.sequence)
    try outer.end()
    let signed = try request.value(.sequence)
    let algorithm = try request.value(.sequence).whole
    let signature = try request.bits()
    try request.end()

    var info = DERReader(signed.content)
    guard try info.positiveOrZero() == 0 else { throw .malformed }
    _ = try info.value(.sequence)  // the subject
    key = try Self.key(&info)
    _ = try info.value(.context0)  // the attributes
    try info.end()

    if let weakness = key.weakness { throw .weakKey(weakness) }
    guard let kind = SignatureKind(algorithm: algorithm, key: key.algorithm) else {
      throw .unsupportedSignature
    }
    guard kind.accepts(signature, by: key, over: signed.whole) else { throw .badSignature }
    self.der = der
  }

  /// The key for `Request`, which takes none that nobody has checked.
  package var provenKey: ProvenKey { ProvenKey(ofCheckedRequest: key.blob) }

  /// SubjectPublicKeyInfo (RFC 5280 section 4.1.2.7).
  private static func key(_ info: inout DERReader) throws(CertificateRequestFault) -> SSHPublicKey {
    var reader = try info.inside(.sequence)
    let identifier = try reader.value(.sequence).whole
    let bits = try reader.bits()
    try reader.end()
    guard let type = types.first(where: { identifier.elementsEqual($0.identifier) }) else {
      throw .unsupportedKey
    }
    var writer = SSHWireWriter()
    writer.string(type.algorithm.rawValue.utf8)
    switch type.curve {
    case let curve?:
      writer.string(curve.utf8)
      writer.string(bits)
    case nil where type.algorithm == .rsa:
      var numbers = DERReader(bits)
      var pair = try numbers.inside(.sequence)
      try numbers.end()
      let modulus = try pair.positiveInteger()
      writer.positiveInteger(try pair.positiveInteger())
      writer.positiveInteger(modulus)
      try pair.end()
    case nil:
      writer.string(bits)
    }
    do throws(SSHError) {
      return try SSHPublicKey(wireFormat: writer.bytes)
    } catch {
      throw .unsupportedKey
    }
  }

  /// The identifiers of the types of keys, each in its one encoding (RFC 5480, RFC 8410, RFC 3279).
  private static let types:
    [(identifier: [UInt8], algorithm: SSHPublicKey.Algorithm, curve: String?)] = [
      (
        [
          0x30, 0x13, 0x06, 0x07, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01, 0x06, 0x08, 0x2A, 0x86,
          0x48,
          0xCE, 0x3D, 0x03, 0x01, 0x07,
        ], .ecdsaP256, "nistp256"
      ),
      (
        [
          0x30, 0x10, 0x06, 0x07, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01, 0x06, 0x05, 0x2B, 0x81,
          0x04,
          0x00, 0x22,
        ], .ecdsaP384, "nistp384"
      ),
      (
        [
          0x30, 0x10, 0x06, 0x07, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01, 0x06, 0x05, 0x2B, 0x81,
          0x04,
          0x00, 0x23,
        ], .ecdsaP521, "nistp521"
      ),
      ([0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70], .ed25519, nil),
      (
        [0x30, 0x0D, 0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x01, 0x05, 0x00],
        .rsa, nil
      ),
    ]
}

extension DERReader {
  /// The next integer, where it is a version.
  fileprivate mutating func positiveOrZero() throws(CertificateRequestFault) -> UInt8 {
    let content = try value(.integer).content
    guard content.count == 1, let number = content.first, number < 0x80 else { throw .malformed }
    return number
  }
}
