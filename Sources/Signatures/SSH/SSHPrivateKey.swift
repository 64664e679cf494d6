import Crypto
import Model

/// A private SSH key that signs: the processor's, read from a file or an environment variable.
///
/// Neither descriptions, dumps nor errors show anything of its private part.
package struct SSHPrivateKey: Sendable {
  /// The public half, by which signatures are recognised.
  package let publicKey: SSHPublicKey
  let secret: Secret

  /// The private half in the cryptographic library's keeping, which wipes it when it is let go.
  enum Secret: Sendable {
    case ed25519(Curve25519.Signing.PrivateKey)
    case ecdsaP256(P256.Signing.PrivateKey)
    case ecdsaP384(P384.Signing.PrivateKey)
    case ecdsaP521(P521.Signing.PrivateKey)
  }
}

extension SSHPrivateKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The type and the fingerprint of the public half.
  package var description: String {
    "private key of \(publicKey.algorithm.rawValue) \(publicKey.fingerprint)"
  }

  /// The same as `description`.
  package var debugDescription: String { description }

  /// Shows the public half alone, so that `dump` and string interpolation find nothing else.
  package var customMirror: Mirror { Mirror(self, children: ["publicKey": publicKey.fingerprint]) }
}
