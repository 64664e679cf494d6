internal import Connectors
internal import Model
internal import Processing
internal import Signatures

/// Where the private keys come from that a run signs with.
enum PrivateKeyFile {
  /// The processor's key: in the file that a flag or the environment names, or in the environment itself.
  ///
  /// Nil where none is given.
  static func processor(_ flag: String?) throws(Failure) -> SSHPrivateKey? {
    try read(flag, orVariable: "COUNTERSIGN_KEY").map { bytes throws(Failure) in
      try sshKey(bytes, called: "The processor's key")
    }
  }

  /// The keys of SSH certificate authorities, likewise.
  static func sshAuthorities(_ flags: [String]) throws(Failure) -> [SSHPrivateKey] {
    try all(flags, orVariable: "COUNTERSIGN_SSH_CA_KEY") { bytes throws(Failure) in
      try sshKey(bytes, called: "The key of a certificate authority")
    }
  }

  /// The keys of X.509 certificate authorities, likewise.
  static func x509Authorities(_ flags: [String]) throws(Failure) -> [X509AuthorityKey] {
    try all(flags, orVariable: "COUNTERSIGN_X509_CA_KEY") { bytes throws(Failure) in
      do throws(CertificateFault) {
        return try X509AuthorityKey(pem: bytes)
      } catch {
        throw Failure(
          .wrongUsage, "The key of an X.509 certificate authority cannot be used: \(error).")
      }
    }
  }

  private static func all<Key>(
    _ flags: [String], orVariable variable: String, _ key: ([UInt8]) throws(Failure) -> Key
  ) throws(Failure) -> [Key] {
    var keys: [Key] = []
    for flag in flags {
      if let bytes = try read(flag, orVariable: nil) { keys.append(try key(bytes)) }
    }
    if let bytes = try read(nil, orVariable: variable) { keys.append(try key(bytes)) }
    return keys
  }

  private static func sshKey(
    _ bytes: [UInt8], called name: String
  ) throws(Failure) -> SSHPrivateKey {
    do throws(SSHError) {
      return try SSHPrivateKey(openSSH: bytes)
    } catch {
      throw Failure(.wrongUsage, "\(name) cannot be used: \(error).")
    }
  }

  /// CI systems hand out secrets as variables, so one may hold the key's text; it never goes anywhere but
  /// into the signer.
  private static func read(
    _ flag: String?, orVariable variable: String?
  ) throws(Failure) -> [UInt8]? {
    guard let source = flag ?? variable.flatMap(Surroundings.variable) else { return nil }
    let isText = flag == nil && source.hasPrefix("-----BEGIN")
    guard let bytes = isText ? lines(source) : try Files.read(source) else {
      throw Failure(.wrongUsage, "There is no key file \(source).")
    }
    return bytes
  }

  /// The key's text with exactly one newline at its end: some CI systems keep it, others take it off.
  private static func lines(_ text: String) -> [UInt8] {
    let newline = UInt8(ascii: "\n")
    return Array(text.utf8.reversed().drop { $0 == newline }.reversed()) + [newline]
  }
}
