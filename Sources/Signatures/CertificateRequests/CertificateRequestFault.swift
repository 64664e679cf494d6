/// Why a request for a certificate proves nothing.
package enum CertificateRequestFault: Error, Sendable, Hashable {
  /// It is no PKCS #10 request in DER.
  case malformed
  /// Its key is of a type or curve that nobody certifies here.
  case unsupportedKey
  case weakKey(SSHWeakness)
  /// Its signature is of a kind that counts for nothing, such as one over SHA-1.
  case unsupportedSignature
  /// Its signature is not that of its key.
  case badSignature
}

extension CertificateRequestFault: CustomStringConvertible {
  /// One sentence for people, without a period at its end.
  package var description: String {
    switch self {
    case .malformed: "it is no PKCS #10 request"
    case .unsupportedKey: "its key is neither ECDSA on P-256, P-384 or P-521, nor Ed25519, nor RSA"
    case .weakKey(let weakness): weakness.description
    case .unsupportedSignature:
      "its signature is of a kind that is not taken, such as one over SHA-1"
    case .badSignature: "its signature is not that of its own key"
    }
  }
}
