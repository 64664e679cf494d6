import Model

enum RoleReferenceKeys: String, CaseIterable {
  case namespace, kind, name
}

extension Fields<ConnectorKeys> {
  /// The keys of a connector of type `kubernetes`.
  func kubernetes(for entitlements: [String], _ findings: inout Findings) -> KubernetesConnector? {
    let repository = required(
      .repository, example: "ssh://git@git.example.net/platform/cluster-access.git", &findings)?
      .repositoryAddress(&findings)
    let branch = required(.branch, example: "main", &findings)?.branch(&findings)
    let folder = required(.folder, example: "access/payments", &findings)?.folder(&findings)
    let user = required(.user, example: "oidc:$subject", &findings)?.subjectPattern(&findings)
    let binding = "{namespace: <namespace>, kind: ClusterRole, name: <role>}"
    let bindings = required(.bindings, example: each(of: entitlements, binding), &findings)?
      .values(of: entitlements, such: binding, &findings) { $0.roleReference(&$1) }
    let statusField = optional(.status, &findings)
    let status = statusField?.programSource("`status`", &findings)
    guard let repository, let branch, let folder, let user, let bindings,
      (status == nil) == (statusField == nil)
    else { return nil }
    return KubernetesConnector(
      repository: repository, branch: branch, folder: folder, user: user, bindings: bindings,
      status: status)
  }
}

extension Field {
  /// A folder below the root of a repository: plain names, since no other needs escaping anywhere.
  fileprivate func folder(_ findings: inout Findings) -> String? {
    let expected = "a folder such as `access/payments`, from the root of the repository"
    guard let text = word(expected: expected, limit: Limits.location, &findings) else {
      return nil
    }
    let parts = text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    guard parts.allSatisfy({ isPlainName($0) }) else {
      return refuse(expected: expected, &findings)
    }
    return text
  }

  fileprivate func roleReference(_ findings: inout Findings) -> RoleReference? {
    guard let fields = Fields<RoleReferenceKeys>(element, of: "a role", &findings) else {
      return nil
    }
    let namespace = fields.required(.namespace, example: "payments", &findings)?
      .namespace(&findings)
    let kind = fields.required(.kind, example: "ClusterRole", &findings)?
      .choice(RoleReference.Kind.self, &findings)
    let name = fields.required(.name, example: "view", &findings)?.roleName(&findings)
    guard let namespace, let kind, let name else { return nil }
    return RoleReference(namespace: namespace, kind: kind, name: name)
  }

  /// A DNS label (RFC 1123), as Kubernetes asks of a namespace.
  private func namespace(_ findings: inout Findings) -> String? {
    let expected = "a namespace of Kubernetes: small letters, digits and `-`, 63 at most"
    guard let text = word(expected: expected, limit: 63, &findings) else { return nil }
    let isLabel = text.utf8.allSatisfy {
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0)
        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || $0 == UInt8(ascii: "-")
    }
    guard isLabel, text.utf8.first != UInt8(ascii: "-"), text.utf8.last != UInt8(ascii: "-") else {
      return refuse(expected: expected, &findings)
    }
    return text
  }

  /// A path segment, as Kubernetes asks of the name of a role.
  private func roleName(_ findings: inout Findings) -> String? {
    let expected = "the name of a role, without `/` and `%`"
    guard let text = word(expected: expected, limit: 253, &findings) else { return nil }
    guard text != ".", text != "..", !text.utf8.contains(UInt8(ascii: "/")),
      !text.utf8.contains(UInt8(ascii: "%"))
    else { return refuse(expected: expected, &findings) }
    return text
  }
}
