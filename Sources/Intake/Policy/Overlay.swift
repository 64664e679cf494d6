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
    try overlay(of: tree(inCommit: tip), over: policy)
  }

  /// Whom the tip's files of `policies/directory/` stop more strictly than `force` knows.
  ///
  /// Such a stop counts at once as well, whatever keeps its landing from being accepted: expiries and
  /// revocations go on while issuing is frozen (DESIGN section 6). What the files confirm does not.
  func stops(
    at tip: ObjectID?, beyond force: PolicyInForce
  ) throws(IntakeError) -> [IdentityID: DirectoryStop] {
    guard let tip, tip != force.tree else { return [:] }
    var stops: [IdentityID: DirectoryStop] = [:]
    for document in try changedDocuments(of: force, at: tip) {
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
  func overlay(of tip: ObjectID?, over force: PolicyInForce) throws(IntakeError) -> TipOverlay {
    var inactive: [IdentityID: IdentityStatus] = [:]
    var compromised = Set<String>()
    var sshKeys = Set<KeyIdentity>()
    /// The files of certificates that the tip has other content in, by their paths below `policies/`.
    var files: [String: [UInt8]] = [:]
    func note(_ keys: [PolicyKey]) {
      for key in keys where key.compromised != nil {
        switch key.material {
        case .ssh(let wire):
          if let name = KeyCheck.fingerprint(of: wire) { compromised.insert(name) }
          sshKeys.insert(KeyIdentity(sshWireFormat: wire))
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
    if let tip, tip != force.tree {
      let changed = try changedDocuments(of: force, at: tip)
      for document in changed {
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

extension ParsedDocument {
  /// The certificates that its compromised keys refer to.
  var certificates: [RepositoryPath] {
    let keys: [PolicyKey] =
      switch content {
      case .person(let person): person.keys
      case .workload(let workload): workload.keys
      case .forge(let forge): forge.keys
      default: []
      }
    return keys.filter { $0.compromised != nil }.compactMap { key in
      if case .openPGP(let path) = key.material { RepositoryPath("policies/\(path)") } else { nil }
    }
  }
}
