import Model

/// The documents of a `policies/` tree, sorted into their kinds, in the order of their paths.
struct SortedDocuments {
  private(set) var settings: Settings?
  private(set) var people: [Person] = []
  private(set) var workloads: [Workload] = []
  private(set) var groups: [Group] = []
  private(set) var systems: [TargetSystem] = []
  private(set) var rules: [Rule] = []
  private(set) var tests: [PolicyTestFile] = []
  private(set) var forges: [Forge] = []
  private(set) var webhooks: [Webhook] = []
  private(set) var attestations: [Attestation] = []
  private(set) var issuers: [Issuer] = []
  /// By paths below `policies/`.
  private(set) var tokenKeys: [String: TokenKeySet] = [:]
  /// By paths below `policies/`.
  private(set) var certificates: [String: [UInt8]] = [:]

  init(_ documents: [ParsedDocument]) {
    // Nearly all are people or systems. Room that nothing is put in costs nothing.
    people.reserveCapacity(documents.count)
    systems.reserveCapacity(documents.count)
    for place in documents.indices {
      switch documents[place].content {
      case .settings(let value): settings = value
      case .person(let value): people.append(value)
      case .workload(let value): workloads.append(value)
      case .group(let value): groups.append(value)
      case .system(let value): systems.append(value)
      case .rule(let value): rules.append(value)
      case .test(let value): tests.append(value)
      case .forge(let value): forges.append(value)
      case .notifications(let value): webhooks = value
      case .attestation(let value): attestations.append(value)
      case .issuer(let value): issuers.append(value)
      case .certificate(let bytes): certificates[name(of: documents[place])] = bytes
      case .tokenKeys(let keys): tokenKeys[name(of: documents[place])] = keys
      }
    }
  }

  /// The policy that they are; nil without settings.
  ///
  /// Whether they fit together is for the caller to know.
  var policy: Policy? {
    settings.map {
      Policy(
        uncheckedSettings: $0, people: people, workloads: workloads, groups: groups,
        systems: systems, rules: rules, tests: tests, forges: forges, webhooks: webhooks,
        attestations: attestations, certificates: certificates,
        issuers: issuers, tokenKeys: tokenKeys)
    }
  }
}

/// The path below `policies/`, by which other documents name it.
private func name(of document: ParsedDocument) -> String {
  String("\(document.path)".dropFirst("policies/".count))
}
