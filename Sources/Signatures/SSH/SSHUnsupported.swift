import Model

/// What is well-formed SSH but refused, with how to mend it.
///
/// The texts hold untrusted names in escaped form (`printable`).
package enum SSHUnsupported: Sendable, Hashable {
  /// A type of key that cannot count: ssh-dss, certificates, types unknown here.
  case keyType(String)
  /// An OpenSSH certificate; the plain key inside it is what a policy names.
  case certificate(String)
  /// An RSA key of more bits than the cryptographic library takes.
  case rsaSize(bits: Int)
  /// A version of SSHSIG other than 1.
  case signatureVersion(UInt32)
  /// A hash other than sha256 and sha512 (PROTOCOL.sshsig section 2).
  case hash(String)
  /// An algorithm inside the signature that its key may not be used with.
  case signatureType(String)
  /// A reserved field that is not empty.
  case reservedField
  /// A private key that a passphrase protects.
  case encryptedPrivateKey(cipher: String)
  /// A private key that is not used for signing here.
  case privateKeyType(String)
  /// A private key in PEM or PKCS #8 form.
  case privateKeyForm
  /// A key revocation list of another version than 1.
  case revocationListVersion(UInt32)
  /// A part of a key revocation list that is unknown here and might revoke something.
  case revocationListSection(UInt8)
  /// An extension of a key revocation list that must not be ignored.
  case revocationListExtension(String)
  /// A key revocation list with a signature in it.
  case signedRevocationList
}

extension SSHUnsupported: CustomStringConvertible {
  /// One sentence for people, without a period at its end.
  package var description: String {
    switch self {
    case .keyType(let name):
      "the key type \(name) is not supported; supported are "
        + SSHPublicKey.Algorithm.allCases.map(\.rawValue).joined(separator: ", ")
    case .certificate(let name):
      "\(name) is a certificate; name the plain public key instead"
    case .rsaSize(let bits):
      "an RSA key of \(bits) bits is not supported; the largest has "
        + "\(SSHPublicKey.largestModulus) bits"
    case .signatureVersion(let version):
      "SSHSIG version \(version) is not supported, only version 1"
    case .hash(let name):
      "the hash \(name) is not supported, only sha256 and sha512"
    case .signatureType(let name):
      "the signature algorithm \(name) is not supported"
    case .reservedField:
      "the signature's reserved field is not empty"
    case .encryptedPrivateKey(let cipher):
      "the private key is encrypted (\(cipher)) and nobody can be asked for its passphrase; make a "
        + "key for this purpose alone (ssh-keygen -t ed25519 -N ''), or take the passphrase off a "
        + "copy (ssh-keygen -p -N '' -f FILE)"
    case .privateKeyType(let name):
      "a private key of type \(name) cannot sign here; use ssh-ed25519 or ecdsa-sha2-nistp256, "
        + "-nistp384, -nistp521 (ssh-keygen -t ed25519 -N '')"
    case .privateKeyForm:
      "the private key is in PEM or PKCS #8 form; rewrite it with ssh-keygen -p -N '' -f FILE"
    case .revocationListVersion(let version):
      "version \(version) is not supported, only version 1"
    case .revocationListSection(let kind):
      "a section of type \(kind) is not supported"
    case .revocationListExtension(let name):
      "the critical extension \(name) is not supported"
    case .signedRevocationList:
      "lists with a signature inside are not supported, nor by OpenSSH since 9.4; sign the file "
        + "instead (ssh-keygen -Y sign)"
    }
  }
}
