/// The hashes that OpenPGP signatures are made with, by their numbers (RFC 9580 section 9.5).
enum OpenPGPHash: UInt8, Sendable {
  case md5 = 1
  case sha1 = 2
  case ripemd160 = 3
  case sha256 = 8
  case sha384 = 9
  case sha512 = 10

  /// The name of a hash with known or near collisions, which proves nothing.
  var weakName: String? {
    switch self {
    case .md5: "MD5"
    case .sha1: "SHA-1"
    case .ripemd160: "RIPEMD-160"
    case .sha256, .sha384, .sha512: nil
    }
  }

  var bits: Int {
    switch self {
    case .md5: 128
    case .sha1, .ripemd160: 160
    case .sha256: 256
    case .sha384: 384
    case .sha512: 512
    }
  }
}
