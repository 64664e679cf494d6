internal import Documents
internal import Git
package import Model

extension PolicyReader {
  /// What would count at once besides `policy` if it were in force and the mainline's own.
  package func overlay(of policy: PolicyInForce) throws(IntakeError) -> TipOverlay {
    try overlay(of: nil, over: policy)
  }

  /// What the tip's `policies/` takes away though it is not in force (DESIGN section 6).
  ///
  /// Only suspensions, offboardings and `compromised` marks count; a file that cannot be read says
  /// nothing, since issuing is frozen anyway.
  func overlay(of tip: OID?, over force: PolicyInForce) throws(IntakeError) -> TipOverlay {
    var inactive: [IdentityID: IdentityStatus] = [:]
    var compromised = Set<String>()
    func note(_ keys: [PolicyKey]) {
      for key in keys where key.compromised != nil {
        if case .ssh(let wire) = key.material, let name = KeyCheck.fingerprint(of: wire) {
          compromised.insert(name)
        }
      }
    }
    for person in force.policy.people.values { note(person.keys) }
    for workload in force.policy.workloads.values { note(workload.keys) }
    if let tip, ObjectID(tip) != force.tree {
      for document in try changedDocuments(from: OID(force.tree), to: tip) {
        switch document.content {
        case .person(let person):
          note(person.keys)
          if person.status != .active { inactive[person.id] = person.status }
        case .workload(let workload):
          note(workload.keys)
          if workload.status != .active { inactive[workload.id] = workload.status }
        default: break
        }
      }
    }
    return TipOverlay(inactive: inactive, compromised: compromised)
  }
}
