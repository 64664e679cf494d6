internal import Model
internal import Processing

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
    let folder = try folder(below: root, folders, for: path)
    defer { close(folder) }
    return try create(bytes, in: folder, name: name, path: path)
  }

  /// Writes the file `name` in `folders` below `root` as one step, in the place of what stands there.
  ///
  /// No link is followed below `root`; a link that stands there is replaced, not what it leads to.
  ///
  /// - Parameter isDurable: Whether it must be on the disk before anybody goes on.
  static func replace(
    _ bytes: [UInt8], below root: String, in folders: [String], name: String,
    mode: mode_t = 0o644, isDurable: Bool = false
  ) throws(Failure) {
    let path = (folders + [name]).joined(separator: "/")
    let folder = try folder(below: root, folders, for: path)
    defer { close(folder) }
    // Of its own, so that two programs at once do not write into one draft.
    let draft = ".\(name).\(getpid()).new"
    unlinkat(folder, draft, 0)
    guard
      try create(
        bytes, in: folder, name: draft, path: path, mode: mode, isDurable: isDurable)
    else { throw unwritable(path) }
    guard renameat(folder, draft, folder, name) == 0 else {
      let failure = unwritable(path)
      unlinkat(folder, draft, 0)
      throw failure
    }
    if isDurable { fsync(folder) }
  }

  /// The content of the file `name` in `folders` below `root`, which this program wrote itself.
  ///
  /// No link is followed below `root`, and only a regular file of at most `limit` bytes is read: who may write
  /// into a repository's folder could else have a command read anything, or wait for ever (THREATS row 61).
  /// - Returns: Nil where there is no such file.
  static func readOwn(
    below root: String, in folders: [String], name: String, limit: Int
  ) throws(Failure) -> [UInt8]? {
    let path = "\(root)\((folders + [name]).joined(separator: "/"))"
    var folder = open(root, O_DIRECTORY | O_RDONLY | O_CLOEXEC)
    for next in folders where folder >= 0 {
      let opened = openat(folder, next, O_DIRECTORY | O_NOFOLLOW | O_RDONLY | O_CLOEXEC)
      let trouble = errno
      close(folder)
      (folder, errno) = (opened, trouble)
    }
    guard folder >= 0 else {
      if errno == ENOENT { return nil }
      throw unreadable(path)
    }
    defer { close(folder) }
    let file = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard file >= 0 else {
      if errno == ENOENT { return nil }
      throw unreadable(path)
    }
    defer { close(file) }
    var facts = stat()
    guard fstat(file, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else {
      throw Failure(.unreadableDocument, "\(path) is no file.")
    }
    guard Int(facts.st_size) <= limit, let bytes = readAll(from: file, limit: limit) else {
      throw Failure(.unreadableDocument, "\(path) has more than \(limit) bytes.")
    }
    return bytes
  }

  /// Takes away the file `name` in `folders` below `root`; a link that stands there, not what it leads to.
  static func remove(below root: String, in folders: [String], name: String) throws(Failure) {
    let path = (folders + [name]).joined(separator: "/")
    let folder = try folder(below: root, folders, for: path)
    defer { close(folder) }
    guard unlinkat(folder, name, 0) == 0 || errno == ENOENT else { throw unwritable(path) }
  }

  private static func create(
    _ bytes: [UInt8], in folder: Int32, name: String, path: String, mode: mode_t = 0o644,
    isDurable: Bool = false
  ) throws(Failure) -> Bool {
    let file = openat(folder, name, O_CREAT | O_EXCL | O_NOFOLLOW | O_WRONLY | O_CLOEXEC, mode)
    if file < 0, errno == EEXIST { return false }
    guard file >= 0 else { throw unwritable(path) }
    let isWritten = writeAll(bytes, to: file) && (!isDurable || fsync(file) == 0)
    guard close(file) == 0, isWritten else {
      let failure = unwritable(path)
      unlinkat(folder, name, 0)
      throw failure
    }
    return true
  }

  /// The innermost of `folders`, opened; whoever asks closes it.
  private static func folder(
    below root: String, _ folders: [String], for path: String
  ) throws(Failure) -> Int32 {
    var folder = open(root, O_DIRECTORY | O_RDONLY | O_CLOEXEC)
    guard folder >= 0 else { throw unwritable(root) }
    for next in folders {
      let isThere = mkdirat(folder, next, 0o755) == 0 || errno == EEXIST
      let opened =
        isThere ? openat(folder, next, O_DIRECTORY | O_NOFOLLOW | O_RDONLY | O_CLOEXEC) : -1
      let failure = opened < 0 ? unwritable(path) : nil
      close(folder)
      if let failure { throw failure }
      folder = opened
    }
    return folder
  }

  private static func unwritable(_ path: String) -> Failure {
    Failure(
      .repositoryFailure, "\(path) cannot be written: \(String(cString: strerror(errno))).",
      hint: "Each folder on the way must be a folder, no link, that you may write to.")
  }
}
