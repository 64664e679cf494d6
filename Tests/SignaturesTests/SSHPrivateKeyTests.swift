import Crypto
import Signatures
import TestSupport
import Testing

/// Reading private keys, and keeping them private.
@Suite struct SSHPrivateKeyTests {
  let keygen: SSHKeygen

  init() throws { keygen = try SSHKeygen() }

  @Test func otherFormsSayHowToMendThem() async throws {
    let encrypted = try await keygen.makeKey("encrypted", ["-t", "ed25519"], passphrase: "secret")
    let rsa = try await keygen.makeKey("rsa", ["-t", "rsa", "-b", "2048"])
    let pem = try await keygen.makeKey("pem", ["-t", "ecdsa", "-m", "PEM"])
    let pkcs8 = try await keygen.makeKey("pkcs8", ["-t", "ecdsa", "-m", "PKCS8"])
    let cases: [(bytes: [UInt8], error: SSHError, hint: String)] = [
      (
        encrypted.privateKey, .unsupported(.encryptedPrivateKey(cipher: "aes256-ctr")),
        "ssh-keygen -p -N ''"
      ),
      (rsa.privateKey, .unsupported(.privateKeyType("ssh-rsa")), "ssh-keygen -t ed25519"),
      (pem.privateKey, .unsupported(.privateKeyForm), "ssh-keygen -p -N ''"),
      (pkcs8.privateKey, .unsupported(.privateKeyForm), "ssh-keygen -p -N ''"),
      (pem.publicKey, .malformed(.notAPrivateKey), "not an OpenSSH private key"),
      ([], .malformed(.notAPrivateKey), "not an OpenSSH private key"),
    ]
    for each in cases {
      let error = #expect(throws: each.error) { try SSHPrivateKey(openSSH: each.bytes) }
      #expect(error?.description.contains(each.hint) == true)
    }
    // The mend that the messages name works.
    try await mustRun("ssh-keygen", ["-q", "-p", "-N", "", "-f", pkcs8.path])
    let mended = try SSHPrivateKey(openSSH: keygen.directory.read("pkcs8"))
    #expect(try mended.publicKey == SSHPublicKey(authorizedKey: pkcs8.publicKey))
  }

  @Test(arguments: [["ed25519"], ["ecdsa"], ["ecdsa", "-b", "521"]])
  func sealsForOnePurpose(_ type: [String]) async throws {
    let pair = try await keygen.makeKey("key", ["-t"] + type)
    let other = try await keygen.makeKey("other", ["-t"] + type)
    let key = try SSHPrivateKey(openSSH: pair.privateKey)
    let content = Array("what a run parsed".utf8)
    let tag = key.seal(for: "a cache").tag(of: content)
    #expect(tag.count == Seal.tagLength)
    // The same key read again, as the next run does.
    let again = try SSHPrivateKey(openSSH: pair.privateKey).seal(for: "a cache")
    #expect(again.isTag(tag[...], of: content[...]))
    #expect(!again.isTag(tag[...], of: content.dropLast()))
    #expect(!again.isTag(tag.dropLast(), of: content[...]))
    #expect(!again.isTag([], of: content[...]))
    #expect(!key.seal(for: "another").isTag(tag[...], of: content[...]))
    let foreign = try SSHPrivateKey(openSSH: other.privateKey).seal(for: "a cache")
    #expect(!foreign.isTag(tag[...], of: content[...]))
  }

  @Test func pastedKeysAreRead() async throws {
    let pair = try await keygen.makeKey("key", ["-t", "ed25519"])
    let text = String(decoding: pair.privateKey, as: UTF8.self)
    for pasted in [String(text.dropLast()), text.replacing("\n", with: "\r\n")] {
      let key = try SSHPrivateKey(openSSH: Array(pasted.utf8))
      #expect(try key.publicKey == SSHPublicKey(authorizedKey: pair.publicKey))
    }
  }

