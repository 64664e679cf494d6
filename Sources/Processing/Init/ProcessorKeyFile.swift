internal import Model
internal import Signatures

/// Where the processor's first key comes from.
enum ProcessorKeyFile {
  /// Makes a key pair with ssh-keygen at `path`, or takes the one that is there already.
  ///
  /// - Throws: `.wrongUsage` where `path` is inside `root`: a key in a work tree is soon committed.
  static func made(
    at path: String, notIn root: String, _ outside: Outside
  ) async throws(ProcessingError) -> SSHPublicKey {
    let place = try outside.files.resolved(path)
    guard place != root, !place.hasPrefix(root + "/") else {
      throw ProcessingError(
        .wrongUsage, "\(path) is inside the repository, where a private key must never be.",
        hint: "Name a place outside: \(OptionName.keyOut) <file>.")
    }
    if !outside.files.isTaken(place) {
      try outside.files.makeFolder(place)
      let end = try await outside.run(
        ProgramStart(
          "ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "countersign", "-f", place]))
      guard end.succeeded else {
        throw ProcessingError(.unavailable, "ssh-keygen could not make a key at \(path).")
      }
    }
    return try PublicKeyFile.read("\(place).pub", outside.files)
  }
}
