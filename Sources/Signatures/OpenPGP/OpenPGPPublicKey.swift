import Crypto
import Model

/// A public key or subkey out of a certificate, ready to check signatures.
///
/// That its numbers are read here says nothing of whether the certificate's owner bound it; see
/// `OpenPGPKeyState`.
struct OpenPGPPublicKey: Sendable {
  /// Twenty bytes: SHA-1 over the packet (RFC 9580 section 5.5.4.2).
  let fingerprint: [UInt8]
  let created: Instant
  let algorithm: UInt8
  let material: OpenPGPKeyMaterial
  /// Why no signature by this key counts, or nil for a key that is strong enough.
  let weakness: OpenPGPWeakness?

  /// The fingerprint as gpg shows it and the ledger records it.
  var name: String { upperCaseHexadecimal(fingerprint) }
  var keyID: ArraySlice<UInt8> { fingerprint.suffix(8) }

  init(_ packet: OpenPGPPacket) throws(OpenPGPError) {
    var reader = OpenPGPReader(packet.body)
    let version = try reader.byte()
    guard version == 4 else { throw .unsupported(.keyVersion(version)) }
    guard packet.body.count <= 0xFFFF else { throw .malformed(.tooLarge) }
    created = Instant(clampingSeconds: Int64(try reader.number(4)))
    algorithm = try reader.byte()
    (material, weakness) = try OpenPGPKeyMaterial.read(algorithm, from: &reader)
    var hash = Insecure.SHA1()
    hash.update(data: [0x99, UInt8(packet.body.count >> 8), UInt8(packet.body.count & 0xFF)])
    hash.update(data: packet.body)
    fingerprint = Array(hash.finalize())
  }
}

/// `bytes` in upper-case hexadecimal, as OpenPGP's tools write fingerprints.
func upperCaseHexadecimal(_ bytes: some Sequence<UInt8>) -> String {
  hexadecimal(Array(bytes)).uppercased()
}
