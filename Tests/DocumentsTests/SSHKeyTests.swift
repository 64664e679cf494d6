import Documents
import Model
import TestSupport
import Testing

@Suite("SSH keys in policies")
struct SSHKeyTests {
  static func person(_ key: String) -> Result<ParsedDocument, DocumentFaults> {
    document(
      "policies/people/a.yaml",
      """
      name: A
      class: employee
      keys: [{ssh: '\(key)'}]
      verified: 2026-11-01T00:00:00Z
      status: active

      """)
  }

  @Test(
    "The keys that ssh-keygen makes are taken, and their bytes are what it says",
    arguments: [
      ["-t", "ed25519"], ["-t", "ecdsa", "-b", "256"], ["-t", "ecdsa", "-b", "384"],
      ["-t", "ecdsa", "-b", "521"], ["-t", "rsa", "-b", "2048"], ["-t", "rsa", "-b", "3072"],
    ])
  func made(options: [String]) async throws {
    let scratch = try ScratchDirectory()
    try await mustRun(
      "ssh-keygen", ["-q", "-N", "", "-C", "a comment", "-f", scratch.file("key")] + options)
    let text = String(decoding: try scratch.read("key.pub"), as: UTF8.self)
      .split(separator: "\n").joined()
    let parsed = try Self.person(text).get()
    guard case .person(let person) = parsed.content,
      case .ssh(let wire)? = person.keys.first?.material
    else {
      Issue.record("no key was read")
      return
    }
    let encoded = try await mustRun("base64", ["-w0"], input: wire).text
    #expect(text.split(separator: " ").dropFirst().first.map(String.init) == encoded)

    // Each byte more, less or other at the front is no key of that type any more.
    let type = try #require(text.split(separator: " ").first)
    for damaged in [
      wire + [0], Array(wire.dropLast()), [1] + wire.dropFirst(), Array(wire.prefix(4)),
    ] {
      let base64 = try await mustRun("base64", ["-w0"], input: damaged).text
      #expect(faultLines(Self.person("\(type) \(base64)")).count == 1)
    }
  }

  @Test("RSA with 1024 bits is too weak")
  func weak() async throws {
    let scratch = try ScratchDirectory()
    try await mustRun(
      "ssh-keygen", ["-q", "-N", "", "-t", "rsa", "-b", "1024", "-f", scratch.file("key")])
    let text = String(decoding: try scratch.read("key.pub"), as: UTF8.self)
      .split(separator: "\n").joined()
    #expect(
      faultLines(Self.person(text)).first?.hasSuffix(
        "(RSA with 1024 bits is too weak: 2048 are the least)") == true)
  }

  @Test("Security keys are taken with their application, and not without")
  func securityKeys() async throws {
    func field(_ bytes: [UInt8]) -> [UInt8] {
      [0, 0, UInt8(bytes.count >> 8), UInt8(bytes.count & 0xFF)] + bytes
    }
    let point = [4] + [UInt8](repeating: 7, count: 64)
    let ed25519 = "sk-ssh-ed25519@openssh.com"
    let ecdsa = "sk-ecdsa-sha2-nistp256@openssh.com"
    let whole = [
      (ed25519, field(Array(ed25519.utf8)) + field([UInt8](repeating: 9, count: 32))),
      (ecdsa, field(Array(ecdsa.utf8)) + field(Array("nistp256".utf8)) + field(point)),
    ]
    for (type, wire) in whole {
      let application = field(Array("ssh:".utf8))
      let good = try await mustRun("base64", ["-w0"], input: wire + application).text
      #expect(faultLines(Self.person("\(type) \(good)")) == [])
      for bad in [wire, wire + field([]), wire + application + [0]] {
        let base64 = try await mustRun("base64", ["-w0"], input: bad).text
        #expect(faultLines(Self.person("\(type) \(base64)")).count == 1)
      }
    }
  }

  @Test("A number in RSA or a point in ECDSA has one encoding")
  func oneEncoding() async throws {
    func field(_ bytes: [UInt8]) -> [UInt8] {
      [0, 0, UInt8(bytes.count >> 8), UInt8(bytes.count & 0xFF)] + bytes
    }
    let modulus = [0x00, 0xC1] + [UInt8](repeating: 3, count: 255)
    func rsa(_ exponent: [UInt8], _ modulus: [UInt8]) -> [UInt8] {
      field(Array("ssh-rsa".utf8)) + field(exponent) + field(modulus)
    }
    func faults(_ type: String, _ wire: [UInt8]) async throws -> Int {
      let base64 = try await mustRun("base64", ["-w0"], input: wire).text
      return faultLines(Self.person("\(type) \(base64)")).count
    }
    #expect(try await faults("ssh-rsa", rsa([1, 0, 1], modulus)) == 0)
    #expect(try await faults("ssh-rsa", rsa([0, 1, 0, 1], modulus)) == 1)
    #expect(try await faults("ssh-rsa", rsa([1, 0, 1], [0] + modulus)) == 1)
    #expect(try await faults("ssh-rsa", rsa([1, 0, 1], Array(modulus.dropFirst()))) == 1)
    #expect(try await faults("ssh-rsa", rsa([], modulus)) == 1)
    #expect(try await faults("ssh-rsa", rsa([0], modulus)) == 1)
    let curve = field(Array("ecdsa-sha2-nistp256".utf8)) + field(Array("nistp256".utf8))
    let half = [UInt8](repeating: 7, count: 32)
    #expect(try await faults("ecdsa-sha2-nistp256", curve + field([4] + half + half)) == 0)
    #expect(try await faults("ecdsa-sha2-nistp256", curve + field([2] + half)) == 1)
    let wrong = field(Array("ecdsa-sha2-nistp256".utf8)) + field(Array("nistp384".utf8))
    #expect(try await faults("ecdsa-sha2-nistp256", wrong + field([4] + half + half)) == 1)
  }

  @Test("Base64 has one spelling a key")
  func base64() throws {
    let parts = sampleKey.split(separator: " ").map(String.init)
    let body = try #require(parts.dropFirst().first)
    #expect(faultLines(Self.person("ssh-ed25519 \(body)")) == [])
    #expect(faultLines(Self.person("ssh-ed25519 \(body) a long comment, with blanks")) == [])
    for bad in [
      "\(body)=", "\(body)====", String(body.dropLast()), "=\(body.dropFirst())",
      body.replacing("A", with: "-"), "\(body)\u{A0}", "",
    ] {
      #expect(faultLines(Self.person("ssh-ed25519 \(bad)")).count == 1, "\(bad)")
    }
  }
}
