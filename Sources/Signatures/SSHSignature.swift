/// An SSHSIG signature (OpenSSH's PROTOCOL.sshsig) that nobody has checked yet.
///
/// Everything in it is what its maker claims. `verify` turns it into a verdict.
package struct SSHSignature: Sendable {
  /// The key that the signature says it is by.
  package let claimedKey: SSHPublicKey
  /// What the signature says it was made for: `git` for commits and tags.
  package let namespace: [UInt8]
  let hash: SSHMessageHash
  let proof: SSHProof

  /// Reads the block that starts with `-----BEGIN SSH SIGNATURE-----`.
  ///
  /// Stricter than OpenSSH, which ignores what follows the block, the reserved field, a version 0,
  /// superfluous zeros of integers and a NUL at the end of names.
  /// - Throws: `SSHError.malformed` or `.unsupported`.
  package init(armored: [UInt8]) throws(SSHError) {
    try self.init(armored: armored, known: SSHKeyring([]))
  }

  init(armored: [UInt8], known keyring: SSHKeyring) throws(SSHError) {
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
      claimedKey = known
    } else {
      claimedKey = try SSHPublicKey(wireFormat: keyBlob)
    }
    proof = try SSHProof(signature, by: claimedKey)
  }
}
