/// What a list of people made of their files.
package struct PeopleImportReport: Sendable {
  package struct Change: Sendable {
    package let id: IdentityID
    /// `new`, `changed` or `left`.
    package let kind: String
    package let path: RepositoryPath
    /// The entries that changed.
    package let entries: [String]

    package init(id: IdentityID, kind: String, path: RepositoryPath, entries: [String]) {
      self.id = id
      self.kind = kind
      self.path = path
      self.entries = entries
    }
  }

  /// Something the list says that the files did not take.
  package struct Kept: Sendable {
    package let id: IdentityID
    /// In words that stand behind the person's id.
    package let why: String

    package init(id: IdentityID, why: String) {
      self.id = id
      self.why = why
    }
  }

  package let changes: [Change]
  package let kept: [Kept]
  /// How many people the list says nothing new of.
  package let unchanged: Int
  /// Whether no row of the list was left out.
  package let isWhole: Bool
  package let isDryRun: Bool
  /// How to send the change off; each is one line.
  package let commands: [String]

  package init(
    changes: [Change], kept: [Kept], unchanged: Int, isWhole: Bool = true, isDryRun: Bool,
    commands: [String]
  ) {
    self.changes = changes
    self.kept = kept
    self.unchanged = unchanged
    self.isWhole = isWhole
    self.isDryRun = isDryRun
    self.commands = commands
  }
}
