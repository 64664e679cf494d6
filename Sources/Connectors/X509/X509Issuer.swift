import Model
import SwiftASN1
import X509

/// An X.509 certificate authority that may issue certificates and lists, by its own certificate.
struct X509Issuer {
  let certificate: Certificate
  /// How it signs.
  let algorithm: Certificate.SignatureAlgorithm
  /// What its certificates and lists name its key by.
  let keyIdentifier: ArraySlice<UInt8>

  /// Reads `authority`, its certificate in base64 of DER.
  init(_ authority: String) throws(CertificateFault) {
    guard let der = Base64.decode(Array(authority.utf8)[...]) else {
      throw .x509(.unreadableCertificate)
    }
    let constraints: BasicConstraints?
    let usage: KeyUsage?
    do {
      certificate = try Certificate(derEncoded: der)
      constraints = try certificate.extensions.basicConstraints
      usage = try certificate.extensions.keyUsage
      keyIdentifier =
        try certificate.extensions.subjectKeyIdentifier?.keyIdentifier
        ?? SubjectKeyIdentifier(hash: certificate.publicKey).keyIdentifier
    } catch {
      throw .x509(.unreadableCertificate)
    }
    guard case .isCertificateAuthority = constraints,
      usage.map({ $0.keyCertSign && $0.cRLSign }) ?? true
    else { throw .x509(.notAnAuthority) }
    guard let algorithm = certificate.publicKey.signatureAlgorithm else {
      throw .x509(.unusableKey)
    }
    self.algorithm = algorithm
  }

  /// The serial number of the certificate of the grant `id`: 1 and the id's digits.
  ///
  /// The ids of grants are unique, and the digit in front makes every number positive; all of it has 17 of the
  /// 20 octets that RFC 5280 allows.
  static func serial(of id: GrantID) -> [UInt8] {
    let digits = Array(id.description.utf8.dropFirst(2)).compactMap(hexadecimalValue)
    return [1] + stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
  }
}

/// How people know an X.509 certificate authority.
package enum X509AuthorityName {
  /// The subject of `authority`, a certificate in base64 of DER, where that is an authority's.
  package static func of(_ authority: String) throws(CertificateFault) -> String {
    "\(try X509Issuer(authority).certificate.subject)"
  }
}
