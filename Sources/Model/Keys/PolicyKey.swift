/// A key that policy ties to one identity.
package struct PolicyKey: Hashable, Sendable {
  /// What the document gave.
  package enum Material: Hashable, Sendable {
    /// The key in OpenSSH's wire form: the decoded base64 of an `authorized_keys` line.
    case ssh(wireFormat: [UInt8])
    /// An OpenPGP certificate, by its path below `policies/`.
    case openPGP(certificate: String)
  }

  package let material: Material
  /// What the processor saw before then stands; from then on the key approves nothing.
  package let retired: Instant?
  /// Present: everything the key ever approved is void, whatever the instant (DESIGN section 3).
  package let compromised: Instant?
  package let mark: Mark

  package init(material: Material, retired: Instant?, compromised: Instant?, mark: Mark) {
    self.material = material
    self.retired = retired
    self.compromised = compromised
    self.mark = mark
  }

  /// Whether a signature that the processor first sees at `now` can count.
  package func isUsable(at now: Instant) -> Bool {
    guard compromised == nil else { return false }
    guard let retired else { return true }
    return now < retired
  }
}
