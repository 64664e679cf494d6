import Model

extension RevokedKeys {
  /// Reads a file of revoked keys: a binary list as `ssh-keygen -k` makes it, or lines of text.
  ///
  /// A line is a public key, or one of what `ssh-keygen -k` takes and needs no authority: `key:`,
  /// `sha1:` and `sha256:` with a public key, `hash:` with a `SHA256:…` fingerprint, or the fingerprint
  /// alone. OpenSSH itself takes bare public keys only. A key also revokes all that its owner signed
  /// with it as an authority.
  package init(parsing file: [UInt8]) throws(RevocationFault) {
    if file.starts(with: BinaryRevocationList.magic) {
      self = try BinaryRevocationList.read(file)
      return
    }
    self.init()
    let lines = file.split(separator: 0x0A, omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() {
      let text = line.drop { $0.isBlank }
      guard let first = text.first, first != UInt8(ascii: "#") else { continue }
      try add(text, number: index + 1)
    }
  }

  private mutating func add(
    _ text: ArraySlice<UInt8>, number: Int
  ) throws(RevocationFault) {
    func value(_ name: String) -> ArraySlice<UInt8>? {
      guard text.starts(with: name.utf8) else { return nil }
      return text.dropFirst(name.utf8.count).drop { $0.isBlank }
    }
    for name in ["serial:", "id:"] where value(name) != nil {
      throw .line(
        number,
        "\(name) says nothing without the authority; make a KRL: ssh-keygen -k -s CA -f KRL FILE")
    }
    if let digest = value("hash:") ?? (text.starts(with: "SHA256:".utf8) ? text : nil) {
      sha256Digests.insert(try Self.digest(digest, number: number))
    } else {
      // Whether a key or its digest is listed, the same key is meant.
      keys.insert(
        try Self.key(value("key:") ?? value("sha1:") ?? value("sha256:") ?? text, number: number))
    }
  }

  private static func key(
    _ text: ArraySlice<UInt8>, number: Int
  ) throws(RevocationFault) -> [UInt8] {
    do throws(SSHError) {
      return try SSHNamedKey(parsing: text).plainKey.blob
    } catch {
      throw .line(number, "\(error)")
    }
  }

  private static func digest(
    _ text: ArraySlice<UInt8>, number: Int
  ) throws(RevocationFault) -> [UInt8] {
    let word = text.prefix { !$0.isBlank }
    let base64 = word.dropFirst("SHA256:".utf8.count)
    guard word.starts(with: "SHA256:".utf8),
      let digest = Base64.decode(Array(base64) + [UInt8(ascii: "=")]), digest.count == 32
    else { throw .line(number, "a fingerprint is expected: SHA256: and 43 characters") }
    return digest
  }
}
