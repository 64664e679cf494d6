/// The file of a review that was just written, and how to send it off.
package struct ReviewDraftReport: Sendable {
  package let path: RepositoryPath
  /// Commands for a shell, in order; each is one line.
  package let commands: [String]
  /// What is to be done before them.
  package let firstStep: String?
  /// What no command does.
  package let lastStep: String

  package init(path: RepositoryPath, commands: [String], firstStep: String?, lastStep: String) {
    self.path = path
    self.commands = commands
    self.firstStep = firstStep
    self.lastStep = lastStep
  }
}
