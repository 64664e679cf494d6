import FoundationEssentials
package import Model
import Signatures
import SwiftASN1
import X509

/// The certificate that a grant of an `x509-certificate` system is handed out as.
///
/// Key, window, names and usage are the grant's own record; it is public by nature, so the ledger keeps it.
package enum X509Certificates {
  /// What stands around one in text.
  package static let label = "CERTIFICATE"

  /// Makes the certificate of `grant`, as a `.pem` file has it.
  ///
  /// - Parameters:
  ///   - grant: A grant that has certificate terms.
  ///   - key: The key of the authority that they name.
  package static func make(
    for grant: RecordedGrant, signedBy key: X509AuthorityKey
  ) throws(CertificateFault) -> [UInt8] {
    let made = try der(of: grant, from: grant.certificateStart, signedBy: key.key)
    let file = PEM.encode(made, label: label)
    try check(file, for: grant)
    return file
  }

  /// Checks that `file` holds the certificate of `grant` as `make` makes it, and nothing else.
  package static func check(
    _ file: [UInt8], for grant: RecordedGrant
  ) throws(CertificateFault) {
    guard let terms = grant.grant.certificate, let der = PEM.decode(file, label: label),
      file.last == UInt8(ascii: "\n")
    else { throw .otherwise }
    let issuer = try X509Issuer(terms.authority)
    let found: Certificate
    do {
      found = try Certificate(derEncoded: der)
    } catch {
      throw .otherwise
    }
    let recorded = RecordedSignature(
      publicKey: issuer.certificate.publicKey, defaultSignatureAlgorithm: issuer.algorithm,
      signature: found.signature)
    var isExpected = false
    for start in grant.certificateStarts where !isExpected {
      let key = Certificate.PrivateKey(recorded)
      isExpected = try self.der(of: grant, from: start, signedBy: key) == der
    }
    guard isExpected else { throw .otherwise }
    guard issuer.certificate.publicKey.isValidSignature(found.signature, for: found) else {
      throw .x509(.notSigned)
    }
  }

  /// Whether `file` holds a certificate of `authority`, the authority's own in base64 of DER.
  package static func isIssued(_ file: [UInt8], by authority: String) -> Bool {
    guard let der = PEM.decode(file, label: label) else { return false }
    do {
      let found = try Certificate(derEncoded: der)
      let issuer = try X509Issuer(authority).certificate
      return issuer.publicKey.isValidSignature(found.signature, for: found)
    } catch {
      return false
    }
  }

  /// The certificate in DER.
  private static func der(
    of grant: RecordedGrant, from start: Instant, signedBy key: Certificate.PrivateKey
  ) throws(CertificateFault) -> [UInt8] {
    guard let terms = grant.grant.certificate, let profile = terms.profile, terms.keys.count == 1,
      let text = terms.keys.first, let wire = Base64.decode(Array(text.utf8)[...]),
      !profile.commonName.isEmpty, !profile.extendedKeyUsage.isEmpty, grant.start < grant.end
    else { throw .otherwise }
    let issuer = try X509Issuer(terms.authority)
    let subject: SSHPublicKey
    do throws(SSHError) {
      subject = try SSHPublicKey(wireFormat: wire)
    } catch {
      throw .key(error)
    }
    guard let info = subject.subjectPublicKeyInfo else { throw .x509(.unusableKey) }
    do {
      let publicKey = try Certificate.PublicKey(derEncoded: info)
      let certificate = try Certificate(
        version: .v3,
        serialNumber: Certificate.SerialNumber(bytes: X509Issuer.serial(of: grant.id)),
        publicKey: publicKey, notValidBefore: date(start),
        // Both ends of a certificate's validity belong to it, and a grant's end does not.
        notValidAfter: date(grant.end.advanced(by: .seconds(-1))),
        issuer: issuer.certificate.subject,
        subject: DistinguishedName { CommonName(profile.commonName) },
        signatureAlgorithm: issuer.algorithm,
        extensions: try extensions(profile, of: publicKey, by: issuer), issuerPrivateKey: key)
      var serializer = DER.Serializer()
      try serializer.serialize(certificate)
      return serializer.serializedBytes
    } catch {
      throw .x509(.notSigned)
    }
  }

  private static func extensions(
    _ profile: X509Profile, of key: Certificate.PublicKey, by issuer: X509Issuer
  ) throws -> Certificate.Extensions {
    var extensions = try Certificate.Extensions {
      Critical(BasicConstraints.notCertificateAuthority)
      Critical(KeyUsage(digitalSignature: true))
      try ExtendedKeyUsage(profile.extendedKeyUsage.map(usage))
      SubjectKeyIdentifier(hash: key)
      AuthorityKeyIdentifier(keyIdentifier: issuer.keyIdentifier)
    }
    let names =
      profile.dnsNames.map(GeneralName.dnsName) + profile.emails.map(GeneralName.rfc822Name)
      + profile.uris.map(GeneralName.uniformResourceIdentifier)
    if !names.isEmpty {
      try extensions.append(
        try Certificate.Extension(SubjectAlternativeNames(names), critical: false))
    }
    return extensions
  }

  private static func usage(_ usage: X509KeyUsage) -> ExtendedKeyUsage.Usage {
    switch usage {
    case .clientAuth: .clientAuth
    case .codeSigning: .codeSigning
    case .emailProtection: .emailProtection
    case .serverAuth: .serverAuth
    }
  }

  private static func date(_ instant: Instant) -> Date {
    Date(timeIntervalSince1970: Double(instant.seconds))
  }
}

/// Stands for an authority's key where its signature is known: what else is in a certificate can then be made
/// again and compared.
private struct RecordedSignature: CustomPrivateKey {
  let publicKey: Certificate.PublicKey
  let defaultSignatureAlgorithm: Certificate.SignatureAlgorithm
  let signature: Certificate.Signature

  var supportedSignatureAlgorithms: [Certificate.SignatureAlgorithm] {
    [defaultSignatureAlgorithm]
  }

  func signSynchronously(
    bytes: some DataProtocol, signatureAlgorithm: Certificate.SignatureAlgorithm
  ) throws -> Certificate.Signature { signature }

  static var defaultPEMDiscriminator: String { "PRIVATE KEY" }

  func serialize(into coder: inout DER.Serializer) throws {
    throw CertificateFault.x509(.unreadablePrivateKey)
  }
}
