internal import Model
internal import Signatures

/// Where the private keys come from that a run signs with.
enum PrivateKeyFile {
  /// The processor's key: in the file that a flag or the environment names, or in the environment itself.
  ///
  /// Nil where none is given.
  static func processor(_ flag: String?) throws(Failure) -> SSHPrivateKey? {
    try read(flag, orVariable: "COUNTERSIGN_KEY", called: "The processor's key")
  }

  /// The keys of SSH certificate authorities, likewise.
  static func authorities(_ flags: [String]) throws(Failure) -> [SSHPrivateKey] {
    let name = "The key of a certificate authority"
    var keys: [SSHPrivateKey] = []
    for flag in flags {
      if let key = try read(flag, orVariable: nil, called: name) { keys.append(key) }
    }
    if let key = try read(nil, orVariable: "COUNTERSIGN_SSH_CA_KEY", called: name) {
      keys.append(key)
    }
    return keys
  }

  /// CI systems hand out secrets as variables, so one may hold the key's text; it never goes anywhere but
  /// into the signer.
  private static func read(
    _ flag: String?, orVariable variable: String?, called name: String
  ) throws(Failure) -> SSHPrivateKey? {
    guard let source = flag ?? variable.flatMap(Surroundings.variable) else { return nil }
    let isText = flag == nil && source.hasPrefix("-----BEGIN")
    guard let bytes = isText ? lines(source) : try Files.read(source) else {
      throw Failure(.wrongUsage, "There is no key file \(source).")
    }
    do throws(SSHError) {
      return try SSHPrivateKey(openSSH: bytes)
    } catch {
      throw Failure(.wrongUsage, "\(name) cannot be used: \(error).")
    }
  }

  /// The key's text with exactly one newline at its end: some CI systems keep it, others take it off.
  private static func lines(_ text: String) -> [UInt8] {
    let newline = UInt8(ascii: "\n")
    return Array(text.utf8.reversed().drop { $0 == newline }.reversed()) + [newline]
  }
}
