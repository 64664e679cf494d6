import FoundationEssentials

extension AccessRepository {
  /// A signature in the SSHSIG format by RSA with SHA-1, which ssh-keygen makes no longer; openssl does.
  package func rsaSHA1Signature(of payload: [UInt8]) async throws -> String {
    let key = try await sandbox.makeKey("sha1", type: "rsa", bits: 2048)
    let scratch = sandbox.scratch
    try await mustRun("ssh-keygen", ["-q", "-p", "-m", "PEM", "-N", "", "-f", key.path])
    let digest = try await mustRun(
      "openssl", ["dgst", "-sha512", "-binary"], in: scratch.path, input: payload)
    let name = Array("git".utf8)
    // PROTOCOL.sshsig: what is signed, then the blob that carries it.
    let signed =
      Array("SSHSIG".utf8) + field(name) + field([]) + field(Array("sha512".utf8))
      + field(digest.output)
    let proof = try await mustRun(
      "openssl", ["dgst", "-sha1", "-sign", key.path, "-binary"], in: scratch.path, input: signed)
    let words = key.publicLine.split(separator: " ")
    guard words.count > 1, let wire = Data(base64Encoded: String(words[1])) else {
      throw ScratchError(what: "no key in \(key.publicLine)")
    }
    let blob =
      Array("SSHSIG".utf8) + [0, 0, 0, 1] + field(Array(wire)) + field(name) + field([])
      + field(Array("sha512".utf8))
      + field(field(Array("ssh-rsa".utf8)) + field(proof.output))
    let base64 = Array(Data(blob).base64EncodedString())
    let lines = stride(from: 0, to: base64.count, by: 70).map {
      String(base64[$0..<min($0 + 70, base64.count)])
    }
    return (["-----BEGIN SSH SIGNATURE-----"] + lines + ["-----END SSH SIGNATURE-----"])
      .joined(separator: "\n")
  }

  /// A string as SSH writes it: length in four bytes, then the bytes.
  private func field(_ bytes: [UInt8]) -> [UInt8] {
    let count = UInt32(bytes.count)
    return [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: count >> UInt32($0)) } + bytes
  }
}
