import Signatures
import TestSupport
import Testing

/// allowed_signers files, read here and by ssh-keygen, about signatures by the same keys.
@Suite struct AllowedSignersTests {
  /// A signature that is good, and the public line of what made it.
  struct Signed: Sendable {
    let armored: [UInt8]
    let line: String
  }

  let keygen: SSHKeygen
  let payload = Array("a payload".utf8)
  /// 2026-01-15T12:00:00Z, in winter: local times are standard times.
  static let winter: Int64 = 1_768_478_400
  static let wallClock: WallClock = { $0.secondsHere }

  init() throws { keygen = try SSHKeygen() }

  private func sign(_ name: String, certificate options: [String]? = nil) async throws -> Signed {
    let key = try await keygen.makeKey(name, ["-t", "ed25519"])
    var path = key.path
    if let options {
      _ = try await keygen.makeKey("ca", ["-t", "ed25519"])
      try await mustRun(
        "ssh-keygen",
        ["-q", "-s", keygen.directory.file("ca"), "-I", "id"] + options + [
          "\(path).pub"
        ])
      path += "-cert.pub"
    }
    let armored = try await mustRun(
      "ssh-keygen", ["-q", "-Y", "sign", "-f", path, "-n", "git"], input: payload
    ).output
    return Signed(armored: armored, line: String(decoding: key.publicKey.dropLast(), as: UTF8.self))
  }

  /// What git would say: `G` and the principal, `U`, or `B`.
  private func oracle(
    _ file: String, _ signed: Signed, revoked: String? = nil, at time: String
  ) async throws -> String {
    let folder = try ScratchDirectory()
    try folder.write(file, to: "signers")
    try folder.write(signed.armored, to: "signature")
    let common = ["-f", "signers", "-s", "signature", "-Overify-time=\(time)"]
    let found = try await runProgram(
      "ssh-keygen", ["-Y", "find-principals"] + common, in: folder.path)
    if found.status != 0 || found.output.isEmpty { return "U" }
    var revocation: [String] = []
    if let revoked { revocation = ["-r", try folder.write(revoked, to: "revoked")] }
    for principal in found.text.split(separator: "\n") {
      let verdict = try await runProgram(
        "ssh-keygen", ["-Y", "verify", "-n", "git", "-I", "\(principal)"] + common + revocation,
        in: folder.path, input: payload)
      if verdict.status == 0 { return "G \(principal)" }
    }
    return "B"
  }

  private func own(
    _ file: String, _ signed: Signed, revoked: String? = nil, at time: Int64
  ) throws -> String {
    let signers = AllowedSigners(parsing: Array(file.utf8), wallClock: Self.wallClock)
    let keys = try RevokedKeys(parsing: Array((revoked ?? "").utf8))
    let signature = try SSHSignature(armored: signed.armored, takesCertificates: true)
    guard case .good = signature.verify(over: payload) else { return "bad" }
    return switch signers.signer(of: signature, at: time, revoked: keys) {
    case .allowed(let principal): "G \(String(decoding: principal, as: UTF8.self))"
    case .unknownKey, .expiredKey: "U"
    case .revokedKey, .notPermitted: "B"
    }
  }

