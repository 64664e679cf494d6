import Crypto
import Signatures
import TestSupport
import Testing

/// Where this room refuses what ssh-keygen takes, and where both refuse.
///
/// This table is the list of documented differences: nothing may be good here that ssh-keygen
/// refuses, and where ssh-keygen is laxer the test says so.
@Suite struct SSHStrictnessTests {
  let keygen: SSHKeygen
  let payload = Array("short payload".utf8)

  init() throws { keygen = try SSHKeygen() }

  /// A way to alter a signature's fields and what must come of it.
  ///
  /// No verdict means good.
  struct FieldCase: Sendable {
    let name: String
    let verdict: SSHVerdict?
    let isGoodForSSHKeygen: Bool
    let alter: @Sendable (inout SSHSignatureFields) -> Void

    init(
      _ name: String, _ verdict: SSHVerdict?, isGoodForSSHKeygen: Bool = false,
      _ alter: @escaping @Sendable (inout SSHSignatureFields) -> Void
    ) {
      self.name = name
      self.verdict = verdict
      self.isGoodForSSHKeygen = isGoodForSSHKeygen
      self.alter = alter
    }
  }

  static let fieldCases: [FieldCase] = [
    FieldCase("version 0", .unsupported(.signatureVersion(0)), isGoodForSSHKeygen: true) {
      $0.version = 0
    },
    FieldCase("version 2", .unsupported(.signatureVersion(2))) { $0.version = 2 },
    FieldCase("reserved field", .unsupported(.reservedField), isGoodForSSHKeygen: true) {
      $0.reserved = [1]
    },
    FieldCase("wrong magic", .malformed(.wrongMagic)) { $0.magic = Array("SSHSIH".utf8) },
    FieldCase("bytes at the end", .malformed(.trailingBytes)) { $0.trailing = [0] },
    FieldCase("bytes inside the signature", .malformed(.trailingBytes)) { $0.signature += [0] },
    FieldCase("bytes inside the key", .malformed(.trailingBytes)) { $0.publicKey += [0] },
    FieldCase("another namespace", .wrongNamespace(found: "file")) {
      $0.namespace = Array("file".utf8)
    },
    FieldCase("no namespace", .wrongNamespace(found: "")) { $0.namespace = [] },
    FieldCase(
      "NUL after the namespace", .wrongNamespace(found: "git\\x00"), isGoodForSSHKeygen: true
    ) { $0.namespace.append(0) },
    FieldCase("escapes in the namespace", .wrongNamespace(found: "\\x1b[2Jgit\\x5c")) {
      $0.namespace = Array("\u{1B}[2Jgit\\".utf8)
    },
    FieldCase("the other hash", .bad) { $0.hash = Array("sha256".utf8) },
    FieldCase("sha1", .unsupported(.hash("sha1"))) { $0.hash = Array("sha1".utf8) },
    FieldCase("NUL after the hash", .unsupported(.hash("sha512\\x00")), isGoodForSSHKeygen: true) {
      $0.hash.append(0)
    },
    FieldCase("signature of another type", .malformed(.wrongSignatureType)) {
      $0.signature = SSHBlob().string("rsa-sha2-512").raw($0.signature.dropFirst(15)).bytes
    },
    FieldCase("signature one byte short", .malformed(.wrongSignatureLength)) {
      $0.signature = SSHBlob().string("ssh-ed25519").string($0.signature[19..<82]).bytes
    },
    FieldCase("signature one byte long", .malformed(.wrongSignatureLength)) {
      $0.signature = SSHBlob().string("ssh-ed25519").string($0.signature[19...] + [0]).bytes
    },
    FieldCase("s plus the group's order", .bad, isGoodForSSHKeygen: true) {
      var carry = 0
      for (index, byte) in ed25519Order.enumerated() {
        carry += Int($0.signature[51 + index]) + Int(byte)
        $0.signature[51 + index] = UInt8(truncatingIfNeeded: carry)
        carry >>= 8
      }
    },
    FieldCase(
      "a key of an unknown type",
      .unsupported(.keyType("ssh-ed448"))
    ) {
      $0.publicKey = SSHBlob().string("ssh-ed448").string([UInt8](repeating: 7, count: 57)).bytes
    },
    FieldCase("a key of 31 bytes", .malformed(.wrongKeyLength)) {
      $0.publicKey = SSHBlob().string("ssh-ed25519").string($0.publicKey.suffix(31)).bytes
    },
    FieldCase("unaltered", nil, isGoodForSSHKeygen: true) { _ in },
  ]

  /// 2^252 + 27742317777372353535851937790883648493 (RFC 8032 section 5.1), little-endian.
  static let ed25519Order: [UInt8] = [
    0xED, 0xD3, 0xF5, 0x5C, 0x1A, 0x63, 0x12, 0x58, 0xD6, 0x9C, 0xF7, 0xA2, 0xDE, 0xF9, 0xDE, 0x14,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
  ]

