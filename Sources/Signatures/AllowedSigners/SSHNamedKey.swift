import Model

/// A key or certificate as OpenSSH's files have it: type, base64, comment.
struct SSHNamedKey {
  let blob: [UInt8]
  /// The key; for a certificate the one that it certifies.
  let plainKey: SSHPublicKey
  /// The key; nil for a certificate.
  let key: SSHPublicKey?

  /// Reads the first two words of `text`.
  init(parsing text: ArraySlice<UInt8>) throws(SSHError) {
    let words = text.split(maxSplits: 2) { $0 == 0x20 || $0 == 0x09 }
    guard words.count >= 2, text.first == words[0].first else { throw .malformed(.notOneLine) }
    let end = words[1].lastIndex { $0 != 0x0D }.map { $0 + 1 } ?? words[1].startIndex
    guard let blob = Base64.decode(words[1][..<end]) else { throw .malformed(.invalidBase64) }
    self.blob = blob
    if SSHCertificate.isType(words[0]) {
      let certificate = try SSHCertificate(wireFormat: blob)
      guard certificate.type.elementsEqual(words[0]) else { throw .malformed(.keyTypeMismatch) }
      (plainKey, key) = (certificate.publicKey, nil)
    } else {
      let algorithm = try SSHPublicKey.Algorithm(named: words[0])
      let read = try SSHPublicKey(wireFormat: blob)
      guard read.algorithm == algorithm else { throw .malformed(.keyTypeMismatch) }
      (plainKey, key) = (read, read)
    }
  }

  /// Whether `name` is a type of key or certificate that OpenSSH has or had.
  static func isType(_ name: ArraySlice<UInt8>) -> Bool {
    SSHPublicKey.Algorithm.allCases.contains { name.elementsEqual($0.rawValue.utf8) }
      || SSHCertificate.isType(name) || name.elementsEqual("ssh-dss".utf8)
  }
}
