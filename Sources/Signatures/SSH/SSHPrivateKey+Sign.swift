import Crypto
import Model

extension SSHPrivateKey {
  /// Signs `payload` for `namespace` as `ssh-keygen -Y sign` does, and answers with its armored block.
  ///
  /// The hash is SHA-512. Ed25519 signatures of the same bytes are the same; ECDSA signatures differ
  /// each time.
  /// - Throws: `SSHError.signingFailed` if the cryptographic library does.
  package func sign(
    _ payload: [UInt8], namespace: String = "git"
  ) throws(SSHError) -> [UInt8] {
    let hash = SSHMessageHash.sha512
    let message = hash.message(for: payload, namespace: namespace.utf8)
    let signature = try signature(over: message)
    var writer = SSHWireWriter()
    writer.raw(SSHMessageHash.magic)
    writer.uint32(1)
    writer.string(publicKey.blob)
    writer.string(namespace.utf8)
    writer.string([])
    writer.string(hash.rawValue.utf8)
    writer.string(signature)
    return SSHArmor.signature.encode(writer.bytes)
  }

  /// The signature over `message` itself, as RFC 4253 section 6.6 encodes it.
  ///
  /// - Throws: `SSHError.signingFailed` if the cryptographic library does.
  package func signature(over message: [UInt8]) throws(SSHError) -> [UInt8] {
    var writer = SSHWireWriter()
    writer.string(publicKey.algorithm.rawValue.utf8)
    writer.string(try proof(over: message))
    return writer.bytes
  }

  /// The key's own signature over `message`, as it stands inside the signature blob.
  private func proof(over message: [UInt8]) throws(SSHError) -> [UInt8] {
    do {
      switch secret {
      case .ed25519(let key):
        return Array(try key.signature(for: message))
      case .ecdsaP256(let key):
        return ecdsa(try key.signature(for: SHA256.hash(data: message)).rawRepresentation)
      case .ecdsaP384(let key):
        return ecdsa(try key.signature(for: SHA384.hash(data: message)).rawRepresentation)
      case .ecdsaP521(let key):
        return ecdsa(try key.signature(for: SHA512.hash(data: message)).rawRepresentation)
      }
    } catch {
      throw .signingFailed
    }
  }

  /// r and s, side by side in `raw`, as two integers (RFC 5656 section 3.1.2).
  private func ecdsa(_ raw: some Collection<UInt8>) -> [UInt8] {
    var writer = SSHWireWriter()
    writer.positiveInteger(raw.prefix(raw.count / 2))
    writer.positiveInteger(raw.dropFirst(raw.count / 2))
    return writer.bytes
  }
}
