/// The types of SSH keys that can sign, by their names in SSH (DESIGN section 4).
package enum SSHKeyType: String, Sendable, Hashable, CaseIterable {
  case ed25519 = "ssh-ed25519"
  case ecdsaP256 = "ecdsa-sha2-nistp256"
  case ecdsaP384 = "ecdsa-sha2-nistp384"
  case ecdsaP521 = "ecdsa-sha2-nistp521"
  case rsa = "ssh-rsa"
  case skEd25519 = "sk-ssh-ed25519@openssh.com"
  case skECDSA = "sk-ecdsa-sha2-nistp256@openssh.com"

  /// The type of that name; nil for certificates, obsolete types and everything else.
  package init?(name: some Sequence<UInt8>) {
    guard let type = Self.allCases.first(where: { name.elementsEqual($0.rawValue.utf8) }) else {
      return nil
    }
    self = type
  }

  /// Whether keys of this type live in a FIDO security key (PROTOCOL.u2f).
  package var isHardware: Bool { self == .skEd25519 || self == .skECDSA }

  /// The curve on which the points of ECDSA keys lie; nil for other types.
  package var curve: SSHCurve? {
    switch self {
    case .ecdsaP256, .skECDSA: SSHCurve(name: "nistp256", coordinateLength: 32)
    case .ecdsaP384: SSHCurve(name: "nistp384", coordinateLength: 48)
    case .ecdsaP521: SSHCurve(name: "nistp521", coordinateLength: 66)
    case .ed25519, .skEd25519, .rsa: nil
    }
  }

  /// What a certificate for such a key is called (PROTOCOL.certkeys).
  package var certificateType: String {
    let vendor = "@openssh.com"
    let stem = rawValue.hasSuffix(vendor) ? String(rawValue.dropLast(vendor.count)) : rawValue
    return stem + Self.certificateEnding
  }

  /// What the names of all certificates end in.
  package static let certificateEnding = "-cert-v01@openssh.com"
}

/// A curve of ECDSA by its name in SSH (RFC 5656 section 10.1).
package struct SSHCurve: Sendable, Hashable {
  package let name: String
  /// How many bytes each of a point's two coordinates takes.
  package let coordinateLength: Int

  /// Whether `point` has the form of an uncompressed point of it (SEC 1 section 2.3.3); whether it lies on the
  /// curve is another question.
  package func hasForm(_ point: ArraySlice<UInt8>) -> Bool {
    point.count == 1 + 2 * coordinateLength && point.first == 0x04
  }
}
