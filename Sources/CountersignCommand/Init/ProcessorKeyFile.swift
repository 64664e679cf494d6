internal import Processing
internal import Signatures

/// Where the processor's first key comes from.
enum ProcessorKeyFile {
  /// Makes a key pair with ssh-keygen at `path`, or takes the one that is there already.
  ///
  /// - Throws: With status 64 where `path` is inside `root`: a key in a work tree is soon committed.
  static func made(at path: String, outside root: String) async throws(Failure) -> SSHPublicKey {
    let place = try Files.resolved(path)
    guard place != root, !place.hasPrefix(root + "/") else {
      throw Failure(
        .wrongUsage, "\(path) is inside the repository, where a private key must never be.",
        hint: "Name a place outside: --key-out <file>.")
    }
    if !Files.isTaken(place) {
      try Files.makeFolder(of: place)
      let end = try await Outside.ofThisProcess.run(
        ProgramStart(
          "ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "countersign", "-f", place]))
      guard end.succeeded else {
        throw Failure(.unavailable, "ssh-keygen could not make a key at \(path).")
      }
    }
    return try PublicKeyFile.read("\(place).pub")
  }
}
