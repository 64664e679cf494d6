import Crypto
import Model

/// The hashes that an SSHSIG signature may be made over (PROTOCOL.sshsig section 2).
enum SSHMessageHash: String, Sendable, CaseIterable {
  case sha512
  case sha256

  /// The mark at the beginning of a signature and of the bytes that are signed.
  static let magic = Array("SSHSIG".utf8)

  init(name: ArraySlice<UInt8>) throws(SSHError) {
    for hash in Self.allCases where name.elementsEqual(hash.rawValue.utf8) {
      self = hash
      return
    }
    throw .unsupported(.hash(shortlyEscaped(name)))
  }

  /// The bytes that the key signs for `payload` (PROTOCOL.sshsig section 3).
  ///
  /// The reserved field is always empty: OpenSSH writes it so whatever the signature holds.
  func message(for payload: [UInt8], namespace: some Collection<UInt8>) -> [UInt8] {
    var writer = SSHWireWriter()
    writer.raw(Self.magic)
    writer.string(namespace)
    writer.string([])
    writer.string(rawValue.utf8)
    switch self {
    case .sha512: writer.string(Array(SHA512.hash(data: payload)))
    case .sha256: writer.string(Array(SHA256.hash(data: payload)))
    }
    return writer.bytes
  }
}
