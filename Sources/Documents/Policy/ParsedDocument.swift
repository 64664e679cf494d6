package import Model

/// One file of `policies/`, free of faults of its own, but not yet held against the others.
package struct ParsedDocument: Hashable, Sendable {
  /// Boxed, since thousands of documents are sorted and passed on, and a person has many parts.
  package indirect enum Content: Hashable, Sendable {
    case settings(Settings)
    case person(Person)
    case workload(Workload)
    case group(Group)
    case system(TargetSystem)
    case rule(Rule)
    case test(PolicyTestFile)
    case forge(Forge)
    case notifications([Webhook])
    case attestation(Attestation)
    /// A file of OpenPGP certificates, which another room can read.
    case certificate([UInt8])
    case issuer(Issuer)
    /// An issuer's public keys.
    case tokenKeys(TokenKeySet)
  }

  package let path: RepositoryPath
  package let content: Content
  /// What the file names, in the order of the file.
  package let references: [Reference]

  init(path: RepositoryPath, content: Content, references: [Reference]) {
    self.path = path
    self.content = content
    self.references = references
  }
}

/// Reads the file `bytes` at `path`, which must be one of `policies/` (DESIGN section 3).
package func readPolicyDocument(
  _ bytes: [UInt8], at path: RepositoryPath
) -> Result<ParsedDocument, DocumentFaults> {
  let kind: DocumentKind
  switch documentKind(of: path) {
  case .failure(let faults): return .failure(faults)
  case .success(let found): kind = found
  }
  var findings = Findings(file: "\(path)")
  let content: ParsedDocument.Content?
  switch kind {
  case .settings: content = readSettings(bytes, &findings).map { .settings($0) }
  case .person(let id): content = readPerson(bytes, id: id, &findings).map { .person($0) }
  case .workload(let id): content = readWorkload(bytes, id: id, &findings).map { .workload($0) }
  case .group(let id): content = readGroup(bytes, id: id, &findings).map { .group($0) }
  case .system(let id): content = readSystem(bytes, id: id, &findings).map { .system($0) }
  case .rule(let id): content = readRule(bytes, id: id, &findings).map { .rule($0) }
  case .test: content = readPolicyTests(bytes, &findings).map { .test($0) }
  case .forge(let id): content = readForge(bytes, id: id, &findings).map { .forge($0) }
  case .notifications: content = readNotifications(bytes, &findings).map { .notifications($0) }
  case .attestation: content = readAttestation(bytes, &findings).map { .attestation($0) }
  case .certificate: content = .certificate(bytes)
  case .issuer(let id): content = readIssuer(bytes, id: id, &findings).map { .issuer($0) }
  case .tokenKeys: content = readTokenKeys(bytes, &findings).map { .tokenKeys($0) }
  case .request, .review, .mandate:
    findings.fault(
      "the file is no part of the policy", at: nil, hint: "policies stand in `policies/`")
    content = nil
  }
  return findings.result(
    content.map {
      ParsedDocument(path: path, content: $0, references: findings.references)
    })
}
