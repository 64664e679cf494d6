package import Model

/// What a cluster has made of the branch that it follows, as a program tells that reads it there
/// (docs/connectors/kubernetes.md).
package struct ClusterStatus: Sendable, Decodable {
  /// A binding that is really there.
  package struct Binding: Sendable, Decodable {
    /// The grant's id, as the binding's label has it.
    package let grant: String
    /// What the cluster calls it for ever.
    package let uid: String
  }

  /// The commit of the branch that was applied last, all of it, with what is gone from the branch taken away.
  package let applied: String
  /// The bindings of grants that are there, where the program can tell.
  package let bindings: [Binding]?

  /// What goes to the program's standard input.
  private struct Question: Encodable {
    let `protocol` = 1
    let operation = "status"
    let repository: String
    let branch: String
    let folder: String
    let commit: String
  }

  /// The question what was applied of the branch of `connector`, whose tip is `commit`.
  package static func question(
    of connector: KubernetesConnector, at commit: String
  ) throws(TargetTrouble) -> [UInt8] {
    try ExecProtocol.encode(
      Question(
        repository: connector.repository, branch: connector.branch, folder: connector.folder,
        commit: commit))
  }

  /// What the program answered.
  package init(parsing answer: [UInt8]) throws(TargetTrouble) {
    self = try ExecProtocol.decode(ClusterStatus.self, from: answer)
  }

  /// What the cluster calls the binding of `grant`; nil where there is none, or nobody says.
  package func uid(of grant: GrantID) -> String? {
    bindings?.first { $0.grant.utf8.elementsEqual("\(grant)".utf8) }?.uid
  }

  /// Whether the binding of `grant` is still there, by its name or by what the cluster called it; false where
  /// nobody says.
  package func stillHas(_ grant: GrantID, known: TargetIdentifier?) -> Bool {
    bindings?.contains { binding in
      binding.grant.utf8.elementsEqual("\(grant)".utf8) || binding.uid == known?["uid"]
    } ?? false
  }
}
