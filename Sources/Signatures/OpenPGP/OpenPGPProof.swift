/// The part of a signature of version 4 that a key checks.
struct OpenPGPProof {
  let algorithm: UInt8
  /// What is hashed after the content.
  let trailer: [UInt8]
  /// The integers of the algorithm.
  let value: ArraySlice<UInt8>

  /// - Parameter signed: The signature's fields from its version to the end of its hashed area.
  init(algorithm: UInt8, signed: ArraySlice<UInt8>, value: ArraySlice<UInt8>) {
    self.algorithm = algorithm
    trailer = Self.trailer(of: signed)
    self.value = value
  }

  /// What is hashed after the content of a signature with the fields `signed` (RFC 9580 section 5.2.4).
  static func trailer(of signed: ArraySlice<UInt8>) -> [UInt8] {
    signed + [4, 0xFF] + [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: signed.count >> $0) }
  }
}
