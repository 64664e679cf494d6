import FoundationEssentials

/// The programs that `Scripts/test-tools` installs.
package enum TestTools {
  /// The folder of this project.
  package static let project = #filePath.split(separator: "/").dropLast(3).reduce("") {
    "\($0)/\($1)"
  }

  /// The folder of the programs.
  package static let folder = "\(project)/.build/test-tools/bin"

  /// The text of the project's file at `path`.
  package static func text(of path: String) throws -> String {
    guard let data = FileManager.default.contents(atPath: "\(project)/\(path)") else {
      throw ScratchError(what: "cannot read \(path)")
    }
    return String(decoding: data, as: UTF8.self)
  }
}
