import Glibc

/// The few things that the benchmarks do with files, without Foundation.
enum Files {
  /// Writes a line for whoever watches to standard error.
  static func note(_ line: String) {
    let bytes = Array("\(line)\n".utf8)
    _ = Glibc.write(STDERR_FILENO, bytes, bytes.count)
  }

  static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  static func read(_ path: String) throws -> [UInt8] {
    guard let file = fopen(path, "rb") else { throw BenchmarkError("cannot open \(path)") }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = fread(&buffer, 1, buffer.count, file)
      if count == 0 { return bytes }
      bytes += buffer[..<count]
    }
  }

  static func text(_ path: String) throws -> String {
    String(decoding: try read(path), as: UTF8.self)
  }

  static func write(_ bytes: some Collection<UInt8>, to path: String) throws {
    guard let file = fopen(path, "wb") else { throw BenchmarkError("cannot write \(path)") }
    defer { fclose(file) }
    let all = Array(bytes)
    guard fwrite(all, 1, all.count, file) == all.count else {
      throw BenchmarkError("cannot write \(path): the disk may be full")
    }
  }

  /// Writes what `fill` hands over piece by piece, so that a history of 1 GB is never in memory.
  static func write(
    to path: String, _ fill: ((inout [UInt8]) throws -> Void) throws -> Void
  ) throws {
    guard let file = fopen(path, "wb") else { throw BenchmarkError("cannot write \(path)") }
    defer { fclose(file) }
    var piece: [UInt8] = []
    try fill { next in
      swap(&piece, &next)
      guard fwrite(piece, 1, piece.count, file) == piece.count else {
        throw BenchmarkError("cannot write \(path): the disk may be full")
      }
      next.removeAll(keepingCapacity: true)
      swap(&piece, &next)
      next.removeAll(keepingCapacity: true)
    }
  }

  static func makeFolder(_ path: String) throws {
    var made = path.hasPrefix("/") ? "" : "."
    for name in path.split(separator: "/") {
      made += "/\(name)"
      guard mkdir(made, 0o777) == 0 || errno == EEXIST else {
        throw BenchmarkError("cannot make the folder \(made)")
      }
    }
  }

  static func move(_ path: String, to target: String) throws {
    guard rename(path, target) == 0 else {
      throw BenchmarkError("cannot move \(path) to \(target)")
    }
  }

  /// The names in a folder, sorted; none where there is no such folder.
  static func names(in folder: String) -> [String] {
    guard let handle = opendir(folder) else { return [] }
    defer { closedir(handle) }
    var names: [String] = []
    while let entry = readdir(handle) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { place in
        place.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  /// Removes a file, or a folder with the files in it.
  static func remove(_ path: String) {
    if unlink(path) == 0 { return }
    for name in names(in: path) { remove("\(path)/\(name)") }
    rmdir(path)
  }
}
