/// The programs that `Scripts/test-tools` installs.
package enum TestTools {
  /// The folder of this project.
  package static let project = #filePath.split(separator: "/").dropLast(3).reduce("") {
    "\($0)/\($1)"
  }

  /// The folder of the programs.
  package static let folder = "\(project)/.build/test-tools/bin"
}
