/// What is to be said about the signature of one commit, with no policy at hand (`countersign verify`).
package struct CommitVerdict: Hashable, Sendable {
  /// What kind of signature the commit has.
  package enum Format: String, Hashable, Sendable, CaseIterable {
    case ssh, openpgp, x509, none
  }

  /// The answer, by the stable names of DESIGN section 9.
  package enum Answer: String, Hashable, Sendable, CaseIterable {
    /// It verifies, by a key that may sign.
    case good
    /// It was not made over this commit, or not for commits.
    case bad
    /// It verifies, by a key that nobody named.
    case unknownKey = "unknown-key"
    /// By a key that was named for another time.
    case expiredKey = "expired-key"
    case revokedKey = "revoked-key"
    /// The key or the algorithm proves nothing.
    case weakKey = "weak-key"
    case unsigned
    /// The commit or its signature cannot be read in one way only, or is of a kind not judged here.
    case unusable
  }

  package let commit: ObjectID
  /// The committer's date, which proves nothing; nil where it cannot be read.
  package let dated: Instant?
  package let format: Format
  package let answer: Answer
  /// `SHA256:…` for SSH, the fingerprint of the signing key in upper-case hexadecimal for OpenPGP.
  package let key: String?
  /// Whom the key was named for; of a good signature alone.
  package let principal: String?
  /// Why it is not good, in words; nil where the answer says all.
  package let explanation: String?

  package init(
    commit: ObjectID, dated: Instant?, format: Format, answer: Answer, key: String? = nil,
    principal: String? = nil, explanation: String? = nil
  ) {
    self.commit = commit
    self.dated = dated
    self.format = format
    self.answer = answer
    self.key = key
    self.principal = principal
    self.explanation = explanation
  }
}
