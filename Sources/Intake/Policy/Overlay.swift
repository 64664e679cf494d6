internal import Documents
internal import Git
package import Model
internal import Signatures

extension PolicyReader {
  /// What would count at once besides `policy` if it were in force and the mainline's own.
  package func overlay(of policy: PolicyInForce) throws(IntakeError) -> TipOverlay {
    try overlay(of: nil, over: policy)
  }

  /// What the `policies/` of the mainline's `tip`, a commit, takes away from `policy` at once, accepted or not.
  package func overlay(
    ofCommit tip: ObjectID, over policy: PolicyInForce
  ) throws(IntakeError) -> TipOverlay {
    try overlay(of: tree(inCommit: tip).map { OID($0) }, over: policy)
  }

  /// Whom the tip's files of `policies/directory/` stop more strictly than `force` knows.
  ///
  /// Such a stop counts at once as well, whatever keeps its landing from being accepted: expiries and
  /// revocations go on while issuing is frozen (DESIGN section 6). What the files confirm does not.
  func stops(
    at tip: OID?, beyond force: PolicyInForce
  ) throws(IntakeError) -> [IdentityID: DirectoryStop] {
    guard let tip, ObjectID(tip) != force.tree else { return [:] }
    var stops: [IdentityID: DirectoryStop] = [:]
    for document in try changedDocuments(
      at: paths(in: "directory", of: tip), from: OID(force.tree), to: tip)
    {
      guard case .attestation(let attestation) = document.content else { continue }
      for (person, status) in attestation.stops {
        guard let known = force.policy.people[person.value]?.status, known < status else {
          continue
        }
        if let other = stops[person.value]?.status, other >= status { continue }
        stops[person.value] = DirectoryStop(
          status: status,
          location: SourceLocation(file: attestation.file, mark: person.mark))
      }
    }
    return stops
  }

  /// What the tip's `policies/` takes away though it is not in force (DESIGN section 6).
  ///
  /// Only suspensions, offboardings and `compromised` marks count; a file that cannot be read says
  /// nothing, since issuing is frozen anyway. Only the files of whom `force` knows are looked at: a tip may
  /// hold anything, and what ends access must not wait for it to be read.
  func overlay(of tip: OID?, over force: PolicyInForce) throws(IntakeError) -> TipOverlay {
    var inactive: [IdentityID: IdentityStatus] = [:]
    var compromised = Set<String>()
    var sshKeys = Set<String>()
    /// The files of certificates that the tip has other content in, by their paths below `policies/`.
    var files: [String: [UInt8]] = [:]
    func note(_ keys: [PolicyKey]) {
      for key in keys where key.compromised != nil {
        switch key.material {
        case .ssh(let wire):
          if let name = KeyCheck.fingerprint(of: wire) { compromised.insert(name) }
          sshKeys.insert(base64(wire))
        case .openPGP(let path):
          for file in [force.policy.certificates[path], files[path]] {
            guard let file, case .success(let found) = certificates.read(file) else { continue }
            compromised.formUnion(found.flatMap(\.fingerprints))
          }
        }
      }
    }
    for person in force.policy.people.values { note(person.keys) }
    for workload in force.policy.workloads.values { note(workload.keys) }
    for forge in force.policy.forges { note(forge.keys) }
    if let tip, ObjectID(tip) != force.tree {
      let changed = try changedDocuments(
        at: force.policy.identityFiles, from: OID(force.tree), to: tip)
      let named = changed.flatMap(\.content.certificates)
      let certificates = Set(named).union(force.policy.certificates.keys).sorted()
      for document in try changedDocuments(
        at: certificates.map { RepositoryPath($0) }, from: OID(force.tree), to: tip)
      {
        guard case .certificate(let file) = document.content,
          let path = certificatePath(document.path)
        else { continue }
        files[path] = file
      }
      for document in changed {
        switch document.content {
        case .person(let person):
          note(person.keys)
          if person.status != .active { inactive[person.id] = person.status }
        case .workload(let workload):
          note(workload.keys)
          if workload.status != .active { inactive[workload.id] = workload.status }
        case .forge(let forge): note(forge.keys)
        default: break
        }
      }
    }
    return TipOverlay(
      inactive: inactive, compromised: compromised, compromisedSSHKeys: sshKeys)
  }
}

extension Policy {
  /// The files of everybody whose stop or whose keys count, by their paths below `policies/`.
  fileprivate var identityFiles: [RepositoryPath] {
    let files =
      people.keys.sorted().map { "people/\($0).yaml" }
      + workloads.keys.sorted().map { "workloads/\($0).yaml" }
      + forges.map { "forges/\($0.id).yaml" }
    return files.map { RepositoryPath($0) }
  }
}

extension ParsedDocument.Content {
  /// The certificates that the keys of whom it speaks of name, by their paths below `policies/`.
  fileprivate var certificates: [String] {
    let keys: [PolicyKey] =
      switch self {
      case .person(let person): person.keys
      case .workload(let workload): workload.keys
      case .forge(let forge): forge.keys
      default: []
      }
    return keys.compactMap { if case .openPGP(let path) = $0.material { path } else { nil } }
  }
}
