internal import Processing

extension GivenKey {
  /// The processor's key: in the file that a flag or the environment names, or in the environment itself.
  ///
  /// Nil where none is given.
  static func processor(_ flag: String?) throws(Failure) -> GivenKey? {
    try read(flag, orVariable: "COUNTERSIGN_KEY")
  }

  /// The keys of SSH certificate authorities, likewise.
  static func sshAuthorities(_ flags: [String]) throws(Failure) -> [GivenKey] {
    try all(flags, orVariable: "COUNTERSIGN_SSH_CA_KEY")
  }

  /// The keys of X.509 certificate authorities, likewise.
  static func x509Authorities(_ flags: [String]) throws(Failure) -> [GivenKey] {
    try all(flags, orVariable: "COUNTERSIGN_X509_CA_KEY")
  }

  private static func all(
    _ flags: [String], orVariable variable: String
  ) throws(Failure) -> [GivenKey] {
    var keys: [GivenKey] = []
    for flag in flags {
      if let key = try read(flag, orVariable: nil) { keys.append(key) }
    }
    if let key = try read(nil, orVariable: variable) { keys.append(key) }
    return keys
  }

  /// CI systems hand out secrets as variables, so one may hold the key's text; it never goes anywhere but
  /// into the signer.
  private static func read(
    _ flag: String?, orVariable variable: String?
  ) throws(Failure) -> GivenKey? {
    guard let source = flag ?? variable.flatMap(Surroundings.variable) else { return nil }
    if flag == nil, source.hasPrefix("-----BEGIN") { return GivenKey(lines(source), file: nil) }
    guard let bytes = try Files.read(source) else {
      throw Failure(.wrongUsage, "There is no key file \(source).")
    }
    return GivenKey(bytes, file: source)
  }

  /// The key's text with exactly one newline at its end: some CI systems keep it, others take it off.
  private static func lines(_ text: String) -> [UInt8] {
    let newline = UInt8(ascii: "\n")
    return Array(text.utf8.reversed().drop { $0 == newline }.reversed()) + [newline]
  }
}
