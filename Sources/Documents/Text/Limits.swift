/// How large the parts of a document may be.
///
/// DESIGN section 3 fixes the size of a file; the rest keeps what reaches the ledger, a terminal or a
/// regular expression small enough to be handled without care.
package enum Limits {
  /// Bytes of a file.
  package static let file = 64 * 1024
  /// Levels of lists and mappings; the deepest document, a policy test, needs seven.
  package static let nesting = 16
  /// Levels of claims within claims; Kubernetes' have three.
  package static let claimLevels = 4
  /// Entries of a list or a mapping.
  package static let entries = 10_000
  /// Bytes of an id or of the name of an entitlement.
  package static let identifier = 100
  /// Bytes of a ticket.
  package static let ticket = 128
  /// Bytes of a rule's pattern for tickets.
  package static let pattern = 200
  /// Unicode scalars of a name, an organization or a contract's reference.
  package static let name = 200
  /// Unicode scalars of a reason, a description, a purpose or a message.
  package static let prose = 2000
  /// Bytes of an e-mail address (RFC 5321, section 4.5.3.1.3, less the angle brackets).
  package static let email = 254
  /// Bytes of an SSH key's line: RSA with 16,384 bits takes about 2,800.
  package static let key = 4096
  /// Bytes of a certificate or of a request for one as text: RSA with 8,192 bits takes about 3,000.
  package static let pem = 8192
  /// Bytes of a common name (`ub-common-name` of RFC 5280).
  package static let commonName = 64
  /// Bytes of a branch name, a URL or a path pattern.
  package static let location = 1000
  /// Principals of a certificate (`SSHKEY_CERT_MAX_PRINCIPALS` of OpenSSH).
  package static let principals = 256
  /// People that one line of approvals may ask for.
  package static let approvers = 100
  /// Grants that a review may say a change of policy revokes.
  package static let revocations = 999_999_999
  /// Entitlements of a mandate.
  package static let mandated = 20
  /// Grants of a mandate.
  package static let mandateGrants = 10_000
  /// Renewals that a rule may allow.
  package static let renewals = 1000
}
