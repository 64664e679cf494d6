import Signatures
import TestSupport
import Testing

/// Files of revoked keys, read here and by ssh-keygen.
@Suite struct RevocationTests {
  let keygen: SSHKeygen
  let payload = Array("a payload".utf8)

  init() throws { keygen = try SSHKeygen() }

  /// A key in a certificate with the serial number 7, of the authority `ca`.
  private func certified(_ name: String, serial: UInt64 = 7, id: String = "badge 1") async throws
    -> [UInt8]
  {
    let key = try await keygen.makeKey(name, ["-t", "ed25519"])
    try await mustRun(
      "ssh-keygen",
      [
        "-q", "-s", keygen.directory.file("ca"), "-I", id, "-n", "ann", "-z", "\(serial)",
        "\(key.path).pub",
      ])
    return try await mustRun(
      "ssh-keygen", ["-q", "-Y", "sign", "-f", "\(key.path)-cert.pub", "-n", "git"], input: payload
    ).output
  }

  /// What ssh-keygen says of `armored` with the file `revoked`: whether it is good.
  private func oracle(_ armored: [UInt8], revoked: [UInt8]) async throws -> Bool {
    let folder = try ScratchDirectory()
    let authority = String(decoding: try keygen.directory.read("ca.pub"), as: UTF8.self)
    try folder.write("ann cert-authority \(authority)", to: "signers")
    try folder.write(armored, to: "signature")
    try folder.write(revoked, to: "revoked")
    let verdict = try await runProgram(
      "ssh-keygen",
      [
        "-Y", "verify", "-n", "git", "-I", "ann", "-f", "signers", "-s", "signature", "-r",
        "revoked",
      ],
      in: folder.path, input: payload)
    return verdict.status == 0
  }

  private func own(_ armored: [UInt8], revoked: [UInt8]) throws -> Bool {
    let signature = try SSHSignature(armored: armored, takesCertificates: true)
    return try !RevokedKeys(parsing: revoked)
      .contains(signature.claimedKey, certificate: signature.certificate)
  }

  /// A KRL that `ssh-keygen -k` makes of `specification`, where `{KEY}` is the key's line.
  private func list(_ specification: String, authority: String?, _ more: [String] = []) async throws
    -> [UInt8]
  {
    let folder = try ScratchDirectory()
    let key = String(decoding: try keygen.directory.read("key.pub").dropLast(), as: UTF8.self)
    let fingerprint = try SSHPublicKey(authorizedKey: Array(key.utf8)).fingerprint
    try folder.write(
      specification.replacing("{KEY}", with: key).replacing("{PRINT}", with: fingerprint) + "\n",
      to: "specification")
    let by = authority.map { ["-s", keygen.directory.file("\($0).pub")] } ?? []
    try await mustRun(
      "ssh-keygen", ["-q", "-k", "-f", "krl"] + by + more + ["specification"], in: folder.path)
    return try folder.read("krl")
  }

  static let specifications: [(String, String?)] = [
    ("serial: 7", "ca"), ("serial: 8", "ca"), ("serial: 5-6", "ca"), ("serial: 5-7", "ca"),
    ("serial: 7-18446744073709551615", "ca"), ("serial: 7", "other"), ("id: badge 1", "ca"),
    ("id: badge 2", "ca"), ("id: badge 1", "other"),
    ((1...40).map { "serial: \($0 * 7)" }.joined(separator: "\n"), "ca"),
    ((1...40).map { "serial: \($0 * 2)" }.joined(separator: "\n"), "ca"),
    ((1...400).filter { $0 % 5 != 2 }.map { "serial: \($0)" }.joined(separator: "\n"), "ca"),
    ("{KEY}", nil), ("key: {KEY}", nil), ("sha1: {KEY}", nil), ("sha256: {KEY}", nil),
    ("hash: {PRINT}", nil), ("serial: 9\nid: x\nkey: {KEY}", "ca"),
  ]

  @Test func listsOfSSHKeygenRevokeWhatTheyRevokeForIt() async throws {
    for name in ["ca", "other"] { _ = try await keygen.makeKey(name, ["-t", "ed25519"]) }
    let armored = try await certified("key")
    var answers: Set<Bool> = []
    for (specification, authority) in Self.specifications {
      let revoked = try await list(specification, authority: authority)
      let expected = try await oracle(armored, revoked: revoked)
      answers.insert(expected)
      #expect(try own(armored, revoked: revoked) == expected, "\(specification) \(authority ?? "")")
    }
    #expect(answers.count == 2)
  }

