internal import FoundationEssentials
internal import Processing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The few files outside git that a command reads and writes.
enum Files {
  /// Bytes of the largest file that anybody names to a command; the keyring of a large project fits.
  private static let largest = 64 << 20

  /// The content of the file or pipe at `path`, which the user names; nil where there is none.
  ///
  /// A pipe that nobody writes to ends at once, one whose writer says nothing for half a minute is given up, and
  /// a device without an end is left at the largest size: no name can hold a command up for ever.
  static func read(_ path: String) throws(Failure) -> [UInt8]? {
    let file = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
    guard file >= 0 else {
      if errno == ENOENT || errno == ENOTDIR { return nil }
      throw unreadable(path)
    }
    defer { close(file) }
    guard let bytes = readAll(from: file, limit: largest) else {
      if errno == EFBIG {
        throw Failure(.unreadableDocument, "\(path) has more than \(largest) bytes.")
      }
      throw unreadable(path)
    }
    return bytes
  }

  static func unreadable(_ path: String) -> Failure {
    Failure(.unreadableDocument, "cannot read \(path): \(String(cString: strerror(errno))).")
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

  /// Adds `bytes` to the end of the file at `path`, which is made where there is none.
  static func append(_ bytes: [UInt8], to path: String) throws(Failure) {
    let file = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o644)
    guard file >= 0 else {
      throw Failure(
        .repositoryFailure, "cannot write \(path): \(String(cString: strerror(errno))).")
    }
    defer { close(file) }
    guard writeAll(bytes, to: file) else {
      throw Failure(.repositoryFailure, "cannot write \(path).")
    }
  }

  /// Whether anything is at `path`, a link that leads nowhere included.
  static func isTaken(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0
  }

  /// The permissions of the file at `path`, links followed; nil where there is none.
  static func mode(of path: String) -> UInt32? {
    var status = stat()
    return stat(path, &status) == 0 ? UInt32(status.st_mode) & 0o7777 : nil
  }

  /// `path` as an absolute one without links, as far as it exists, and without a slash at its end.
  static func resolved(_ path: String) throws(Failure) -> String {
    var missing: [Substring] = []
    var known = path[...]
    while true {
      if let found = realpath(known.isEmpty ? "." : String(known), nil) {
        defer { free(found) }
        let base = String(cString: found)
        let rest = missing.reversed().filter { $0 != "." && !$0.isEmpty }
        guard !rest.contains("..") else {
          throw Failure(.wrongUsage, "\(path) leads through a folder that is not there.")
        }
        return rest.isEmpty ? base : (base == "/" ? "" : base) + "/" + rest.joined(separator: "/")
      }
      let end = known.lastIndex(of: "/")
      missing.append(end.map { known[known.index(after: $0)...] } ?? known)
      known = end.map { $0 == known.startIndex ? "/" : known[..<$0] } ?? ""
    }
  }

  /// Lets everybody run the file at `path` who may read it.
  static func makeExecutable(_ path: String) throws(Failure) {
    guard chmod(path, 0o755) == 0 else {
      throw Failure(.repositoryFailure, "cannot make \(path) executable")
    }
  }

  /// Makes the folder that `path` is in, for its owner alone where it is new.
  static func makeFolder(of path: String) throws(Failure) {
    let folder = URL(filePath: path).deletingLastPathComponent()
    do {
      try FileManager.default.createDirectory(
        at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch {
      throw Failure(.repositoryFailure, "cannot make the folder of \(path): \(error)")
    }
  }
}
