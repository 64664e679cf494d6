import Crypto
import Model

extension SSHPublicKey {
  /// Reads a key from a line such as `ssh-ed25519 AAAA… comment`, as an `.pub` file holds it.
  ///
  /// One newline may end it. Options in front of the key, as authorized_keys has them, are refused:
  /// nothing here would heed them.
  /// - Throws: as `init(wireFormat:)`, and if the type in front is not the one inside.
  package init(authorizedKey text: [UInt8]) throws(SSHError) {
    var line = text[...]
    if line.last == UInt8(ascii: "\n") { line = line.dropLast() }
    guard line.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else { throw .malformed(.notOneLine) }
    let fields = line.split(separator: UInt8(ascii: " "), maxSplits: 2)
    guard fields.count >= 2, line.first != UInt8(ascii: " ") else { throw .malformed(.notOneLine) }
    let algorithm = try Algorithm(named: fields[0])
    guard let blob = Base64.decode(fields[1]) else { throw .malformed(.invalidBase64) }
    let key = try SSHPublicKey(wireFormat: blob)
    guard key.algorithm == algorithm else { throw .malformed(.keyTypeMismatch) }
    self = key
  }

  /// The key's name in logs and reports: `SHA256:` and unpadded base64, as `ssh-keygen -l` has it.
  package var fingerprint: String {
    let digest = Base64.encode(Array(SHA256.hash(data: blob)))
    return "SHA256:" + String(decoding: digest.prefix { $0 != UInt8(ascii: "=") }, as: UTF8.self)
  }

  /// The key as one line without a comment, as `init(authorizedKey:)` reads it.
  package var authorizedKey: String {
    algorithm.rawValue + " " + String(decoding: Base64.encode(blob), as: UTF8.self)
  }
}
