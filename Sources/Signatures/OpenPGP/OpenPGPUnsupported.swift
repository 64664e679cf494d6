/// What is well-formed OpenPGP but refused.
///
/// The texts hold untrusted names in escaped form (`printable`).
package enum OpenPGPUnsupported: Sendable, Hashable {
  /// A version of signature packets other than 4.
  case signatureVersion(UInt8)
  /// A version of key packets other than 4.
  case keyVersion(UInt8)
  /// A type of signature other than the one over a binary document (RFC 9580 section 5.2.1.1).
  case signatureType(UInt8)
  /// An algorithm of keys that cannot count (its number in RFC 9580 section 9.1).
  case algorithm(UInt8)
  /// A curve whose keys cannot count; its object identifier in hexadecimal.
  case curve(String)
  /// An RSA key of more bits than the cryptographic library takes.
  case rsaSize(bits: Int)
  /// A hash that is neither weak nor taken (its number in RFC 9580 section 9.5).
  case hash(UInt8)
  /// A subpacket that must be understood and is not.
  case criticalSubpacket(UInt8)
}

extension OpenPGPUnsupported: CustomStringConvertible {
  /// One sentence for people, without a period at its end.
  package var description: String {
    switch self {
    case .signatureVersion(let version):
      "OpenPGP signatures of version \(version) are not supported, only version 4"
    case .keyVersion(let version):
      "OpenPGP keys of version \(version) are not supported, only version 4"
    case .signatureType(let type):
      "the signature is of type \(type), where one over a binary document (0) is meant"
    case .algorithm(let number):
      "keys of OpenPGP algorithm \(number) are not supported; supported are RSA, Ed25519, ECDSA and DSA"
    case .curve(let identifier):
      "the curve \(identifier) is not supported; supported are Ed25519, "
        + "NIST P-256, P-384 and P-521, and brainpool P256r1, P384r1 and P512r1"
    case .rsaSize(let bits):
      "an RSA key of \(bits) bits is not supported; the largest has "
        + "\(SSHPublicKey.largestModulus) bits"
    case .hash(let number):
      "OpenPGP hash \(number) is not supported, only SHA-256, SHA-384 and SHA-512"
    case .criticalSubpacket(let type):
      "the signature has the critical subpacket \(type), which is not understood"
    }
  }
}
