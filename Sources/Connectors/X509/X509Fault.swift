/// Why an X.509 authority cannot certify.
package enum X509Fault: Error, Sendable, Hashable {
  case unreadableCertificate
  /// Its certificate is not that of an authority which signs certificates and lists.
  case notAnAuthority
  /// Its key, or that to be certified, is of a kind that is not taken, or too weak.
  case unusableKey
  case unreadablePrivateKey
  case encryptedPrivateKey
  /// The cryptographic library made no signature, or one that does not verify.
  case notSigned
}

extension X509Fault: CustomStringConvertible {
  /// One sentence for people, without a period at its end.
  package var description: String {
    switch self {
    case .unreadableCertificate: "the authority's certificate cannot be read"
    case .notAnAuthority:
      "the authority's certificate does not say that it may sign certificates and revocation lists "
        + "(basicConstraints CA:TRUE, keyUsage keyCertSign and cRLSign)"
    case .unusableKey:
      "a key is neither ECDSA on P-256, P-384 or P-521, nor Ed25519, nor RSA with 2048 bits or more"
    case .unreadablePrivateKey:
      "it is no private key in PEM (`BEGIN PRIVATE KEY`, `BEGIN EC PRIVATE KEY` or `BEGIN RSA PRIVATE KEY`, "
        + "one block and nothing else)"
    case .encryptedPrivateKey:
      "it is encrypted; `openssl pkey -in <file>` writes it out plainly"
    case .notSigned: "the authority's key made no signature that its certificate accepts"
    }
  }
}
