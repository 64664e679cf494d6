internal import Model

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

extension Files {
  /// The names in the folder at `path`, sorted; none where there is no such folder.
  static func names(in path: String) -> [String] {
    guard let folder = opendir(path) else { return [] }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { field in
        field.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  /// The size in bytes of what stands at `path`, links not followed; nil where nothing or a folder does.
  static func size(of path: String) -> Int? {
    var facts = stat()
    guard lstat(path, &facts) == 0, facts.st_mode & S_IFMT != S_IFDIR else { return nil }
    return Int(facts.st_size)
  }

  /// The folder that this process works in.
  static var currentFolder: String? {
    guard let path = getcwd(nil, 0) else { return nil }
    defer { free(path) }
    return String(cString: path)
  }

  /// Writes a new file `name` into `folders` below `root`, making those that are not there.
  ///
  /// No link is followed below `root`, so a hostile branch cannot have the file put elsewhere.
  /// - Returns: False where something stands there already, which is left alone.
  static func create(
    _ bytes: [UInt8], below root: String, in folders: [String], name: String
  ) throws(Failure) -> Bool {
    let path = (folders + [name]).joined(separator: "/")
    var folder = open(root, O_DIRECTORY | O_RDONLY | O_CLOEXEC)
    guard folder >= 0 else { throw unwritable(root) }
    defer { close(folder) }
    for next in folders {
      if mkdirat(folder, next, 0o755) != 0, errno != EEXIST { throw unwritable(path) }
      let opened = openat(folder, next, O_DIRECTORY | O_NOFOLLOW | O_RDONLY | O_CLOEXEC)
      guard opened >= 0 else { throw unwritable(path) }
      close(folder)
      folder = opened
    }
    let file = openat(folder, name, O_CREAT | O_EXCL | O_NOFOLLOW | O_WRONLY | O_CLOEXEC, 0o644)
    if file < 0, errno == EEXIST { return false }
    guard file >= 0 else { throw unwritable(path) }
    let isWritten = writeAll(bytes, to: file)
    guard close(file) == 0, isWritten else {
      let failure = unwritable(path)
      unlinkat(folder, name, 0)
      throw failure
    }
    return true
  }

  private static func unwritable(_ path: String) -> Failure {
    Failure(
      .repositoryFailure, "\(path) cannot be written: \(String(cString: strerror(errno))).",
      hint: "Each folder on the way must be a folder, no link, that you may write to.")
  }
}
