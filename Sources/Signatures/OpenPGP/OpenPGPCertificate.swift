package import Model

/// An OpenPGP certificate: a primary key, its subkeys and what its owner signed about them.
///
/// Reading one says nothing of its validity; `state(of:at:)` does, which librnp judges once for each time.
package struct OpenPGPCertificate: Sendable {
  /// The certificate's packets without armor, with what `OpenPGPHint` corrects.
  package let packets: [UInt8]
  /// What the owner calls themselves, in the certificate's order: data from anybody.
  package let userIDs: [String]
  let primary: OpenPGPPublicKey
  let subkeys: [OpenPGPPublicKey]
  /// The primary key, then each user id, attribute and subkey.
  private let components: [OpenPGPComponent]
  private let revocations: OpenPGPRevocations
  private let judgements = OpenPGPJudgements()

  /// The fingerprint of the primary key, in upper-case hexadecimal.
  package var fingerprint: String { primary.name }
  /// The fingerprints of all keys, the primary key's first.
  package var fingerprints: [String] { keys.map(\.name) }
  /// Which keys they are, as far as they can sign.
  package var keyIdentities: [KeyIdentity] { keys.compactMap(\.material.identity) }
  /// The packets less the revocations: librnp finds no signature good by a key that was revoked since.
  var packetsWithoutRevocations: [UInt8] {
    revocations.places.reversed().reduce(into: packets) { $0.removeSubrange($1) }
  }
  var keys: [OpenPGPPublicKey] { [primary] + subkeys }

  init(
    packets: [UInt8], userIDs: [String], primary: OpenPGPPublicKey,
    components: [OpenPGPComponent], revocations: OpenPGPRevocations
  ) {
    self.packets = packets
    self.userIDs = userIDs
    self.primary = primary
    subkeys = components.compactMap(\.subkey)
    self.components = components
    self.revocations = revocations
  }

  /// How each key stands at `now`, by fingerprint.
  package func keyStates(at now: Instant) -> [String: OpenPGPKeyState] {
    judgements.at(now) {
      OpenPGPHistory(of: primary, components)
    } judge: { history in
      let found = RNPCertificate.keyStates(of: self, at: now)
      let reading = history.map { OpenPGPReading($0, at: now) }
      return Dictionary(
        keys.map { ($0.name, state(of: $0, reading, librnp: found[$0.name], at: now)) }
      ) { first, _ in first }
    }
  }

  /// The strictest of what librnp says, what gpg would say of the packets, and what is plain to see in them.
  private func state(
    of key: OpenPGPPublicKey, _ reading: OpenPGPReading?, librnp: OpenPGPKeyState?, at now: Instant
  ) -> OpenPGPKeyState {
    if let weakness = key.weakness ?? primary.weakness { return .weak(weakness) }
    switch key.material {
    case .encryption: return .unusable(.encryption)
    case .other: return .unusable(.unsupported)
    default: break
    }
    if case .revoked = librnp, let librnp { return librnp }
    // A revocation that librnp cannot verify, such as one made with SHA-1, is believed all the same.
    if !revocations.keys.isDisjoint(with: [key.fingerprint, primary.fingerprint]) {
      return .revoked(.compromised)
    }
    if max(key.created, primary.created) > now { return .unusable(.notYet) }
    guard let reading, let librnp else { return .unusable(.unreadable) }
    let above = reading.primary
    let own = key.fingerprint == primary.fingerprint ? above : reading.subkey(key.name)
    // What has ended says so first: whoever reads it can mend that, and what ties it matters no more.
    let ends = [above.end, own.end].compactMap { $0.map(Instant.init(clampingSeconds:)) }
    let end = (ends + librnp.ends).min()
    if let end, end <= now { return .expired(since: end) }
    // A subkey is bound to the primary key, which SHA-1 may then tie to a name: the name proves nothing here.
    guard own.bond == .firm, above.bond >= .weak else {
      return own.isWeak || above.isWeak ? .weak(.certification) : .unusable(.notCertified)
    }
    guard own.signs else { return .unusable(.notForSigning) }
    guard own.consents else {
      return own.isWeak ? .weak(.certification) : .unusable(.notCertified)
    }
    if case .unusable(.notCertified) = librnp, own.isWeak { return .weak(.certification) }
    guard case .usable = librnp else { return librnp }
    return .usable(until: end)
  }
}

extension OpenPGPKeyState {
  /// The end that it names, if it names one.
  fileprivate var ends: [Instant] {
    switch self {
    case .usable(let end): end.map { [$0] } ?? []
    case .expired(let end): [end]
    case .revoked, .weak, .unusable: []
    }
  }
}

/// The revocations of keys that stand in a certificate, before anybody verifies them.
struct OpenPGPRevocations: Sendable {
  /// The fingerprints of the keys that they stand beside, whoever made them.
  var keys: Set<[UInt8]> = []
  /// Where they are in the certificate's packets, in its order.
  var places: [Range<Int>] = []
}
