/// Role bindings on a branch that Argo CD or Flux applies to a cluster.
package struct KubernetesConnector: Hashable, Sendable {
  /// Where the branch is: an address or a path, as git takes it.
  package let repository: String
  /// Its name, without `refs/heads/`.
  package let branch: String
  /// The folder of the manifests, which holds nothing else.
  package let folder: String
  /// What the cluster calls the subject, in which `$subject` stands for its id.
  package let user: String
  /// What each entitlement of the system comes to, by its name.
  package let roles: [String: RoleReference]

  package init(
    repository: String, branch: String, folder: String, user: String,
    roles: [String: RoleReference]
  ) {
    self.repository = repository
    self.branch = branch
    self.folder = folder
    self.user = user
    self.roles = roles
  }

  /// What the cluster calls `subject`.
  package func user(_ subject: IdentityID) -> String {
    let (before, after) = around
    return before + subject.text + after
  }

  /// The id of whom the cluster calls `name`; nil where that is no name of this form.
  package func subject(ofUser name: String) -> String? {
    let (before, after) = around
    guard name.utf8.count > before.utf8.count + after.utf8.count,
      name.utf8.starts(with: before.utf8), name.utf8.reversed().starts(with: after.utf8.reversed())
    else { return nil }
    return IdentityID(
      String(
        decoding: name.utf8.dropFirst(before.utf8.count).dropLast(after.utf8.count), as: UTF8.self)
    )?.text
  }

  /// What stands before and behind the subject's id; a pattern names it once.
  private var around: (before: String, after: String) {
    guard let place = user.firstRange(of: SSHLogin.subject) else { return (user, "") }
    return (String(user[..<place.lowerBound]), String(user[place.upperBound...]))
  }
}

/// A role that is given in one namespace.
package struct RoleReference: Hashable, Sendable {
  /// What kind of object the role is, in Kubernetes's own word.
  package enum Kind: String, Hashable, Sendable, CaseIterable, Codable {
    case role = "Role"
    case clusterRole = "ClusterRole"
  }

  package let namespace: String
  package let kind: Kind
  package let name: String

  package init(namespace: String, kind: Kind, name: String) {
    self.namespace = namespace
    self.kind = kind
    self.name = name
  }

  /// The one name of it that lists and reports use, `<namespace>/<kind>/<name>`.
  package var target: String { "\(namespace)/\(kind.rawValue)/\(name)" }
}
