import Model

extension SSHPublicKey {
  /// The types of key whose signatures can count, by their names in SSH.
  package enum Algorithm: String, Sendable, Hashable, CaseIterable {
    case ed25519 = "ssh-ed25519"
    case ecdsaP256 = "ecdsa-sha2-nistp256"
    case ecdsaP384 = "ecdsa-sha2-nistp384"
    case ecdsaP521 = "ecdsa-sha2-nistp521"
    case rsa = "ssh-rsa"
    case skEd25519 = "sk-ssh-ed25519@openssh.com"
    case skECDSA = "sk-ecdsa-sha2-nistp256@openssh.com"

    /// Whether keys of this type live in a FIDO security key (PROTOCOL.u2f).
    package var isHardware: Bool { self == .skEd25519 || self == .skECDSA }

    /// What a certificate for such a key is called (PROTOCOL.certkeys).
    package var certificateType: String {
      let vendor = "@openssh.com"
      let stem = rawValue.hasSuffix(vendor) ? String(rawValue.dropLast(vendor.count)) : rawValue
      return "\(stem)-cert-v01\(vendor)"
    }

    init(name: ArraySlice<UInt8>) throws(SSHError) {
      for algorithm in Self.allCases where name.elementsEqual(algorithm.rawValue.utf8) {
        self = algorithm
        return
      }
      let certificate = "-cert-v01@openssh.com".utf8
      let isCertificate = name.suffix(certificate.count).elementsEqual(certificate)
      throw .unsupported(
        isCertificate ? .certificate(shortlyEscaped(name)) : .keyType(shortlyEscaped(name)))
    }
  }
}
