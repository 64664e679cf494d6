/// What counts besides the policy in force: it only ever takes access away.
package struct TipOverlay: Hashable, Sendable {
  /// People and workloads whom brakes stop.
  package let inactive: [IdentityID: IdentityStatus]
  /// Where the directory stops those of them whose own files do not.
  package let directoryStops: [IdentityID: SourceLocation]
  /// The commits that stopped them.
  package let commits: [IdentityID: ObjectID]
  /// Names of keys that the policy in force calls compromised, or brakes stop.
  package let compromised: Set<String>
  /// The SSH keys among them, whatever encoding somebody brings them in.
  package let compromisedSSHKeys: Set<KeyIdentity>
  /// Whose approvals do not count until what brought them is approved anew.
  package private(set) var doubted = Doubted.nobody

  package init(
    inactive: [IdentityID: IdentityStatus], compromised: Set<String>,
    compromisedSSHKeys: Set<KeyIdentity> = [], directoryStops: [IdentityID: SourceLocation] = [:],
    commits: [IdentityID: ObjectID] = [:]
  ) {
    self.commits = commits
    self.inactive = inactive
    self.directoryStops = directoryStops
    self.compromised = compromised
    self.compromisedSSHKeys = compromisedSSHKeys
  }

  /// The same where `doubted` are in doubt.
  package func doubting(_ doubted: Doubted) -> TipOverlay {
    var other = self
    other.doubted = doubted
    return other
  }
}
