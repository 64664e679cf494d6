/// How an approval was signed.
package enum SignatureFormat: String, Hashable, Sendable, Codable {
  case ssh, openpgp
}

/// A verified approval: a signature that `Intake` checked and tied to one active person.
///
/// The initialiser is loud because whoever makes one says that a signature was verified: `Intake`,
/// after it did; `Ledger`, reading back what the processor signed; policy tests, which approve nothing.
package struct Approval: Hashable, Sendable, Codable {
  package let person: IdentityID
  /// `SHA256:…` for SSH, the upper-case fingerprint for OpenPGP.
  package let key: String
  package let format: SignatureFormat
  package let assurance: Assurance
  package let commit: ObjectID

  package init(
    verifiedSignatureOf person: IdentityID, key: String, format: SignatureFormat,
    assurance: Assurance, commit: ObjectID
  ) {
    self.person = person
    self.key = key
    self.format = format
    self.assurance = assurance
    self.commit = commit
  }
}

/// An approval together with the times that rules about it need.
package struct SeenApproval: Hashable, Sendable, Codable {
  package let approval: Approval
  /// When the processor first saw it, by the processor's clock.
  package let seen: Instant
  /// The committer's date, which is used only to refuse.
  package let dated: Instant
  /// Whether it came after the landing it approves.
  package let isLate: Bool

  package init(approval: Approval, seen: Instant, dated: Instant, isLate: Bool) {
    self.approval = approval
    self.seen = seen
    self.dated = dated
    self.isLate = isLate
  }
}

/// A commit that changed a request's file on its way in, and who answers for it.
package struct RequestChange: Hashable, Sendable, Codable {
  package let commit: ObjectID
  /// Whoever wrote, committed or signed it, by the identities that claim the addresses and the key.
  package let people: [IdentityID]
  /// The identity whose usable key signed it.
  package let signer: IdentityID?
  /// Set where it made the file what landed: it is reached from the landing by parents that hold the very blob, and
  /// none of its own fresh parents holds it.
  ///
  /// So what was taken back meanwhile and made anew by somebody else is theirs, and whoever only carries it on asked for
  /// nothing. Absent elsewhere, and in ledgers that did not record it: then nobody is known to have asked.
  package let isOrigin: Bool?
  /// The name of the signer's key, where some key of theirs is in doubt; elsewhere nobody asks for it.
  package let key: String?

  /// - Parameter isOrigin: Recorded only where it holds, as ledgers of before hold nothing.
  package init(
    commit: ObjectID, people: [IdentityID], signer: IdentityID?, isOrigin: Bool, key: String? = nil
  ) {
    self.commit = commit
    self.key = key
    self.people = people
    self.signer = signer
    self.isOrigin = isOrigin ? true : nil
  }

  /// The same change where it is, or is not, what made the file what landed.
  package func with(isOrigin: Bool) -> RequestChange {
    RequestChange(commit: commit, people: people, signer: signer, isOrigin: isOrigin, key: key)
  }
}
