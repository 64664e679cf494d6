internal import Model
internal import Signatures

/// Where the processor's private key comes from.
enum ProcessorKey {
  /// The key in the file that a flag or the environment names, or in the environment itself.
  ///
  /// CI systems hand out secrets as variables, so `COUNTERSIGN_KEY` may hold the key's text; it never
  /// goes anywhere but into the signer. Nil where none is given.
  static func read(_ flag: String?) throws(Failure) -> SSHPrivateKey? {
    guard let source = flag ?? Surroundings.variable("COUNTERSIGN_KEY") else { return nil }
    let isText = flag == nil && source.hasPrefix("-----BEGIN")
    guard let bytes = isText ? lines(source) : try Files.read(source) else {
      throw Failure(.wrongUsage, "There is no key file \(source).")
    }
    do throws(SSHError) {
      return try SSHPrivateKey(openSSH: bytes)
    } catch {
      throw Failure(.wrongUsage, "The processor's key cannot be used: \(error).")
    }
  }

  /// The key's text with exactly one newline at its end: some CI systems keep it, others take it off.
  private static func lines(_ text: String) -> [UInt8] {
    let newline = UInt8(ascii: "\n")
    return Array(text.utf8.reversed().drop { $0 == newline }.reversed()) + [newline]
  }
}
