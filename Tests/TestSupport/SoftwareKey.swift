package import Crypto
package import CryptoExtras
import FoundationEssentials

/// Keys that ssh-keygen cannot make or use here: a security key's, and RSA with SHA-256.
package enum SoftwareKey {
  case skEd25519(Curve25519.Signing.PrivateKey, application: String)
  case skECDSA(P256.Signing.PrivateKey, application: String)
  case rsaSHA256(_RSA.Signing.PrivateKey)

  /// New keys of both kinds that OpenSSH has for hardware.
  package static func securityKeys(application: String = "ssh:") -> [SoftwareKey] {
    [
      .skEd25519(Curve25519.Signing.PrivateKey(), application: application),
      .skECDSA(P256.Signing.PrivateKey(), application: application),
    ]
  }

  package var publicKey: [UInt8] {
    get throws {
      switch self {
      case .skEd25519(let key, let application):
        return SSHBlob().string("sk-ssh-ed25519@openssh.com")
          .string(Array(key.publicKey.rawRepresentation)).string(application).bytes
      case .skECDSA(let key, let application):
        return SSHBlob().string("sk-ecdsa-sha2-nistp256@openssh.com").string("nistp256")
          .string(Array(key.publicKey.x963Representation)).string(application).bytes
      case .rsaSHA256(let key):
        let numbers = try key.publicKey.getKeyPrimitives()
        return SSHBlob().string("ssh-rsa").integer(numbers.publicExponent).integer(numbers.modulus)
          .bytes
      }
    }
  }

  /// The line of an `.pub` file.
  package var authorizedKey: [UInt8] {
    get throws {
      let blob = try publicKey
      let length = Int(blob[3])
      return blob[4..<4 + length] + Array(" \(Data(blob).base64EncodedString()) test\n".utf8)
    }
  }

  /// An SSHSIG signature with SHA-512, for the namespace `git`.
  package func sign(
    _ payload: [UInt8], flags: UInt8 = 0x01, counter: UInt32 = 7, signedReserved: [UInt8] = []
  ) throws -> SSHSignatureFields {
    let message = SSHBlob().raw(Array("SSHSIG".utf8)).string("git").string(signedReserved)
      .string("sha512").string(Array(SHA512.hash(data: payload))).bytes
    func hardware(_ application: String) -> [UInt8] {
      SSHBlob().raw(SHA256.hash(data: Array(application.utf8))).raw([flags]).uint32(counter)
        .raw(SHA256.hash(data: message)).bytes
    }
    let signature: SSHBlob
    switch self {
    case .skEd25519(let key, let application):
      signature = SSHBlob().string("sk-ssh-ed25519@openssh.com")
        .string(Array(try key.signature(for: hardware(application)))).raw([flags]).uint32(counter)
    case .skECDSA(let key, let application):
      let raw = try key.signature(for: hardware(application)).rawRepresentation
      signature = SSHBlob().string("sk-ecdsa-sha2-nistp256@openssh.com")
        .string(SSHBlob().integer(raw.prefix(32)).integer(raw.suffix(32)).bytes).raw([flags])
        .uint32(counter)
    case .rsaSHA256(let key):
      let value = try key.signature(
        for: SHA256.hash(data: message), padding: .insecurePKCS1v1_5)
      signature = SSHBlob().string("rsa-sha2-256").string(Array(value.rawRepresentation))
    }
    return SSHSignatureFields(publicKey: try publicKey, signature: signature.bytes)
  }
}
