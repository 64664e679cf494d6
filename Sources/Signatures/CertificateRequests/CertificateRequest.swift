package import Model
import SwiftASN1

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
    let parts: Parts
    do {
      parts = try Parts(der: der)
    } catch {
      throw .malformed
    }
    key = try Self.key(parts)
    if let weakness = key.weakness { throw .weakKey(weakness) }
    guard let kind = SignatureKind(algorithm: parts.signatureAlgorithm, key: key.algorithm) else {
      throw .unsupportedSignature
    }
    guard kind.accepts(parts.signature, by: key, over: parts.signed) else { throw .badSignature }
    self.der = der
  }

  /// The key for `Request`, which takes none that nobody has checked.
  package var provenKey: ProvenKey { ProvenKey(ofCheckedRequest: key.blob) }

  /// What a request is made of (RFC 2986 section 4), as far as it is looked at.
  private struct Parts {
    /// CertificationRequestInfo, with its tag and length.
    let signed: ArraySlice<UInt8>
    let keyAlgorithm: AlgorithmIdentifier
    let key: ArraySlice<UInt8>
    let signatureAlgorithm: AlgorithmIdentifier
    let signature: ArraySlice<UInt8>

    init(der: [UInt8]) throws {
      self = try DER.sequence(DER.parse(der), identifier: .sequence) { request in
        let info = try Self.next(&request)
        let algorithm = try AlgorithmIdentifier(derEncoded: &request)
        let signature = try Self.bits(&request)
        return try DER.sequence(info, identifier: .sequence) { fields in
          let version = try Int(derEncoded: &fields)
          let (subject, key) = (try Self.next(&fields), try Self.next(&fields))
          let attributes = try Self.next(&fields)
          guard version == 0, subject.identifier == .sequence,
            attributes.identifier == CertificateRequest.attributes
          else { throw CertificateRequestFault.malformed }
          return try DER.sequence(key, identifier: .sequence) { key in
            Parts(
              signed: info.encodedBytes, keyAlgorithm: try AlgorithmIdentifier(derEncoded: &key),
              key: try Self.bits(&key), signatureAlgorithm: algorithm, signature: signature)
          }
        }
      }
    }

    private init(
      signed: ArraySlice<UInt8>, keyAlgorithm: AlgorithmIdentifier, key: ArraySlice<UInt8>,
      signatureAlgorithm: AlgorithmIdentifier, signature: ArraySlice<UInt8>
    ) {
      (self.signed, self.keyAlgorithm, self.key) = (signed, keyAlgorithm, key)
      (self.signatureAlgorithm, self.signature) = (signatureAlgorithm, signature)
    }

    private static func next(_ nodes: inout ASN1NodeCollection.Iterator) throws -> ASN1Node {
      guard let node = nodes.next() else { throw CertificateRequestFault.malformed }
      return node
    }

    private static func bits(_ nodes: inout ASN1NodeCollection.Iterator) throws -> ArraySlice<UInt8>
    {
      let bits = try ASN1BitString(derEncoded: &nodes)
      guard bits.paddingBits == 0 else { throw CertificateRequestFault.malformed }
      return bits.bytes
    }
  }

  /// The tag of the attributes, which nobody reads.
  private static let attributes = ASN1Identifier(tagWithNumber: 0, tagClass: .contextSpecific)

  /// SubjectPublicKeyInfo (RFC 5280 section 4.1.2.7) as OpenSSH has it.
  private static func key(_ parts: Parts) throws(CertificateRequestFault) -> SSHPublicKey {
    guard let type = types.first(where: { $0.identifier == parts.keyAlgorithm }) else {
      throw .unsupportedKey
    }
    var writer = SSHWireWriter()
    writer.string(type.algorithm.rawValue.utf8)
    switch type.algorithm.curve {
    case let curve?:
      writer.string(curve.name.utf8)
      writer.string(parts.key)
    case nil where type.algorithm == .rsa:
      let (modulus, exponent): (ArraySlice<UInt8>, ArraySlice<UInt8>)
      do {
        (modulus, exponent) = try DER.sequence(DER.parse(parts.key), identifier: .sequence) {
          pair in
          (try ArraySlice(derEncoded: &pair), try ArraySlice(derEncoded: &pair))
        }
      } catch {
        throw .malformed
      }
      guard !exponent.isEmpty, !modulus.isEmpty else { throw .malformed }
      writer.positiveInteger(exponent)
      writer.positiveInteger(modulus)
    case nil:
      writer.string(parts.key)
    }
    do throws(SSHError) {
      return try SSHPublicKey(wireFormat: writer.bytes)
    } catch {
      throw .unsupportedKey
    }
  }

  /// The types of keys and their identifiers (RFC 5480, RFC 8410, RFC 3279).
  private static let types: [(identifier: AlgorithmIdentifier, algorithm: SSHPublicKey.Algorithm)] =
    [
      (AlgorithmIdentifier([1, 2, 840, 10045, 2, 1], [1, 2, 840, 10045, 3, 1, 7]), .ecdsaP256),
      (AlgorithmIdentifier([1, 2, 840, 10045, 2, 1], [1, 3, 132, 0, 34]), .ecdsaP384),
      (AlgorithmIdentifier([1, 2, 840, 10045, 2, 1], [1, 3, 132, 0, 35]), .ecdsaP521),
      (.ed25519, .ed25519),
      (AlgorithmIdentifier(withNull: [1, 2, 840, 113549, 1, 1, 1]), .rsa),
    ]
}