  @Test(arguments: [
    ["-t", "ed25519"], ["-t", "ecdsa", "-b", "256"], ["-t", "ecdsa", "-b", "521"],
  ])
  func damagedKeysAreRefused(kind: [String]) async throws {
    let pair = try await keygen.makeKey("key", kind)
    let content = try SSHBlob.dearmor(pair.privateKey)
    let name = Array("key@example.com".utf8)
    let comment = try #require(content.indices.last { content[$0...].starts(with: name) })
    for index in content.indices where !(comment..<comment + name.count).contains(index) {
      var altered = content
      altered[index] ^= 0x01
      #expect(throws: SSHError.self, "byte \(index)") {
        try SSHPrivateKey(openSSH: SSHBlob.armor(altered, label: "OPENSSH PRIVATE KEY"))
      }
      let cut = Array(content[..<index])
      #expect(throws: SSHError.self, "\(index) bytes") {
        try SSHPrivateKey(openSSH: SSHBlob.armor(cut, label: "OPENSSH PRIVATE KEY"))
      }
    }
  }

  /// A file laid out by hand, so that each rule can be broken alone.
  struct KeyFile {
    var cipher = "none"
    var derivation = "none"
    var options: [UInt8] = []
    var count: UInt32 = 1
    var outer: [UInt8]
    var checks: [UInt32] = [5, 5]
    var inner: [UInt8]
    var padding: [UInt8]?

    init(_ secret: Curve25519.Signing.PrivateKey) {
      let point = Array(secret.publicKey.rawRepresentation)
      outer = SSHBlob().string("ssh-ed25519").string(point).bytes
      inner = SSHBlob().raw(outer).string(secret.rawRepresentation + point).string("x").bytes
    }

    var armored: [UInt8] {
      var section = checks.reduce(SSHBlob()) { $0.uint32($1) }.raw(inner)
      let missing = (8 - section.bytes.count % 8) % 8
      section = section.raw(padding ?? (0..<missing).map { UInt8($0 + 1) })
      return SSHBlob.armor(
        SSHBlob().raw(Array("openssh-key-v1\0".utf8)).string(cipher).string(derivation)
          .string(options).uint32(count).string(outer).string(section.bytes).bytes,
        label: "OPENSSH PRIVATE KEY")
    }
  }

  @Test func everyRuleOfTheFormatHolds() throws {
    let secret = Curve25519.Signing.PrivateKey()
    let other = KeyFile(Curve25519.Signing.PrivateKey())
    let plain = KeyFile(secret)
    #expect(try SSHPrivateKey(openSSH: plain.armored).publicKey.blob == plain.outer)
    let missing = (8 - (8 + plain.inner.count) % 8) % 8
    let point = Array(secret.publicKey.rawRepresentation)
    let seed = Array(secret.rawRepresentation)
    let security = SSHBlob().string("sk-ssh-ed25519@openssh.com").string(point).string("ssh:")
      .raw([1]).string("handle").string("").string("x").bytes
    func broken(_ change: (inout KeyFile) -> Void) -> [UInt8] {
      var file = plain
      change(&file)
      return file.armored
    }
    let ordinary = (0..<missing).map { UInt8($0 + 1) }
    let cases: [([UInt8], SSHError)] = [
      (
        broken { $0.cipher = "aes256-gcm@openssh.com" },
        .unsupported(.encryptedPrivateKey(cipher: "aes256-gcm@openssh.com"))
      ),
      (broken { $0.derivation = "bcrypt" }, .unsupported(.encryptedPrivateKey(cipher: "none"))),
      (broken { $0.options = [1] }, .malformed(.trailingBytes)),
      (broken { $0.count = 2 }, .malformed(.notOneKey)),
      (broken { $0.count = 0 }, .malformed(.notOneKey)),
      (broken { $0.outer = other.outer }, .malformed(.privateKeyMismatch)),
      (broken { $0.checks = [5, 6] }, .malformed(.checkIntegersDiffer)),
      (broken { $0.padding = ordinary + [1] }, .malformed(.wrongPadding)),
      (broken { $0.padding = ordinary.map { $0 + 1 } }, .malformed(.wrongPadding)),
      (
        broken { $0.padding = (0..<missing + 8).map { UInt8($0 + 1) } }, .malformed(.wrongPadding)
      ),
      (
        broken {
          $0.inner =
            SSHBlob().string("ssh-ed25519").string(point).string(seed + other.outer.suffix(32))
            .string("x").bytes
        }, .malformed(.privateKeyMismatch)
      ),
      (
        broken {
          $0.inner = SSHBlob().string("ssh-ed25519").string(point).string(seed).string("x").bytes
        }, .malformed(.wrongKeyLength)
      ),
      (
        broken { $0.inner = security },
        .unsupported(.privateKeyType("sk-ssh-ed25519@openssh.com"))
      ),
    ]
    for (index, (bytes, error)) in cases.enumerated() {
      #expect(throws: error, "case \(index)") { try SSHPrivateKey(openSSH: bytes) }
    }
  }

  @Test func nothingShowsTheSecret() throws {
    let secret = Curve25519.Signing.PrivateKey()
    let key = try SSHPrivateKey(openSSH: KeyFile(secret).armored)
    var dumped = ""
    dump(key, to: &dumped)
    dump([Optional(key)], to: &dumped)
    let shown =
      dumped + "\(key)" + "\([key])" + String(reflecting: key) + String(describing: Optional(key))
      + Mirror(reflecting: key).children.map { "\($0)" }.joined()
    #expect(shown.contains(key.publicKey.fingerprint))
    let bytes = Array(secret.rawRepresentation)
    for part in [bytes.prefix(4), bytes.suffix(4)] {
      for text in [
        part.map { "\($0)" }.joined(separator: ", "),
        part.map { "- \($0)\n" }.joined(),
        part.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(),
      ] {
        #expect(!shown.contains(text))
      }
    }
    #expect(!shown.lowercased().contains("secret") && !shown.contains("PrivateKey("))
  }
}
