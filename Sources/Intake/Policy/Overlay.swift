internal import Documents
internal import Git
package import Model
internal import Signatures

extension PolicyReader {
  /// What counts at once: the keys that `policy` itself marks, and whom the `brakes` stop.
  package func overlay(of policy: PolicyInForce, brakes: [Brake] = []) -> TipOverlay {
    var inactive: [IdentityID: IdentityStatus] = [:]
    var directoryStops: [IdentityID: SourceLocation] = [:]
    var compromised = Set<String>()
    var sshKeys = Set<KeyIdentity>()
    var commits: [IdentityID: ObjectID] = [:]
    for brake in brakes {
      switch brake.stopped {
      case .keys(let names, _): compromised.formUnion(names)
      case .identity(let id, let status):
        inactive[id] = max(inactive[id] ?? .active, status)
        commits[id] = brake.commit
        if brake.path.isInside("policies/directory") {
          directoryStops[id] = SourceLocation(file: brake.path.description)
        }
      }
    }
    for owned in policy.policy.ownedKeys {
      let isBraked =
        !compromised.isEmpty
        && !compromised.isDisjoint(with: names(of: owned.key, in: policy.policy))
      guard owned.key.compromised != nil || isBraked else { continue }
      compromised.formUnion(names(of: owned.key, in: policy.policy))
      if case .ssh(let wire) = owned.key.material {
        sshKeys.insert(KeyIdentity(sshWireFormat: wire))
      }
    }
    return TipOverlay(
      inactive: inactive, compromised: compromised, compromisedSSHKeys: sshKeys,
      directoryStops: directoryStops, commits: commits)
  }

  /// What signatures by `key` are called: `SHA256:…`, or the fingerprints of the certificate's keys.
  func names(of key: PolicyKey, in policy: Policy) -> Set<String> {
    switch key.material {
    case .ssh(let wire): return KeyCheck.fingerprint(of: wire).map { [$0] } ?? []
    case .openPGP(let path):
      guard let file = policy.certificates[path], case .success(let found) = certificates.read(file)
      else { return [] }
      return Set(found.flatMap(\.fingerprints))
    }
  }
}
