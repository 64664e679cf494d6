/// A key as a signature names it: by its whole fingerprint or the last eight bytes of it.
///
/// Both are hints. Two keys may share the short form, and what is not under the signature's hash anybody
/// may change.
enum OpenPGPIssuer: Hashable {
  case keyID(ArraySlice<UInt8>)
  case fingerprint(ArraySlice<UInt8>)

  /// What `part` names; nil where it names no issuer.
  init?(_ part: OpenPGPSubpacket) throws(OpenPGPError) {
    switch part.type {
    case OpenPGPSubpacket.issuer:
      guard part.body.count == 8 else { throw .malformed(.invalidSubpacket) }
      self = .keyID(part.body)
    case OpenPGPSubpacket.issuerFingerprint:
      // The version of the key, then twenty bytes for version 4 (RFC 9580 section 5.2.3.35).
      guard part.body.first == 4, part.body.count == 21 else {
        throw .malformed(.invalidSubpacket)
      }
      self = .fingerprint(part.body.dropFirst())
    default: return nil
    }
  }

  /// The eight bytes that keys are looked up by.
  var keyID: ArraySlice<UInt8> {
    switch self {
    case .keyID(let bytes): bytes
    case .fingerprint(let bytes): bytes.suffix(8)
    }
  }

  /// What it says, in upper-case hexadecimal.
  var text: String {
    switch self {
    case .keyID(let bytes), .fingerprint(let bytes): upperCaseHexadecimal(bytes)
    }
  }
}

extension OpenPGPIssuer {
  /// Whether `key` is the key that is named.
  func fits(_ key: OpenPGPPublicKey) -> Bool {
    switch self {
    case .keyID(let bytes): key.keyID.elementsEqual(bytes)
    case .fingerprint(let bytes): key.fingerprint.elementsEqual(bytes)
    }
  }
}
