package import Model

/// What a file of the repository is, by its path alone.
package enum DocumentKind: Hashable, Sendable {
  case request(SystemID)
  /// A sign-off in `reviews/`; its keys say of what.
  case review
  case settings
  /// Who is told of events.
  case notifications
  case person(IdentityID)
  case workload(IdentityID)
  case group(GroupID)
  case system(SystemID)
  case rule(RuleID)
  case forge(ForgeID)
  /// What the directory says of people.
  case attestation
  /// What people approved in advance.
  case mandate
  /// Examples in `policies/tests/`.
  case test
  /// A file of OpenPGP certificates in `policies/keys/`, which is no YAML.
  case certificate
  /// Who vouches for workloads.
  case issuer(IssuerID)
  /// An issuer's public keys in `policies/keys/`, which are JSON.
  case tokenKeys
}

/// What the file at `path` is; a path that no document may have is a fault (DESIGN section 3).
///
/// Meant for paths below `requests/`, `mandates/`, `reviews/` and `policies/`: any other is a fault, too.
package func documentKind(of path: RepositoryPath) -> Result<DocumentKind, DocumentFaults> {
  func fault(_ message: String, _ hint: String?) -> Result<DocumentKind, DocumentFaults> {
    let place = SourceLocation(file: path.description)
    return .failure(
      DocumentFaults([Reason(.invalidDocument, message, at: place, hint: hint)]))
  }
  let segments = path.segments
  if let segment = segments.first(where: { !isPlainName($0) }) {
    let name = RepositoryPath(segment)
    return fault(
      "the path has the part `\(name)`, which is no plain name",
      plainNameHint(segment))
  }
  if let segment = segments.first(where: { $0.count > longestSegment }) {
    return fault(
      "the path has a part of \(segment.count) bytes, more than the \(longestSegment) it may have",
      "give the file a shorter name")
  }
  let folders = segments.dropLast().map { String(decoding: $0, as: UTF8.self) }
  let file = segments.last ?? []
  let endings = folders == ["policies", "keys"] ? [".asc", ".jwks.json"] : [".yaml"]
  let ending = endings.first { file.ends(with: $0) } ?? endings[0]
  let stem = file.dropLast(ending.utf8.count)
  guard file[stem.endIndex...].elementsEqual(ending.utf8), !stem.isEmpty else {
    return misnamed(String(decoding: file, as: UTF8.self), endings, fault)
  }
  let name = String(decoding: stem, as: UTF8.self)
  if ending == ".jwks.json" { return .success(.tokenKeys) }
  guard let kind = kind(folders, name) else {
    return fault("no document belongs at this path", placeHint(folders))
  }
  return .success(kind)
}

/// Segments end in `.yaml`, and the id before it is limited.
private let longestSegment = Limits.identifier + 5

private func kind(_ folders: [String], _ name: String) -> DocumentKind? {
  switch (folders.first, folders.count) {
  case ("requests", 2): return SystemID(folders[1]).map { .request($0) }
  case ("reviews", 1): return .review
  case ("mandates", 1): return .mandate
  case ("policies", 1):
    return ["countersign": .settings, "notifications": .notifications][name]
  case ("policies", 2): break
  default: return nil
  }
  return switch folders[1] {
  case "people": IdentityID(name).map { .person($0) }
  case "workloads": IdentityID(name).map { .workload($0) }
  case "groups": GroupID(name).map { .group($0) }
  case "systems": SystemID(name).map { .system($0) }
  case "rules": RuleID(name).map { .rule($0) }
  case "issuers": IssuerID(name).map { .issuer($0) }
  case "forges": ForgeID(name).map { .forge($0) }
  case "directory": .attestation
  case "tests": .test
  case "keys": .certificate
  default: nil
  }
}

private func misnamed(
  _ file: String, _ endings: [String],
  _ fault: (String, String?) -> Result<DocumentKind, DocumentFaults>
) -> Result<DocumentKind, DocumentFaults> {
  if endings == [".yaml"], file.hasSuffix(".yml") {
    return fault("the file ends in `.yml`", "rename it to `\(file.dropLast(4)).yaml`")
  }
  return fault(
    "the file does not end in \(endings.map { "`\($0)`" }.joined(separator: " or "))",
    "give it that ending, or move it to another folder")
}

private func plainNameHint(_ segment: ArraySlice<UInt8>) -> String {
  let smaller = lowerCasedASCII(segment)
  if isPlainName(Array(smaller.utf8)) { return "rename it to `\(smaller)`" }
  return "use small letters, digits, `.`, `_` and `-`, a letter or digit first"
}

private func placeHint(_ folders: [String]) -> String {
  if folders.first == "requests" {
    return "a request is `requests/<system>/<name>.yaml`"
  }
  if folders.first == "reviews" { return "a review is `reviews/<name>.yaml`" }
  if folders.first == "mandates" { return "a mandate is `mandates/<name>.yaml`" }
  if folders.first == "policies", folders.count == 2,
    let near = nearest(to: folders[1], among: policyFolders)
  {
    return "did you mean `policies/\(near)/`?"
  }
  return "documents are `requests/<system>/<name>.yaml`, `reviews/<name>.yaml`, "
    + "`mandates/<name>.yaml`, "
    + "`policies/countersign.yaml`, `policies/notifications.yaml` and files in "
    + policyFolders.map { "`policies/\($0)/`" }.joined(separator: ", ")
}

private let policyFolders = [
  "people", "workloads", "groups", "systems", "rules", "forges", "issuers", "directory",
  "tests", "keys",
]

extension ArraySlice<UInt8> {
  fileprivate func ends(with text: String) -> Bool {
    suffix(text.utf8.count).elementsEqual(text.utf8)
  }
}
