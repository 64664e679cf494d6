/// A public SSH key, read strictly and ready to check signatures.
///
/// It holds the cryptographic library's own key, so that many signatures by one key read it once.
/// Every key has one encoding only, which makes equality of bytes equality of keys. Whether a key
/// may be used at all is another question: see `weakness`.
package struct SSHPublicKey: Sendable {
  /// The kind of key.
  package let algorithm: Algorithm
  /// The key as RFC 4253 section 6.6 encodes it: what stands in base64 in an `.pub` file.
  package let blob: [UInt8]
  /// Why no signature by this key counts, or nil for a key that is strong enough.
  package let weakness: SSHWeakness?
  let material: Material

  /// Reads a key from its encoding.
  ///
  /// Stricter than OpenSSH: integers in their shortest form, nothing after the last field. An
  /// Ed25519 key that is no point of the curve is not noticed here; it verifies nothing.
  /// - Throws: `SSHError.malformed`, or `.unsupported` for certificates and other types of key.
  package init(wireFormat blob: [UInt8]) throws(SSHError) {
    var reader = SSHWireReader(blob)
    let algorithm = try Algorithm(named: reader.string())
    (material, weakness) = try Self.read(algorithm, from: &reader)
    try reader.end()
    self.algorithm = algorithm
    self.blob = blob
  }
}

extension SSHPublicKey: Hashable {
  /// Keys are the same if their encodings are.
  package static func == (left: SSHPublicKey, right: SSHPublicKey) -> Bool {
    left.blob == right.blob
  }

  /// Hashes the encoding.
  package func hash(into hasher: inout Hasher) { hasher.combine(blob) }
}