  /// A certificate falls with its authority, and zero is no serial number.
  @Test func authoritiesAndUnnumberedCertificates() async throws {
    _ = try await keygen.makeKey("ca", ["-t", "ed25519"])
    let armored = try await certified("key", serial: 0)
    let authority = try keygen.directory.read("ca.pub")
    #expect(try await !oracle(armored, revoked: authority))
    #expect(try !own(armored, revoked: authority))
    let numbers = try await list("serial: 1-100", authority: "ca")
    #expect(try await oracle(armored, revoked: numbers))
    #expect(try own(armored, revoked: numbers))
  }

  @Test func plainListsRevokeKeys() async throws {
    for name in ["ca", "bystander"] { _ = try await keygen.makeKey(name, ["-t", "ed25519"]) }
    let armored = try await certified("key")
    let directory = keygen.directory
    let bystander = try directory.read("bystander.pub")
    for (file, isGood) in [
      (bystander, true), (try directory.read("key.pub"), false),
      (bystander + Array("# note\n\n".utf8) + (try directory.read("key.pub")), false),
      (try directory.read("key-cert.pub"), false), ([], true),
    ] {
      #expect(try await oracle(armored, revoked: file) == isGood)
      #expect(try own(armored, revoked: file) == isGood)
    }
    // What ssh-keygen takes in specifications only.
    let key = String(decoding: try directory.read("key.pub").dropLast(), as: UTF8.self)
    let print = try SSHPublicKey(authorizedKey: Array(key.utf8)).fingerprint
    for line in [print, "hash: \(print)", "sha256: \(key)", "sha1:\(key)", "key: \(key)"] {
      #expect(try !own(armored, revoked: Array("\(line)\n".utf8)), "\(line)")
    }
  }

  /// Nothing is skipped: what is not understood might revoke a key.
  @Test func whatCannotBeReadIsRefused() async throws {
    _ = try await keygen.makeKey("ca", ["-t", "ed25519"])
    _ = try await certified("key")
    for line in [
      "nonsense", "ssh-ed25519", "ssh-ed25519 AAAA", "SHA256:short", "hash: MD5:00", "serial: 7",
      "id: x", "hash:",
    ] {
      #expect(throws: RevocationFault.self, "\(line)") {
        try RevokedKeys(parsing: Array("# first\n\(line)\n".utf8))
      }
    }
    let whole = try await list(
      "serial: 3\nserial: 5-900\nid: x\nkey: {KEY}\nsha1: {KEY}\nhash: {PRINT}", authority: "ca")
    _ = try RevokedKeys(parsing: whole)
    let signed = SSHBlob().raw(whole).raw([4]).string("key").string("signature").bytes
    let sections: [[UInt8]] = [
      signed, whole + [9, 0, 0, 0, 0], whole + [1], whole + [2, 0, 0, 0, 1, 0],
      SSHBlob().raw(whole).raw([255])
        .string(SSHBlob().string("x@y").raw([1]).string("").bytes).bytes,
      SSHBlob().raw(whole).raw([3]).string(SSHBlob().string("short").bytes).bytes,
    ]
    for file in sections {
      #expect(throws: RevocationFault.self) { try RevokedKeys(parsing: file) }
    }
    let ignorable = SSHBlob().raw(whole).raw([255])
      .string(SSHBlob().string("x@y").raw([0]).string("").bytes).bytes
    _ = try RevokedKeys(parsing: ignorable)
  }

  /// A list that is cut short anywhere, or has a byte changed, is read as OpenSSH reads it or refused.
  @Test func mutatedListsNeverCrash() async throws {
    _ = try await keygen.makeKey("ca", ["-t", "ed25519"])
    _ = try await certified("key")
    let whole = try await list(
      "serial: 3\nserial: 5-900\nid: x\nkey: {KEY}\nsha1: {KEY}\nhash: {PRINT}", authority: "ca")
    var refused = 0
    for end in whole.indices {
      do { _ = try RevokedKeys(parsing: Array(whole[..<end])) } catch { refused += 1 }
      for value: UInt8 in [0, 0x7F, 0x80, 0xFF] {
        var altered = whole
        altered[end] = value
        do { _ = try RevokedKeys(parsing: altered) } catch { refused += 1 }
      }
    }
    #expect(refused > whole.count / 2)
  }
}
