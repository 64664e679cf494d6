package import Model

/// Why something about a repository could not be done.
///
/// `kind` is for programs, `message` says what happened and `context` what was being done to which
/// object. Neither text ever holds a credential: addresses are shown without their user part, and
/// headers are never shown.
package struct GitError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What a program may want to tell apart.
  package enum Kind: Hashable, Sendable {
    /// There is no such object, reference, revision or repository.
    case notFound
    /// The bytes of the repository are not what git would have written.
    case corrupt
    /// The object is larger than the caller is willing to load.
    case tooLarge
    /// What is asked takes more than the budget of whoever asks; nothing is wrong with the repository.
    case overBudget(Overrun)
    /// A reference no longer has the value it was expected to have: the race is lost, try again.
    case referenceMoved
    /// Another program holds the lock of a reference, and went on holding it.
    case locked
    /// The server refused the update for a reason of its own: a hook, a protected branch.
    case rejected
    /// The remote cannot be reached, or broke off.
    case unreachable
    /// The remote asks for credentials, or refuses the ones that it got.
    case unauthenticated
    /// The host's key or certificate is not one that this machine trusts.
    case untrustedHost
    /// The repository uses what this program does not support, such as SHA-256 object ids.
    case unsupported
    /// The repository belongs to another user and `safe.directory` does not name it.
    case notOwned
    /// The repository cannot be written: permissions, or a read-only file system.
    case readOnly
    /// The disk is full.
    case noSpace
    /// The caller asked for something that makes no sense, such as a malformed reference name.
    case invalid
    /// Anything else; `message` is all there is to know.
    case other
  }

  /// What a program may want to tell apart.
  package let kind: Kind
  /// What happened, in words for a person.
  package let message: String
  /// What was being done, and to which object, reference or remote.
  package let context: String

  /// An error of `kind` while doing `context`.
  package init(_ kind: Kind, _ message: String, context: String) {
    self.kind = kind
    self.message = message
    self.context = context
  }

  /// That `overrun` happened while objects were read.
  package init(_ overrun: Overrun) {
    self.init(.overBudget(overrun), "it takes \(overrun.words)", context: "read objects")
  }

  /// What was over its budget, where that is all that went wrong.
  package var overrun: Overrun? {
    if case .overBudget(let overrun) = kind { overrun } else { nil }
  }

  /// `context: message`, on one line.
  package var description: String { "\(context): \(message)" }
}