  @Test func fieldsAreReadStrictly() async throws {
    let pair = try await keygen.makeKey("key", ["-t", "ed25519"])
    let original = try SSHSignatureFields(armored: try await keygen.sign(payload, with: pair))
    let altered = Self.fieldCases.map { each in
      var fields = original
      each.alter(&fields)
      return (armored: fields.armored, payload: payload)
    }
    let theirs = try await keygen.accepts(altered, by: pair.publicKey)
    for ((each, signature), theirs) in zip(zip(Self.fieldCases, altered), theirs) {
      #expect(theirs == each.isGoodForSSHKeygen, "\(each.name)")
      let verdict = SSHSignature.verify(signature.armored, over: payload)
      if let expected = each.verdict {
        #expect(verdict == expected, "\(each.name)")
      } else if case .good = verdict {
        continue
      } else {
        Issue.record("\(each.name): \(verdict)")
      }
    }
  }

  @Test func armorIsReadStrictly() async throws {
    let pair = try await keygen.makeKey("key", ["-t", "ed25519"])
    let text = String(decoding: try await keygen.sign(payload, with: pair), as: UTF8.self)
    let lines = text.split(separator: "\n").map(String.init)
    let body = lines.dropFirst().dropLast().joined()
    func wrap(_ body: String) -> String { "\(lines[0])\n\(body)\n\(lines[lines.count - 1])\n" }
    // The text, whether it is good here, whether it is for ssh-keygen.
    let cases: [(name: String, text: String, ours: Bool, theirs: Bool)] = [
      ("as it is", text, true, true),
      ("no last newline", String(text.dropLast()), true, true),
      ("one long line", wrap(body), true, true),
      ("short lines", wrap(body.map(String.init).joined(separator: "\n")), true, true),
      ("empty lines behind", text + "\n\n \n", true, true),
      ("text behind", text + "text\n", false, true),
      ("text behind END", String(text.dropLast()) + " text\n", false, true),
      ("a second block behind", text + text, false, true),
      ("text before", "text\n" + text, false, false),
      ("a newline before", "\n" + text, false, false),
      ("CR LF everywhere", lines.joined(separator: "\r\n") + "\r\n", false, false),
      ("CR LF in the body", wrap(body + "\r"), false, true),
      ("CR LF at the END", String(text.dropLast()) + "\r\n", false, true),
      ("a blank in the body", wrap(body.prefix(8) + " " + body.dropFirst(8)), false, true),
      ("an empty line", wrap(body.prefix(8) + "\n\n" + body.dropFirst(8)), false, true),
      ("an empty line at the end", wrap(body + "\n"), false, true),
      ("no END", lines.dropLast().joined(separator: "\n") + "\n", false, false),
      (
        "END on the last line", lines.dropLast().joined(separator: "\n") + lines[lines.count - 1],
        false, false
      ),
      ("no BEGIN", lines.dropFirst().joined(separator: "\n") + "\n", false, false),
      ("another label", text.replacing("SIGNATURE", with: "SIGNATURe"), false, false),
      ("OpenPGP", text.replacing("SSH", with: "PGP"), false, false),
      ("no padding", wrap(body.replacing("=", with: "")), false, false),
      ("too much padding", wrap(body + "="), false, false),
      ("URL alphabet", wrap(body.prefix(8) + "-_" + body.dropFirst(10)), false, false),
      ("bits beyond the end", wrap(bitsBeyondTheEnd(body)), false, false),
      ("NUL", wrap(body + "\0"), false, true),
      ("nothing", "", false, false),
      ("an empty body", wrap(""), false, false),
      ("no body", "\(lines[0])\n\(lines[lines.count - 1])\n", false, false),
    ]
    let theirs = try await keygen.accepts(
      cases.map { (Array($0.text.utf8), payload) }, by: pair.publicKey)
    for (each, theirs) in zip(cases, theirs) {
      let verdict = SSHSignature.verify(Array(each.text.utf8), over: payload)
      #expect(theirs == each.theirs, "\(each.name)")
      switch verdict {
      case .good: #expect(each.ours, "\(each.name)")
      case .malformed: #expect(!each.ours, "\(each.name)")
      default: Issue.record("\(each.name): \(verdict)")
      }
    }
  }

  /// The same bytes with a bit set that no byte takes up.
  private func bitsBeyondTheEnd(_ base64: String) -> String {
    let padding = base64.reversed().prefix { $0 == "=" }.count
    precondition(padding > 0)
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
    var characters = Array(base64)
    let last = characters.count - padding - 1
    if let value = alphabet.firstIndex(of: characters[last]) {
      characters[last] = alphabet[value | 1]
    }
    return String(characters)
  }
}
