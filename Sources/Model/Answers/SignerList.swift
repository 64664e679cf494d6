/// The SSH keys of a policy, written so that plain git and OpenSSH understand them.
package struct SignerList: Sendable {
  /// One key of one identity.
  package struct Entry: Hashable, Sendable {
    package let identity: IdentityID
    package let status: IdentityStatus
    /// Where a person's commits may come from; never a proof.
    package let emails: [String]
    /// Type and base64, as an `.pub` file has them.
    package let key: String
    /// From then on the key makes no more approvals.
    package let retired: Instant?
    package let isCompromised: Bool

    package init(
      identity: IdentityID, status: IdentityStatus, emails: [String], key: String,
      retired: Instant?, isCompromised: Bool
    ) {
      self.identity = identity
      self.status = status
      self.emails = emails
      self.key = key
      self.retired = retired
      self.isCompromised = isCompromised
    }

    /// Whether the key is one that git shall believe.
    package var isTrusted: Bool { !isCompromised && status == .active }
  }

  package let entries: [Entry]

  /// A list of `entries` in their order.
  package init(_ entries: [Entry]) { self.entries = entries }
}