  /// `{KEY}` stands for the signer's public key, `{CA}` for the authority's, `{CERT}` for the certificate.
  static let files: [String] = [
    "a {KEY}", "a {KEY} comment with blanks", "  a\t {KEY}\t comment", "a {KEY}\r", "# a {KEY}", "",
    "a", "{KEY}",
    "a,b {KEY}", "*@example.com {KEY}", "!b,* {KEY}", "!a,a {KEY}", ",a {KEY}", "a,,b {KEY}",
    "a, {KEY}", "? {KEY}",
    "\"a b,c\" {KEY}", "a\"b c\"d {KEY}", "\"a\"{KEY}", "\"a {KEY}", "\"\" {KEY}",
    "a namespaces=\"git\" {KEY}", "a namespaces=\"file\" {KEY}", "a namespaces=\"file,g?t\" {KEY}",
    "a namespaces=\"!git,*\" {KEY}", "a namespaces=\"\" {KEY}", "a namespaces=git {KEY}",
    "a NAMESPACES=\"git\" {KEY}", "a namespaces=\"git\",namespaces=\"git\" {KEY}",
    "a namespaces=\"g\\\"it\" {KEY}", "a namespaces=\"git\" , {KEY}", "a ,namespaces=\"git\" {KEY}",
    "a namespaces=\"git\", {KEY}", "a namespaces=\"git\"x {KEY}", "a namespaces =\"git\" {KEY}",
    "a no-touch-required {KEY}", "a verify-required {KEY}", "a cert-authority {KEY}",
    "a namespaces=\"file\" {KEY}\na {KEY}", "a namespaces=\"file\" {KEY}\nb {KEY}",
    "b,a namespaces=\"file\" {KEY}\na {KEY}", "broken line\na {KEY}", "a {KEY}\nb {KEY}",
    "a nonsense {KEY}\nb {KEY}",
    "a valid-after=\"20260115115959Z\" {KEY}", "a valid-after=\"20260115120000Z\" {KEY}",
    "a valid-after=\"20260115120001Z\" {KEY}", "a valid-before=\"20260115115959Z\" {KEY}",
    "a valid-before=\"20260115120000Z\" {KEY}", "a valid-before=\"202601151200Z\" {KEY}",
    "a valid-before=\"20260115Z\" {KEY}", "a valid-before=\"20260116z\" {KEY}",
    "a valid-before=\"20260115120000UTC\" {KEY}", "a valid-before=\"20260115\" {KEY}",
    "a valid-after=\"20260115\",valid-before=\"20260116\" {KEY}",
    "a valid-after=\"20260230\" {KEY}",
    "a valid-after=\"20251332\" {KEY}", "a valid-after=\"2026011\" {KEY}",
    "a valid-after=20250101 {KEY}",
    "a valid-after=\"20260102\",valid-before=\"20260101\" {KEY}",
    "a valid-after=\"20250101\",valid-after=\"20250101\" {KEY}", "a valid-after=\"\" {KEY}",
    "a valid-before=\"20200101\" {KEY}\nb {KEY}", "a valid-before=\"99991231\" {KEY}",
    "a ssh-ed25519 AAAA", "a ssh-ed25519", "a ssh-nonsense {KEY}",
  ]

  @Test func plainKeysAreReadAsOpenSSHReadsThem() async throws {
    let signed = try await sign("key")
    for file in Self.files {
      let text = file.replacing("{KEY}", with: signed.line) + "\n"
      let expected = try await oracle(text, signed, at: "20260115120000Z")
      #expect(try own(text, signed, at: Self.winter) == expected, "\(file)")
    }
  }

  static let authorityFiles: [String] = [
    "ann cert-authority {CA}", "* cert-authority {CA}", "a*,bob cert-authority {CA}",
    "!ann,* cert-authority {CA}", "carl cert-authority {CA}", "ann {CA}", "ann {KEY}",
    "ann cert-authority {KEY}", "ann cert-authority,namespaces=\"git\" {CA}",
    "ann cert-authority,namespaces=\"file\" {CA}", "ann CERT-Authority,valid-before=\"2025Z\" {CA}",
    "ann cert-authority,valid-before=\"20250101Z\" {CA}",
    "ann cert-authority,valid-after=\"20250101Z\" {CA}", "ann {CERT}", "zoe {CERT}",
    "zoe cert-authority {CERT}", "bob cert-authority {CA}\nzoe {CERT}",
    "zoe {CERT}\nbob cert-authority {CA}",
    "a,,bob cert-authority {CA}", "?ob cert-authority {CA}", "b?b,ann cert-authority {CA}",
    "carl cert-authority {CA}\nann cert-authority {CA}",
  ]

