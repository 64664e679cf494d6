extension AccessRepository {
  /// The key files of everybody, written to `keys/` in `scratch`.
  package static func keyFiles(in scratch: ScratchDirectory) async throws -> [KeyName: GitKey] {
    try await KeyPair.files(in: scratch)
  }
}
