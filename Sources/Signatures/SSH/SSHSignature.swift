/// An SSHSIG signature (OpenSSH's PROTOCOL.sshsig) that nobody has checked yet.
///
/// Everything in it is what its maker claims. `verify` turns it into a verdict.
package struct SSHSignature: Sendable {
  /// The key that the signature says it is by; where it names a certificate, the key in it.
  package let claimedKey: SSHPublicKey
  /// The certificate that the signature says its key has; nil where it names a plain key.
  package let certificate: SSHCertificate?
  /// What the signature says it was made for: `git` for commits and tags.
  package let namespace: [UInt8]
  let hash: SSHMessageHash
  let proof: SSHProof

  /// Reads the block that starts with `-----BEGIN SSH SIGNATURE-----`.
  ///
  /// Stricter than OpenSSH, which ignores what follows the block, the reserved field, a version 0,
  /// superfluous zeros of integers and a NUL at the end of names.
  /// - Parameters:
  ///   - keyring: Keys that need not be read again.
  ///   - takesCertificates: Whether a certificate may stand in the key's place. Policies name plain
  ///     keys, so nothing that decides about access takes one.
  /// - Throws: `SSHError.malformed` or `.unsupported`.
  package init(
    armored: [UInt8], known keyring: SSHKeyring = SSHKeyring([]), takesCertificates: Bool = false
  ) throws(SSHError) {
    var reader = SSHWireReader(try SSHArmor.signature.decode(armored))
    guard try reader.bytes(SSHMessageHash.magic.count).elementsEqual(SSHMessageHash.magic) else {
      throw .malformed(.wrongMagic)
    }
    let version = try reader.uint32()
    guard version == 1 else { throw .unsupported(.signatureVersion(version)) }
    let keyBlob = Array(try reader.string())
    namespace = Array(try reader.string())
    let reserved = try reader.string()
    let hashName = try reader.string()
    let signature = try reader.string()
    try reader.end()
    guard reserved.isEmpty else { throw .unsupported(.reservedField) }
    hash = try SSHMessageHash(name: hashName)
    if let known = keyring[blob: keyBlob] {
      (claimedKey, certificate) = (known, nil)
    } else if takesCertificates, try SSHCertificate.isEncoded(in: keyBlob) {
      let read = try SSHCertificate(wireFormat: keyBlob)
      (claimedKey, certificate) = (read.publicKey, read)
    } else {
      (claimedKey, certificate) = (try SSHPublicKey(wireFormat: keyBlob), nil)
    }
    proof = try SSHProof(signature, by: claimedKey)
  }
}
