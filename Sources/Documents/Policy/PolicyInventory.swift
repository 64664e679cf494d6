import Model

/// The documents of a `policies/` tree with what it takes to hold them against each other.
struct PolicyInventory {
  let documents: SortedDocuments

  /// Places in `people`, by id.
  private let personPlaces: [String: Int]
  let workloadIDs: Set<String>
  private let groupIDs: Set<String>
  private let systemIDs: Set<String>
  private let entitlements: Set<String>
  private let issuerIDs: Set<String>

  init(_ documents: SortedDocuments) {
    self.documents = documents
    let (people, systems) = (documents.people, documents.systems)
    personPlaces = Dictionary(
      people.enumerated().map { ($1.id.text, $0) }, uniquingKeysWith: { first, _ in first })
    workloadIDs = Set(documents.workloads.map(\.id.text))
    groupIDs = Set(documents.groups.map(\.id.text))
    issuerIDs = Set(documents.issuers.map(\.id.text))
    systemIDs = Set(systems.map(\.id.text))
    entitlements = Set(
      systems.flatMap { system in
        system.entitlements.map { system.id.text + "/" + $0.name }
      })
  }

  var people: [Person] { documents.people }
  var workloads: [Workload] { documents.workloads }
  var forges: [Forge] { documents.forges }
  var tests: [PolicyTestFile] { documents.tests }
  var certificates: Dictionary<String, [UInt8]>.Keys { documents.certificates.keys }

  /// The person called `id`.
  func person(_ id: String) -> Person? { personPlaces[id].map { people[$0] } }

  /// Whether there is what `reference` names.
  private func holds(_ reference: Reference) -> Bool {
    let name = reference.name
    return switch reference.kind {
    case .person: isPerson(name)
    case .workload: workloadIDs.contains(name)
    case .identity: isPerson(name) || workloadIDs.contains(name)
    case .group: groupIDs.contains(name)
    case .system: systemIDs.contains(name)
    case .entitlement: entitlements.contains(name)
    case .certificate: certificates.contains(name)
    case .issuer: issuerIDs.contains(name)
    case .tokenKeys: documents.tokenKeys[name] != nil
    }
  }

  private func isPerson(_ name: String) -> Bool { personPlaces[name] != nil }

  /// A fault for each name of something that does not exist.
  func unknownReferences(in documents: [ParsedDocument]) -> [Reason] {
    var reasons: [Reason] = []
    for document in documents {
      for reference in document.references where !holds(reference) {
        reasons.append(
          Reason(
            .invalidDocument, "there is no \(noun(reference.kind)) `\(reference.name)`",
            at: SourceLocation(file: "\(document.path)", mark: reference.mark),
            hint: hint(for: reference)))
      }
    }
    return reasons
  }

  private func noun(_ kind: Reference.Kind) -> String {
    switch kind {
    case .person: "person"
    case .workload: "workload"
    case .identity: "person or workload"
    case .group: "group"
    case .system: "system"
    case .entitlement: "entitlement"
    case .certificate: "certificate"
    case .issuer: "issuer"
    case .tokenKeys: "file of keys"
    }
  }

  private func hint(for reference: Reference) -> String? {
    let name = reference.name
    // A name of the wrong kind is named as what it is: groups hold people only, never groups.
    switch reference.kind {
    case .person where groupIDs.contains(name):
      return "`\(name)` is a group, where a person is meant"
    case .person where workloadIDs.contains(name):
      return "`\(name)` is a workload, where a person is meant"
    case .workload where isPerson(name): return "`\(name)` is a person, where a workload is meant"
    case .group where isPerson(name): return "`\(name)` is a person: write `person:\(name)`"
    default: break
    }
    let people = personPlaces.keys
    let suggested =
      switch reference.kind {
      case .person: suggestion(for: name, among: people)
      case .workload: suggestion(for: name, among: workloadIDs)
      case .identity: suggestion(for: name, among: Array(people) + workloadIDs)
      case .group: suggestion(for: name, among: groupIDs)
      case .system: suggestion(for: name, among: systemIDs)
      case .entitlement: suggestion(for: name, among: entitlements)
      case .certificate: suggestion(for: name, among: certificates)
      case .issuer: suggestion(for: name, among: issuerIDs)
      case .tokenKeys: suggestion(for: name, among: documents.tokenKeys.keys)
      }
    return suggested ?? place(reference)
  }

  private func place(_ reference: Reference) -> String? {
    let name = reference.name
    return switch reference.kind {
    case .person: "add `policies/people/\(name).yaml` or remove the name"
    case .workload: "add `policies/workloads/\(name).yaml` or remove the name"
    case .identity: "add it to `policies/people/` or `policies/workloads/`, or remove the name"
    case .group: "add `policies/groups/\(name).yaml` or remove the name"
    case .system: "add `policies/systems/\(name).yaml` or remove the name"
    case .entitlement: "add it to its system in `policies/systems/` or remove the name"
    case .certificate: "add `policies/\(name)` or remove the key"
    case .issuer: "add `policies/issuers/\(name).yaml` or remove the entry"
    case .tokenKeys: "add `policies/\(name)`, the keys as the issuer publishes them"
    }
  }
}
