internal import FoundationEssentials

/// The few files outside git that a command reads and writes.
enum Files {
  /// The content of the file at `path`; nil where there is none.
  static func read(_ path: String) throws(Failure) -> [UInt8]? {
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    do {
      return [UInt8](try Data(contentsOf: URL(filePath: path)))
    } catch {
      throw Failure(.unreadableDocument, "cannot read \(path): \(error)")
    }
  }

  /// Writes `bytes` to `path` as one step: a reader sees the old content or the new, never a part.
  static func write(_ bytes: [UInt8], to path: String) throws(Failure) {
    do {
      let folder = URL(filePath: path).deletingLastPathComponent()
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try Data(bytes).write(to: URL(filePath: path), options: .atomic)
    } catch {
      throw Failure(.repositoryFailure, "cannot write \(path): \(error)")
    }
  }
}
