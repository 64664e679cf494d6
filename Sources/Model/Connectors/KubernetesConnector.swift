/// Role bindings on a branch that Argo CD or Flux applies to a cluster.
package struct KubernetesConnector: Hashable, Sendable {
  /// Where the branch is: an address or a path, as git takes it.
  package let repository: String
  /// Its name, without `refs/heads/`.
  package let branch: String
  /// The folder of the manifests, which holds nothing else.
  package let folder: String
  /// What the cluster calls the subject.
  package let user: SubjectPattern
  /// What each entitlement of the system comes to, by its name.
  package let bindings: [String: RoleReference]
  /// The program that says what the cluster has made of the branch, and its arguments; nil where nothing does.
  package let status: [String]?

  package init(
    repository: String, branch: String, folder: String, user: SubjectPattern,
    bindings: [String: RoleReference], status: [String]? = nil
  ) {
    self.repository = repository
    self.branch = branch
    self.folder = folder
    self.user = user
    self.bindings = bindings
    self.status = status
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
