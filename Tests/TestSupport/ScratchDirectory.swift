import FoundationEssentials

#if canImport(Glibc)
  import Glibc
#endif

/// A directory of one test's own, removed with everything in it when the last owner lets go.
package final class ScratchDirectory: Sendable {
  /// The absolute path, without a slash at its end.
  package let path: String

  /// Makes a new, empty directory below the system's temporary directory.
  package init() throws {
    var template = Array("/tmp/countersign-test-XXXXXX".utf8CString)
    guard
      let made = template.withUnsafeMutableBufferPointer({ $0.baseAddress.flatMap { mkdtemp($0) } })
    else {
      throw ScratchError(what: "mkdtemp failed with errno \(errno)")
    }
    path = String(cString: made)
  }

  deinit {
    do {
      try FileManager.default.removeItem(atPath: path)
    } catch {
      print("could not remove \(path): \(error)")
    }
  }

  /// The absolute path of `name` inside the directory.
  package func file(_ name: String) -> String { "\(path)/\(name)" }

  /// Writes `bytes` to `name`, making the folders on the way, and answers with its absolute path.
  @discardableResult
  package func write(_ bytes: some Sequence<UInt8>, to name: String, mode: Int = 0o644) throws
    -> String
  {
    let target = file(name)
    let folder = target.split(separator: "/", omittingEmptySubsequences: false).dropLast()
      .joined(separator: "/")
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    guard
      FileManager.default.createFile(
        atPath: target, contents: Data(bytes), attributes: [.posixPermissions: mode])
    else { throw ScratchError(what: "cannot write \(target)") }
    return target
  }

  /// Writes `text` to `name` and answers with its absolute path.
  @discardableResult
  package func write(_ text: String, to name: String, mode: Int = 0o644) throws -> String {
    try write(text.utf8, to: name, mode: mode)
  }

  /// The bytes of the file `name`.
  package func read(_ name: String) throws -> [UInt8] {
    guard let data = FileManager.default.contents(atPath: file(name)) else {
      throw ScratchError(what: "cannot read \(file(name))")
    }
    return [UInt8](data)
  }
}

/// What went wrong while a test laid out its files or ran its programs.
package struct ScratchError: Error, CustomStringConvertible {
  package let what: String
  package init(what: String) { self.what = what }
  package var description: String { what }
}
