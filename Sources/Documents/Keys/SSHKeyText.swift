import Model

/// Why a text is no SSH public key that policy can name.
enum SSHKeyFault: Error, Hashable {
  /// It is not `<type> <base64> [comment]`.
  case notAKey
  /// It begins with options, as lines of `authorized_keys` may.
  case options
  /// It is a certificate, which names a key that may change.
  case certificate
  /// It is DSA, which no version of OpenSSH takes any more.
  case obsolete
  case unknownType(String)
  /// The base64 is damaged or not canonical.
  case encoding
  /// What the base64 holds is no key of that type, in the one form it has.
  case wireFormat
  /// RSA with fewer than 2048 bits (DESIGN section 4).
  case weak(bits: Int)
}

/// The types of SSH keys that can sign (DESIGN section 4).
enum SSHKeyType: String, CaseIterable {
  case ed25519 = "ssh-ed25519"
  case ecdsaP256 = "ecdsa-sha2-nistp256"
  case ecdsaP384 = "ecdsa-sha2-nistp384"
  case ecdsaP521 = "ecdsa-sha2-nistp521"
  case rsa = "ssh-rsa"
  case securityKeyEd25519 = "sk-ssh-ed25519@openssh.com"
  case securityKeyECDSA = "sk-ecdsa-sha2-nistp256@openssh.com"
}

/// Reads `<type> <base64> [comment]` and answers with the key in OpenSSH's wire form.
///
/// The wire form is held to the one encoding that each type has (RFC 4253 section 6.6, RFC 5656
/// section 3.1, RFC 8709 section 4, PROTOCOL.u2f): keys are compared as bytes, and one key in two
/// encodings could belong to two people.
func readSSHKey(_ text: String) throws(SSHKeyFault) -> [UInt8] {
  let parts = text.utf8.split(
    separator: 0x20, maxSplits: 2, omittingEmptySubsequences: false)
  guard parts.count >= 2, !parts[0].isEmpty, !parts[1].isEmpty else { throw .notAKey }
  let name = String(Substring(parts[0]))
  guard let type = SSHKeyType(rawValue: name) else { throw faultOfType(name, text) }
  guard let wire = Base64.decode(Array(parts[1])[...]) else { throw .encoding }
  var rest = WireReader(wire[...])
  guard rest.string()?.elementsEqual(name.utf8) == true else { throw .wireFormat }
  switch type {
  case .ed25519:
    guard rest.string()?.count == 32 else { throw .wireFormat }
  case .securityKeyEd25519:
    guard rest.string()?.count == 32, rest.string()?.isEmpty == false else { throw .wireFormat }
  case .ecdsaP256: try readPoint(&rest, curve: "nistp256", size: 32)
  case .ecdsaP384: try readPoint(&rest, curve: "nistp384", size: 48)
  case .ecdsaP521: try readPoint(&rest, curve: "nistp521", size: 66)
  case .securityKeyECDSA:
    try readPoint(&rest, curve: "nistp256", size: 32)
    guard rest.string()?.isEmpty == false else { throw .wireFormat }
  case .rsa:
    guard rest.positiveNumber() != nil, let modulus = rest.positiveNumber(),
      let high = modulus.first
    else { throw .wireFormat }
    let bits = modulus.count * 8 - high.leadingZeroBitCount
    guard bits >= 2048 else { throw .weak(bits: bits) }
  }
  guard rest.isAtEnd else { throw .wireFormat }
  return wire
}

private func faultOfType(_ name: String, _ text: String) -> SSHKeyFault {
  if name.hasSuffix("-cert-v01@openssh.com") { return .certificate }
  if name.utf8.elementsEqual("ssh-dss".utf8) { return .obsolete }
  let words = text.utf8.split(separator: 0x20).dropFirst()
  let holdsType = words.contains { word in
    SSHKeyType.allCases.contains { word.elementsEqual($0.rawValue.utf8) }
  }
  return holdsType ? .options : .unknownType(name)
}

/// Takes the name of a curve and an uncompressed point of it.
private func readPoint(
  _ rest: inout WireReader, curve: String, size: Int
) throws(SSHKeyFault) {
  guard rest.string()?.elementsEqual(curve.utf8) == true, let point = rest.string(),
    point.count == 1 + 2 * size, point.first == 4
  else { throw .wireFormat }
}

/// Takes the parts of a key in wire form off its front (RFC 4251, section 5).
private struct WireReader {
  private var rest: ArraySlice<UInt8>

  init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

  var isAtEnd: Bool { rest.isEmpty }

  /// A length in four bytes and as many bytes.
  mutating func string() -> ArraySlice<UInt8>? {
    guard rest.count >= 4 else { return nil }
    let length = rest.prefix(4).reduce(0) { $0 << 8 | Int($1) }
    guard rest.count - 4 >= length else { return nil }
    let start = rest.startIndex + 4
    defer { rest = rest[(start + length)...] }
    return rest[start..<(start + length)]
  }

  /// A number above zero in as few bytes as it takes, less the zero byte that keeps it positive.
  mutating func positiveNumber() -> ArraySlice<UInt8>? {
    guard let bytes = string(), let high = bytes.first, high < 0x80 else { return nil }
    guard high == 0 else { return bytes }
    guard let next = bytes.dropFirst().first, next >= 0x80 else { return nil }
    return bytes.dropFirst()
  }
}
