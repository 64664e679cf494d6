import FoundationEssentials
package import Model

/// The manifest of one grant: a Kubernetes `RoleBinding` (API `rbac.authorization.k8s.io/v1`).
///
/// It is written as JSON, which every reader of YAML takes, so that one strict parser reads it back.
package struct RoleBinding: Hashable, Sendable, Codable {
  struct Metadata: Hashable, Sendable, Codable {
    let name: String
    let namespace: String
    let labels: [String: String]
    let annotations: [String: String]
  }

  struct Role: Hashable, Sendable, Codable {
    let apiGroup: String
    let kind: RoleReference.Kind
    let name: String
  }

  struct Subject: Hashable, Sendable, Codable {
    let apiGroup: String
    let kind: String
    let name: String
  }

  private static let group = "rbac.authorization.k8s.io"
  private static let grantLabel = "countersign/grant"

  let apiVersion: String
  let kind: String
  let metadata: Metadata
  let roleRef: Role
  /// Absent where it gives nothing.
  let subjects: [Subject]?

  /// The binding that `grant` comes to, of `role` to the user that the cluster calls `user`.
  ///
  /// Its name is the grant's id: a grant has one binding, and its end takes away no other.
  package init(for grant: RecordedGrant, of role: RoleReference, to user: String) {
    apiVersion = "\(Self.group)/v1"
    kind = "RoleBinding"
    metadata = Metadata(
      name: "\(grant.id)", namespace: role.namespace,
      labels: [
        "app.kubernetes.io/managed-by": "countersign", Self.grantLabel: "\(grant.id)",
      ],
      // No labels: their values are too short for some ids and take fewer characters.
      annotations: [
        "countersign/subject": grant.subject.text,
        "countersign/entitlement": "\(grant.system)/\(grant.entitlement)",
        "countersign/start": "\(grant.start)", "countersign/end": "\(grant.end)",
      ])
    roleRef = Role(apiGroup: Self.group, kind: role.kind, name: role.name)
    subjects = [Subject(apiGroup: Self.group, kind: "User", name: user)]
  }

  /// The binding that keeps a followed folder from ever being empty: of the first role that `connector` gives, to
  /// nobody.
  ///
  /// A follower that finds no folder, or nothing in it, stops, and takes away nothing any more. It is of the kind
  /// that the follower applies anyway, so that it needs no other right.
  package init?(keeping connector: KubernetesConnector) {
    guard let role = connector.bindings.min(by: { $0.key < $1.key })?.value else { return nil }
    apiVersion = "\(Self.group)/v1"
    kind = "RoleBinding"
    metadata = Metadata(
      name: "countersign-keep", namespace: role.namespace,
      labels: ["app.kubernetes.io/managed-by": "countersign"],
      annotations: [
        "countersign/purpose":
          "Gives nothing to anybody. It keeps this folder readable when no grant is live."
      ])
    roleRef = Role(apiGroup: Self.group, kind: role.kind, name: role.name)
    subjects = nil
  }

  /// Whether it is the binding of `grant`, whatever its file is called.
  package func isOf(_ grant: GrantID) -> Bool {
    let id = "\(grant)"
    return metadata.labels[Self.grantLabel]?.utf8.elementsEqual(id.utf8) == true
      || metadata.name.utf8.elementsEqual(id.utf8)
  }

  /// Reads what stands in a file.
  package init(parsing bytes: [UInt8]) throws(TargetTrouble) {
    do {
      self = try JSONDecoder().decode(RoleBinding.self, from: Data(bytes))
    } catch {
      throw .nonsense("found a file that is no role binding of Countersign's")
    }
  }

  /// What stands in its file: the same for the same binding, on every runner.
  package func manifest() throws(TargetTrouble) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    do {
      return Array(try encoder.encode(self)) + [UInt8(ascii: "\n")]
    } catch {
      throw .nonsense("cannot write the manifest: \(error)")
    }
  }

  /// The access that it gives, to everybody whom it binds.
  ///
  /// Who that is follows from what the cluster goes by, the subjects' names; what is written beside them
  /// may have been written by anybody.
  package func access(_ connector: KubernetesConnector) -> [TargetAccess] {
    let role = RoleReference(namespace: metadata.namespace, kind: roleRef.kind, name: roleRef.name)
    return (subjects ?? []).map { subject in
      let id = subject.kind == "User" ? connector.user.subject(of: subject.name)?.text : nil
      return TargetAccess(
        subject: id ?? "\(subject.kind) \(subject.name)", target: role.target,
        grant: metadata.labels[Self.grantLabel])
    }
  }
}
