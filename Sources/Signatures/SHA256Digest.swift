internal import Crypto

/// The 32 bytes of the SHA-256 digest of `bytes` (FIPS 180-4).
///
/// Here because this is the one room below the connectors that knows a cryptographic library; grant ids
/// and the ledger's fan-out need a digest and nothing else of it.
package func sha256(_ bytes: [UInt8]) -> [UInt8] {
  SHA256.hash(data: bytes).withUnsafeBytes { [UInt8]($0) }
}

/// The HMAC-SHA256 of `bytes` (RFC 2104).
package func hmacSHA256(_ bytes: [UInt8], key: [UInt8]) -> [UInt8] {
  HMAC<SHA256>.authenticationCode(for: bytes, using: SymmetricKey(data: key))
    .withUnsafeBytes { [UInt8]($0) }
}
