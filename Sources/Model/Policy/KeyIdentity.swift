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
    var rest = blob[...]
    let fields = (0..<4).map { _ in field(&rest) }
    if let type = fields[0], let second = fields[1] {
      let third = fields[2]
      if type.elementsEqual("ssh-ed25519".utf8) || type.elementsEqual(skEd25519.utf8) {
        self.init(ed25519: second)
        return
      }
      if type.starts(with: "ecdsa-sha2-".utf8) || type.elementsEqual(skECDSA.utf8),
        let point = third, let identity = KeyIdentity(point: point)
      {
        self = identity
        return
      }
      if type.elementsEqual("ssh-rsa".utf8), let modulus = third {
        self.init(rsaModulus: modulus)
        return
      }
    }
    self.init(kind: .other, number: blob)
  }

  private init(kind: Kind, number: [UInt8]) {
    self.kind = kind
    self.number = number
  }
}

private let skEd25519 = "sk-ssh-ed25519@openssh.com"
private let skECDSA = "sk-ecdsa-sha2-nistp256@openssh.com"

/// The next string of the wire form (RFC 4251 section 5), taken off `rest`; nil where there is none.
private func field(_ rest: inout ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
  guard rest.count >= 4 else { return nil }
  let length = rest.prefix(4).reduce(0) { $0 << 8 | Int($1) }
  let body = rest.dropFirst(4)
  guard length <= body.count else { return nil }
  rest = body.dropFirst(length)
  return body.prefix(length)
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
