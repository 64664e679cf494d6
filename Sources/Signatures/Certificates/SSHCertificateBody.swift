import Model

/// What a user certificate says (PROTOCOL.certkeys): all that stands in it but nonce and signature.
package struct SSHCertificateBody: Sendable, Hashable {
  /// The key that is certified.
  package let key: SSHPublicKey
  /// The authority's number for it.
  package let serial: UInt64
  /// The authority's name for it, which logs show and revocation lists name.
  package let keyID: String
  /// Whom it is for; OpenSSH takes none to mean anybody.
  package let principals: [String]
  /// Seconds since 1970 from which it is valid.
  package let validAfter: UInt64
  /// Seconds since 1970 from which it is valid no more.
  package let validBefore: UInt64
  /// What a server must understand and heed, by name.
  package let criticalOptions: [String: String]
  /// What the session may do.
  package let extensions: Set<String>
  /// Who signs it.
  package let authority: SSHPublicKey

  /// A certificate for `key` that `authority` is to sign.
  package init(
    key: SSHPublicKey, serial: UInt64, keyID: String, principals: [String], validAfter: UInt64,
    validBefore: UInt64, criticalOptions: [String: String], extensions: Set<String>,
    authority: SSHPublicKey
  ) {
    self.key = key
    self.serial = serial
    self.keyID = keyID
    self.principals = principals
    self.validAfter = validAfter
    self.validBefore = validBefore
    self.criticalOptions = criticalOptions
    self.extensions = extensions
    self.authority = authority
  }

  /// What the authority signs.
  ///
  /// - Parameter nonce: Random, so that nobody can prepare two bodies with the same hash.
  package func bytes(nonce: some Collection<UInt8>) -> [UInt8] {
    var writer = SSHWireWriter()
    writer.string(key.algorithm.certificateType.utf8)
    writer.string(nonce)
    // The key's own fields, which stand behind the name of its type.
    writer.raw(key.blob.dropFirst(4 + key.algorithm.rawValue.utf8.count))
    writer.uint64(serial)
    writer.uint32(1)  // for a user
    writer.string(keyID.utf8)
    var names = SSHWireWriter()
    for principal in principals { names.string(principal.utf8) }
    writer.string(names.bytes)
    writer.uint64(validAfter)
    writer.uint64(validBefore)
    writer.string(options)
    var flags = SSHWireWriter()
    for name in sorted(extensions) {
      flags.string(name.utf8)
      flags.string([])
    }
    writer.string(flags.bytes)
    writer.string([])  // reserved
    writer.string(authority.blob)
    return writer.bytes
  }

  /// The critical options in the order of their names, each value packed once more.
  private var options: [UInt8] {
    var writer = SSHWireWriter()
    for name in sorted(criticalOptions.keys) {
      guard let text = criticalOptions[name] else { continue }
      var value = SSHWireWriter()
      value.string(text.utf8)
      writer.string(name.utf8)
      writer.string(value.bytes)
    }
    return writer.bytes
  }

  private func sorted(_ names: some Sequence<String>) -> [String] {
    names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
}

extension SSHCertificateBody {
  /// The whole certificate, once the authority has signed `bytes(nonce:)`.
  package static func certificate(of signed: [UInt8], signature: [UInt8]) -> [UInt8] {
    var writer = SSHWireWriter()
    writer.raw(signed)
    writer.string(signature)
    return writer.bytes
  }

  /// Whether `certificate` says this and nothing else, with a nonce of 32 bytes.
  package func isSaid(by certificate: SSHCertificate) throws(SSHError) -> Bool {
    var reader = SSHWireReader(certificate.blob)
    _ = try reader.string()
    let nonce = try reader.string()
    return nonce.count == 32 && certificate.weakness == nil
      && certificate.blob.starts(with: bytes(nonce: nonce))
  }
}
