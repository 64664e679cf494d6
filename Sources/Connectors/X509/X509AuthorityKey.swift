import Crypto
import CryptoExtras
import FoundationEssentials
import Model
import X509

/// The private key of an X.509 certificate authority.
package struct X509AuthorityKey: Sendable {
  let key: Certificate.PrivateKey

  /// Reads an unencrypted key as openssl writes it: PKCS #8, or the older forms of EC and RSA keys.
  package init(pem bytes: [UInt8]) throws(CertificateFault) {
    let carriageReturn = UInt8(ascii: "\r")
    let text = String(decoding: bytes.filter { $0 != carriageReturn }, as: UTF8.self)
    guard !text.contains("ENCRYPTED") else { throw .x509(.encryptedPrivateKey) }
    do {
      key = try Certificate.PrivateKey(pemEncoded: text)
    } catch {
      throw .x509(.unreadablePrivateKey)
    }
    guard key.publicKey.signatureAlgorithm != nil else { throw .x509(.unusableKey) }
  }

  /// Whether it is the key of the authority with this certificate, in base64 of DER.
  package func signs(for authority: String) -> Bool {
    do throws(CertificateFault) {
      return try X509Issuer(authority).certificate.publicKey == key.publicKey
    } catch {
      return false
    }
  }
}

extension Certificate.PublicKey {
  /// How the key signs what an authority issues; nil for a key that is not taken, or too weak.
  var signatureAlgorithm: Certificate.SignatureAlgorithm? {
    if P256.Signing.PublicKey(self) != nil { return .ecdsaWithSHA256 }
    if P384.Signing.PublicKey(self) != nil { return .ecdsaWithSHA384 }
    if P521.Signing.PublicKey(self) != nil { return .ecdsaWithSHA512 }
    if Curve25519.Signing.PublicKey(self) != nil { return .ed25519 }
    guard let rsa = _RSA.Signing.PublicKey(self), rsa.keySizeInBits >= 2048 else { return nil }
    return .sha256WithRSAEncryption
  }
}
