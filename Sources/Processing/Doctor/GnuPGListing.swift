/// The public keys that gpg lists by a name, as it writes them for programs (GnuPG's doc/DETAILS).
struct GnuPGListing {
  /// A primary key with its subkeys, in the order in which they stand in the certificate.
  struct Certificate {
    fileprivate(set) var keys: [Key] = []

    /// The key that gpg signs with where nobody names a subkey: the newest subkey that can, else the
    /// primary key.
    var signer: Key? {
      let able = keys.filter(\.canSign)
      return able.dropFirst(able.first?.isPrimary == true ? 1 : 0)
        .max { $0.created <= $1.created } ?? able.first
    }
  }

  struct Key {
    let isPrimary: Bool
    /// Whether it is marked for signing, and neither expired nor revoked.
    let canSign: Bool
    /// Seconds since 1970.
    let created: Int64
    fileprivate(set) var fingerprint = ""
  }

  private(set) var certificates: [Certificate] = []

  /// Reads what `gpg --with-colons --list-keys` printed; other lines than those of keys say nothing here.
  init(_ text: String) {
    for line in text.split(separator: "\n") {
      let fields = line.split(separator: ":", omittingEmptySubsequences: false)
      guard fields.count > 11 else {
        if fields.first == "fpr", fields.count > 9 { name(fields[9]) }
        continue
      }
      switch fields[0] {
      case "pub": certificates.append(Certificate(keys: [Self.key(fields, isPrimary: true)]))
      case "sub" where !certificates.isEmpty:
        certificates[certificates.count - 1].keys.append(Self.key(fields, isPrimary: false))
      case "fpr": name(fields[9])
      default: break
      }
    }
  }

  /// Gives the key read last its fingerprint.
  private mutating func name(_ fingerprint: Substring) {
    guard let last = certificates.indices.last, let key = certificates[last].keys.indices.last
    else { return }
    certificates[last].keys[key].fingerprint = String(fingerprint)
  }

  private static func key(_ fields: [Substring], isPrimary: Bool) -> Key {
    // Expired, revoked, invalid, disabled; the small letters are what the key itself may do.
    let isOver = ["e", "r", "i", "d", "n"].contains(fields[1])
    return Key(
      isPrimary: isPrimary, canSign: !isOver && fields[11].contains("s"),
      created: Int64(fields[5]) ?? 0)
  }
}
