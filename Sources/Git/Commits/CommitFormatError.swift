package import Model

/// Why a commit is malformed: the reason code `malformed-commit` of DESIGN section 9.
package struct CommitFormatError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The malformed commit.
  package let commit: ObjectID
  /// What is wrong with it, in words for a person.
  package let message: String

  /// The commit and what is wrong with it.
  package var description: String { "commit \(commit): \(message)" }
}
