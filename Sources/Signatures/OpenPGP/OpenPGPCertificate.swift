package import Model

/// An OpenPGP certificate: a primary key, its subkeys and what its owner signed about them.
///
/// Reading one says nothing of its validity; `standing(of:at:)` does, which librnp judges once for each time.
package struct OpenPGPCertificate: Sendable {
  /// The certificate's packets without armor, with what `OpenPGPSelfSignature` corrects.
  package let packets: [UInt8]
  /// What the owner calls themselves, in the certificate's order: data from anybody.
  package let userIDs: [String]
  let primary: OpenPGPPublicKey
  let subkeys: [OpenPGPPublicKey]
  private let notes: OpenPGPCertificateNotes
  private let judgements = OpenPGPJudgements()

  /// The fingerprint of the primary key, in upper-case hexadecimal.
  package var fingerprint: String { primary.name }
  /// The fingerprints of all keys, the primary key's first.
  package var fingerprints: [String] { keys.map(\.name) }
  /// Which keys they are, as far as they can sign.
  package var keyIdentities: [KeyIdentity] { keys.compactMap(\.material.identity) }
  /// The packets less the revocations: librnp finds no signature good by a key that was revoked since.
  var packetsWithoutRevocations: [UInt8] {
    notes.revocations.reversed().reduce(into: packets) { $0.removeSubrange($1) }
  }
  var keys: [OpenPGPPublicKey] { [primary] + subkeys }

  init(
    packets: [UInt8], userIDs: [String], primary: OpenPGPPublicKey, subkeys: [OpenPGPPublicKey],
    notes: OpenPGPCertificateNotes
  ) {
    self.packets = packets
    self.userIDs = userIDs
    self.primary = primary
    self.subkeys = subkeys
    self.notes = notes
  }

  /// How each key stands at `now`, by fingerprint.
  package func standings(at now: Instant) -> [String: OpenPGPStanding] {
    judgements.at(now) {
      let found = RNPCertificate.standings(of: self, at: now)
      return Dictionary(
        keys.map { ($0.name, standing(of: $0, librnp: found[$0.name], at: now)) }
      ) { first, _ in first }
    }
  }

  /// The stricter of what librnp says and what is plain to see in the packets.
  private func standing(
    of key: OpenPGPPublicKey, librnp: OpenPGPStanding?, at now: Instant
  ) -> OpenPGPStanding {
    if let weakness = key.weakness ?? primary.weakness { return .weak(weakness) }
    switch key.material {
    case .encryption: return .unusable(.encryption)
    case .other: return .unusable(.unsupported)
    default: break
    }
    let standing = librnp ?? .unusable(.unreadable)
    if case .revoked = standing { return standing }
    // A revocation that librnp cannot verify, such as one made with SHA-1, is believed all the same.
    if notes.revoked.contains(key.fingerprint) || notes.revoked.contains(primary.fingerprint) {
      return .revoked(.compromised)
    }
    if max(key.created, primary.created) > now { return .unusable(.notYet) }
    if case .unusable(.notCertified) = standing, notes.weaklyBound.contains(key.fingerprint) {
      return .weak(.certification)
    }
    return standing
  }
}

/// What a certificate's packets say at a glance, before anybody verifies them.
struct OpenPGPCertificateNotes: Sendable {
  /// The fingerprints of keys that a revocation stands beside, whoever made it.
  var revoked: Set<[UInt8]> = []
  /// Where in the certificate's packets the revocations of keys stand, in its order.
  var revocations: [Range<Int>] = []
  /// The fingerprints of keys that a signature made with a weak hash stands beside.
  var weaklyBound: Set<[UInt8]> = []
}
