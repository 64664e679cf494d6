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
  guard let type = SSHKeyType(name: parts[0]) else { throw faultOfType(name, text) }
  guard let wire = Base64.decode(Array(parts[1])[...]) else { throw .encoding }
  var rest = SSHWireFields(wire[...])
  guard rest.string()?.elementsEqual(name.utf8) == true else { throw .wireFormat }
  switch type {
  case .ed25519:
    guard rest.string()?.count == 32 else { throw .wireFormat }
  case .skEd25519:
    guard rest.string()?.count == 32, rest.string()?.isEmpty == false else { throw .wireFormat }
  case .ecdsaP256, .ecdsaP384, .ecdsaP521: try readPoint(&rest, on: type.curve)
  case .skECDSA:
    try readPoint(&rest, on: type.curve)
    guard rest.string()?.isEmpty == false else { throw .wireFormat }
  case .rsa:
    guard rest.positiveInteger() != nil, let modulus = rest.positiveInteger(),
      let high = modulus.first
    else { throw .wireFormat }
    let bits = modulus.count * 8 - high.leadingZeroBitCount
    guard bits >= 2048 else { throw .weak(bits: bits) }
  }
  guard rest.remaining.isEmpty else { throw .wireFormat }
  return wire
}

private func faultOfType(_ name: String, _ text: String) -> SSHKeyFault {
  if name.hasSuffix(SSHKeyType.certificateEnding) { return .certificate }
  if name.utf8.elementsEqual("ssh-dss".utf8) { return .obsolete }
  let words = text.utf8.split(separator: 0x20).dropFirst()
  let holdsType = words.contains { word in
    SSHKeyType.allCases.contains { word.elementsEqual($0.rawValue.utf8) }
  }
  return holdsType ? .options : .unknownType(name)
}

/// Takes the name of `curve` and an uncompressed point of it.
private func readPoint(
  _ rest: inout SSHWireFields, on curve: SSHCurve?
) throws(SSHKeyFault) {
  guard let curve, rest.string()?.elementsEqual(curve.name.utf8) == true,
    let point = rest.string(), curve.hasForm(point)
  else { throw .wireFormat }
}
