import FoundationEssentials
import Model
import TestSupport
import Testing

/// What lies beside the repository's objects, and others can write (THREATS row 60).
@Suite struct CacheThreats {
  private static let billing = "policies/systems/billing-db.yaml"

  private func cache(of directory: String) -> String { directory + "/countersign/policies.cache" }

  private func content(_ path: String) throws -> [UInt8] {
    [UInt8](try #require(FileManager.default.contents(atPath: path), "no \(path)"))
  }

  /// The cache of a repository in which Ben alone approves, with the id of the real blob in the place of its own.
  private func forged(for repository: AccessRepository) async throws -> [UInt8] {
    var policies = Policies()
    try policies.replace(
      "count: 1, from: [group:dba]", with: "count: 1, from: [person:ben.cole]", in: Self.billing)
    // The attacker's own keys: one of them seals what the attacker's run keeps.
    let own = try await AccessRepository(policies)
    try await run(own)
    let bytes = try content(cache(of: own.sandbox.path))
    let ids = (
      try await own.sandbox.git("rev-parse", "main:\(Self.billing)"),
      try await repository.sandbox.git("rev-parse", "main:\(Self.billing)")
    )
    let script = try own.sandbox.scratch.write(Self.python, to: "forge.py")
    return try await mustRun("/usr/bin/python3", [script, ids.0, ids.1], input: bytes).output
  }

  @Test("60: a cache that somebody else wrote, in which the right blobs say something else")
  func forged() async throws {
    let repository = try await AccessRepository()
    try await run(repository)
    let path = cache(of: repository.sandbox.path)
    let kept = try content(path)
    let forged = try await forged(for: repository)
    for bytes in [forged, Array(kept.prefix(32)) + forged.dropFirst(32)] {
      let request = Request("ana-\(bytes.first ?? 0)")
      try Data(bytes).write(to: URL(filePath: path))
      try await repository.grant(request, approvedBy: [.ben])
      try await run(repository)
      try await expectNoAccess(request.path, in: repository, "pending", [.shortOfApprovals])
      let audit = try await repository.audit()
      #expect(audit.status == 0, "\(audit)")
      // Nobody but a run touches it, and a run keeps its own in its place.
      #expect(try content(path) == kept)
    }
    try await expectUnharmed(repository)
  }

  /// What the run sealed itself is taken: there is nothing new to keep.
  @Test("60: the near twin: what a run sealed, the next one believes")
  func own() async throws {
    let repository = try await AccessRepository()
    try await run(repository)
    let path = cache(of: repository.sandbox.path)
    let before = try await mustRun("stat", ["-c", "%i %Y", path]).text
    try await repository.grant(Request("ana-invoices"))
    try await run(repository)
    #expect(try await mustRun("stat", ["-c", "%i %Y", path]).text == before)
    // Damaged, it says nothing, and the next run that reads policies keeps one anew.
    try Data(try content(path).reversed()).write(to: URL(filePath: path))
    try await run(repository, at: .drill(.hours(9)))
    try await repository.grant(Request("ana-again"))
    try await run(repository, at: .drill(.hours(9)))
    #expect(try await mustRun("stat", ["-c", "%i %Y", path]).text != before)
  }

  /// What it lays out otherwise, or finds a fault in, is not taken from a program before or after it.
  @Test("60: the cache of another program that has the same key")
  func ofAnotherProgram() async throws {
    let repository = try await AccessRepository()
    try await run(repository)
    let path = cache(of: repository.sandbox.path)
    let before = try content(path)
    let other = "\(repository.sandbox.scratch.path)/another"
    try FileManager.default.copyItem(atPath: AccessRepository.program, toPath: other)
    try await repository.grant(Request("ana-invoices"))
    try await mustRun(
      other, repository.runArguments(), in: repository.sandbox.scratch.path,
      environment: repository.sandbox.environment())
    let after = try content(path)
    // The same policies under another seal.
    #expect(after.dropFirst(32) == before.dropFirst(32))
    #expect(after.prefix(32) != before.prefix(32))
    #expect(try await repository.grants().count == 1)
  }

  @Test("60: a pipe, a device or a link in its place", arguments: ["fifo", "zero", "link"])
  func noFile(_ kind: String) async throws {
    let repository = try await AccessRepository()
    let request = Request("ana-invoices")
    try await run(repository)
    let path = cache(of: repository.sandbox.path)
    try FileManager.default.removeItem(atPath: path)
    let elsewhere = try repository.sandbox.scratch.write("mine\n", to: "elsewhere")
    switch kind {
    case "fifo": try await mustRun("mkfifo", [path])
    case "zero": try await mustRun("ln", ["-s", "/dev/zero", path])
    default: try await mustRun("ln", ["-s", elsewhere, path])
    }
    try await repository.grant(request)
    let answer = Answer(
      result: try await runProgram(
        "timeout", ["60", AccessRepository.program] + (try repository.runArguments()),
        in: repository.sandbox.path, environment: repository.sandbox.environment()))
    #expect(answer.status == 0, "\(answer)")
    try await expectAccess(request.path, in: repository)
    #expect(try repository.sandbox.scratch.read("elsewhere") == Array("mine\n".utf8))
  }

  /// Puts one blob's id in the place of another's, and mends the checksum; the seal in front stays as it is.
  private static let python = #"""
    import sys

    MASK = (1 << 64) - 1
    MAGIC = b"countersign policy cache\n"

    def number(bytes, at):
        value = shift = 0
        while True:
            byte = bytes[at]
            at, value, shift = at + 1, value | (byte & 0x7F) << shift, shift + 7
            if byte < 0x80:
                return value, at

    def written(value):
        out = b""
        while value >= 0x80:
            out, value = out + bytes([value & 0x7F | 0x80]), value >> 7
        return out + bytes([value])

    def mix(sum, word):
        product = ((sum ^ word) * 0x100000001B3) & MASK
        return product ^ product >> 32

    def checksum(body):
        sum, whole = 0xCBF29CE484222325, len(body) // 8 * 8
        for at in range(0, whole, 8):
            sum = mix(sum, int.from_bytes(body[at:at + 8], "little"))
        return mix(mix(sum, int.from_bytes(body[whole:], "little")), len(body))

    old, new = (bytes.fromhex(id) for id in sys.argv[1:3])
    whole = sys.stdin.buffer.read()
    seal, content = whole[:32], whole[32:]
    assert content.startswith(MAGIC)
    sum, at = number(content, len(MAGIC))
    body = content[at:]
    assert checksum(body) == sum and body.count(old) == 1
    body = body.replace(old, new)
    sys.stdout.buffer.write(seal + MAGIC + written(checksum(body)) + body)

    """#
}
