package import Model

/// A branch that gives somebody a new key, and whose approvals it takes.
package struct RotateKeyReport: Report {
  package let person: IdentityID
  package let branch: String
  package let commit: ObjectID
  /// The names of the key that retires and of the one in its place.
  package let old: String
  package let new: String
  package let change: GovernedChange
  /// Whether a key of the person's own that is in force signed it.
  package let isSignedByOwner: Bool
  /// Commands for a shell, in order.
  package let commands: [String]

  package init(
    person: IdentityID, branch: String, commit: ObjectID, old: String, new: String,
    change: GovernedChange, isSignedByOwner: Bool, commands: [String]
  ) {
    self.person = person
    self.branch = branch
    self.commit = commit
    self.old = old
    self.new = new
    self.change = change
    self.isSignedByOwner = isSignedByOwner
    self.commands = commands
  }

  package func text(_ style: Style) -> String {
    var page = Page(style)
    page.line("a new key for \(person, .strong) on the branch \(branch), commit \(commit.short)")
    page.facts([("retires", "\(old)"), ("new", "\(new)")], indent: 2)
    page.gap()
    page.line(
      isSignedByOwner
        ? "It is signed with a key of \(person) that is in force, so that the line of the file is all it takes:"
        : "It is not signed with a key of \(person) that is in force. The approvals of the settings' line replace "
          + "that signature:")
    for requirement in change.requirements { page.requirement(requirement) }
    page.gap()
    page.line("Next:")
    for command in commands { page.whole("\(command)", indent: 2) }
    page.line(
      "Then those named above merge it with a signature. Sign with the new key once a run has accepted it.",
      indent: 2)
    return page.text
  }

  package var json: JSONValue {
    [
      "person": JSONValue(text: person), "branch": .string(branch),
      "commit": JSONValue(text: commit), "retires": .string(old), "key": .string(new),
      "signed": .bool(isSignedByOwner),
      "requirements": JSONValue(change.requirements) { JSONValue($0) },
      "commands": JSONValue(commands) { .string($0) },
    ]
  }
}
