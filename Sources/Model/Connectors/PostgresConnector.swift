/// A PostgreSQL server on which entitlements are memberships of roles (docs/connectors/postgresql.md).
package struct PostgresConnector: Hashable, Sendable {
  /// The name that the runner's own service file has for the server.
  ///
  /// Policy names no host: whoever may change it could else have the runner's password sent elsewhere.
  package let service: String
  /// The role that each entitlement of the system is a membership of, by the entitlement's name.
  package let roles: [String: String]
  /// What the login role of a subject is called.
  package let login: SubjectPattern
  /// Whether login roles are made for the window, rather than found there.
  package let makesLogins: Bool

  package init(
    service: String, roles: [String: String], login: SubjectPattern, makesLogins: Bool
  ) {
    self.service = service
    self.roles = roles
    self.login = login
    self.makesLogins = makesLogins
  }

  /// Bytes of a name; the server cuts longer ones off and says nothing, so that it would mean another role.
  private static let longestName = 63

  /// Whether `name` can be that of a role which somebody made.
  ///
  /// `pg_` begins the server's own, and the other two mean everybody and nobody, whatever the quotes.
  package static func isRoleName(_ name: String) -> Bool {
    let bytes = name.utf8
    return (1...longestName).contains(bytes.count) && !bytes.starts(with: "pg_".utf8)
      && !["public", "none"].contains { $0.utf8.elementsEqual(bytes) }
      && bytes.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
  }

  /// Whether the shortest of ids would make a name of `pattern`.
  package static func isLoginPattern(_ pattern: SubjectPattern) -> Bool {
    IdentityID("x").map { isRoleName(pattern.name(of: $0)) } ?? false
  }

  /// What the login role of `subject` is called; nil where no role can be called that.
  package func loginName(of subject: IdentityID) -> String? {
    let name = login.name(of: subject)
    return Self.isRoleName(name) ? name : nil
  }
}
