/// Which key a key is, in whatever format it comes: two encodings of one key are one (THREATS row 70).
///
/// Whoever holds the private key behind one can sign by the other: a plain key and an `sk-` key of one point,
/// a point and its mirror image, one RSA modulus with two exponents, an SSH key and an OpenPGP key made of the same
/// numbers. So a key belongs to one identity by this, while signatures are looked up by their exact key.
package struct KeyIdentity: Hashable, Sendable {
  private enum Kind: UInt8 {
    case ed25519, p256, p384, p521, rsa
    /// Of a format that is not known: its bytes are all that can be compared.
    case other
  }

  private let kind: Kind
  private let number: [UInt8]

  /// The identity of an Ed25519 point in its 32 bytes (RFC 8032 section 5.1.2); the sign of x is left out.
  package init(ed25519 point: some Sequence<UInt8>) {
    kind = .ed25519
    var number = Array(point)
    if let last = number.indices.last { number[last] &= 0x7F }
    self.number = number
  }

  /// The identity of an uncompressed point (SEC 1 section 2.3.3), by its x coordinate alone.
  ///
  /// The length tells the curve. Nil where it is none of P-256, P-384 and P-521.
  package init?(point: some Collection<UInt8>) {
    switch point.count {
    case 65: kind = .p256
    case 97: kind = .p384
    case 133: kind = .p521
    default: return nil
    }
    number = Array(point.dropFirst().prefix(point.count / 2))
  }

  /// The identity of an RSA key: whoever can use one exponent of a modulus can use every other.
  package init(rsaModulus modulus: some Sequence<UInt8>) {
    kind = .rsa
    number = Array(modulus.drop { $0 == 0 })
  }

  /// The identity of an SSH key in OpenSSH's wire form (RFC 4253 section 6.6, PROTOCOL.u2f).
  package init(sshWireFormat blob: [UInt8]) {
    var fields = SSHWireFields(blob[...])
    let (name, second, third) = (fields.string(), fields.string(), fields.string())
    switch name.flatMap({ SSHKeyType(name: $0) }) {
    case .ed25519, .skEd25519:
      if let point = second {
        self.init(ed25519: point)
        return
      }
    case .ecdsaP256, .ecdsaP384, .ecdsaP521, .skECDSA:
      if let point = third, let identity = KeyIdentity(point: point) {
        self = identity
        return
      }
    case .rsa:
      if let modulus = third {
        self.init(rsaModulus: modulus)
        return
      }
    case nil: break
    }
    self.init(kind: .other, number: blob)
  }

  private init(kind: Kind, number: [UInt8]) {
    self.kind = kind
    self.number = number
  }
}

extension PolicyKey.Material {
  /// Which key it is; nil for a certificate, whose keys only its file tells.
  package var identity: KeyIdentity? {
    switch self {
    case .ssh(let wire): KeyIdentity(sshWireFormat: wire)
    case .openPGP: nil
    }
  }
}
