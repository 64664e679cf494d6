package import Git
package import Model

/// Why the ledger cannot be trusted, read or written.
///
/// Nothing that throws this has moved a reference; what it may have written are objects that nothing
/// leads to.
package struct LedgerError: Error, Hashable, Sendable {
  /// What a program may want to tell apart.
  package enum Kind: Hashable, Sendable {
    /// This commit is not what the processor would have made: exit 77, `ledger-untrusted`.
    case untrusted(commit: ObjectID)
    /// The ledger says that it was begun at this commit, not at the anchor given: exit 77.
    case anotherAnchor(ObjectID)
    /// The ledger was written by a program of this version or a newer one: exit 77.
    case needsNewer(version: String)
    /// A record of a ledger is not in the form that this version reads.
    case unreadable
    /// A grant's id stands in the ledger already (THREATS row 51).
    case alreadyTaken(GrantID)
    /// The key to sign with is not one of the set in force.
    case keyNotInForce
    /// The run's clock is behind the ledger's last event: exit 77, `clock-behind`.
    case clockBehind
    /// What shall be written does not fit what the ledger holds: a bug of the caller, exit 70.
    case inconsistent
    /// The cryptographic library could not sign.
    case signingFailed
    /// This certificate authority, by its public key in base64, did not sign.
    case notCertified(authority: String)
    /// The repository could not be read or written: exit 74.
    case git(GitError)
  }

  /// What a program may want to tell apart.
  package let kind: Kind
  /// What is wrong, in words for a person; text from the ledger in it is escaped.
  package let message: String

  package init(_ kind: Kind, _ message: String) {
    self.kind = kind
    self.message = message
  }

  init(_ error: GitError) { self.init(.git(error), error.description) }

  /// The stable name of the reason (DESIGN section 9), where it has one.
  package var code: ReasonCode? {
    switch kind {
    case .untrusted, .needsNewer: .ledgerUntrusted
    case .anotherAnchor: .noAnchor
    case .clockBehind: .clockBehind
    case .unreadable, .alreadyTaken, .keyNotInForce, .inconsistent, .signingFailed, .notCertified,
      .git:
      nil
    }
  }

  static func untrusted(_ commit: ObjectID, _ why: String) -> LedgerError {
    LedgerError(.untrusted(commit: commit), "ledger commit \(commit) \(why)")
  }
}

extension LedgerError: CustomStringConvertible {
  /// The same as `message`.
  package var description: String { message }
}

/// Runs `body`, which reads or writes the repository, and says what it throws in this room's words.
func inGit<Value>(_ body: () throws(GitError) -> Value) throws(LedgerError) -> Value {
  do throws(GitError) {
    return try body()
  } catch {
    throw LedgerError(error)
  }
}

/// Runs `body`, which reads what belongs to `commit`: corrupt objects make the commit untrusted.
///
/// A missing object stays an error of the repository, which fetching mends.
func readingCommit<Value>(
  _ commit: ObjectID, _ body: () throws(GitError) -> Value
) throws(LedgerError) -> Value {
  do throws(GitError) {
    return try body()
  } catch {
    guard error.kind == .corrupt || error.kind == .tooLarge else { throw LedgerError(error) }
    throw .untrusted(commit, "is malformed: \(error)")
  }
}