  @Test(arguments: [
    ["-n", "ann,bob"], ["-n", "ann,bob", "-V", "20260101Z:20260201Z"],
    ["-n", "ann,bob", "-V", "20260201Z:20260301Z"], ["-n", "ann,bob", "-V", "20250101Z:20260115Z"],
    ["-n", "ann", "-O", "force-command=ls", "-O", "source-address=10.0.0.0/8"], ["-n", "*"], [],
    ["-h", "-n", "ann"], ["-n", "ann,ann,a b"],
  ])
  func certificatesAreReadAsOpenSSHReadsThem(options: [String]) async throws {
    let signed = try await sign("key", certificate: options)
    let authority = String(decoding: try keygen.directory.read("ca.pub").dropLast(), as: UTF8.self)
    let certificate = String(
      decoding: try keygen.directory.read("key-cert.pub").dropLast(), as: UTF8.self)
    for file in Self.authorityFiles {
      let text =
        file.replacing("{CERT}", with: certificate).replacing("{KEY}", with: signed.line)
        .replacing("{CA}", with: authority) + "\n"
      let expected = try await oracle(text, signed, at: "20260115120000Z")
      #expect(try own(text, signed, at: Self.winter) == expected, "\(options) \(file)")
    }
  }

  /// Lines put together at random from what lines are made of.
  @Test func randomLinesAreReadAsOpenSSHReadsThem() async throws {
    let signed = try await sign("key")
    var random = SplitMix64(seed: 4)
    let pieces = [
      "a", "b", "*", "!", ",", ",", "\"", " ", " ", "\t", "namespaces=\"git\"", "namespaces=\"x\"",
      "namespaces=\"", "cert-authority", "valid-after=\"20250101\"", "valid-before=\"20250101\"",
      "\\",
      "=", "#", signed.line, signed.line, " \(signed.line)",
    ]
    var kinds: Set<String> = []
    for _ in 0..<150 {
      let lines = (0..<2).map { _ in
        "a"
          + (0..<Int.random(in: 1...6, using: &random)).map { _ in
            pieces[Int.random(in: 0..<pieces.count, using: &random)]
          }.joined() + " \(signed.line)"
      }
      let text = lines.joined(separator: "\n") + "\n"
      let expected = try await oracle(text, signed, at: "20260115120000Z")
      kinds.insert(String(expected.prefix(1)))
      #expect(try own(text, signed, at: Self.winter) == expected, "\(text)")
    }
    #expect(kinds.count == 3, "the lines must bring every verdict")
  }

  @Test func linesThatDoNotCountAreTold() throws {
    let text = """
      # comment
      a no-touch-required ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJv/wTgs+nZ8m8Kx1n2sA+yL5fV1Yx8QkS9sJ5b5v6Yd

      a
      a valid-after="soon" ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJv/wTgs+nZ8m8Kx1n2sA+yL5fV1Yx8QkS9sJ5b5v6Yd
      a ssh-dss AAAA
      a\0b ssh-ed25519 AAAA
      """
    let faults = AllowedSigners(parsing: Array(text.utf8), wallClock: Self.wallClock).faults
    #expect(faults.map(\.line) == [2, 4, 5, 6, 7])
    #expect(faults.first?.fault == .unknownOption("no-touch-required"))
    #expect(faults[2].fault == .invalidTime("valid-after", "soon"))
    for fault in faults { #expect(!"\(fault.fault)".isEmpty) }
  }
}

extension WallClockTime {
  /// As a machine in UTC has it, which the programs of these tests run on.
  fileprivate var secondsHere: Int64? {
    let days = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334]
    let leaps = { (year: Int) in year / 4 - year / 100 + year / 400 }
    let before = month > 2 ? year : year - 1
    let count =
      (year - 1970) * 365 + leaps(before) - leaps(1969) + days[month - 1] + day - 1
    return Int64(((count * 24 + hour) * 60 + minute) * 60 + second)
  }
}
