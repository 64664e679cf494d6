package import Model
package import Signatures

/// The processor's keys that one policy named.
package struct ProcessorKeySet: Hashable, Sendable {
  /// Sorted by their text, each once, never empty.
  package let keys: [SSHPublicKey]
  /// The commit of the mainline whose policies name these keys: the anchor, or an acceptance's landing.
  package let landing: ObjectID
  /// The ledger's commit that put the set in force, which a key of the set before signed.
  ///
  /// Absent for the anchor's own set, and in that very commit, which cannot name itself.
  package internal(set) var accepted: ObjectID?

  init(keys: some Sequence<SSHPublicKey>, landing: ObjectID) {
    self.keys = Self.sorted(keys)
    self.landing = landing
  }

  static func sorted(_ keys: some Sequence<SSHPublicKey>) -> [SSHPublicKey] {
    Set(keys).sorted { $0.authorizedKey < $1.authorizedKey }
  }

  /// The fingerprints, for a person.
  var shown: String { keys.map(\.fingerprint).joined(separator: ", ") }
}

extension ProcessorKeySet: Codable {
  private enum CodingKeys: CodingKey {
    case keys, landing, accepted
  }

  /// Reads what `encode(to:)` wrote, and nothing that says the same in another way.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let lines = try container.decode([String].self, forKey: .keys)
    keys = Self.sorted(try lines.map { try SSHPublicKey(authorizedKey: Array($0.utf8)) })
    landing = try container.decode(ObjectID.self, forKey: .landing)
    accepted = try container.decode(ObjectID?.self, forKey: .accepted)
    guard !keys.isEmpty, keys.map({ Array($0.authorizedKey.utf8) }) == lines.map({ Array($0.utf8) })
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .keys, in: container, debugDescription: "not a sorted set of keys")
    }
  }

  /// Writes the keys as lines of an `.pub` file without comments; `accepted` is there even as null.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(keys.map(\.authorizedKey), forKey: .keys)
    try container.encode(landing, forKey: .landing)
    try container.encode(accepted, forKey: .accepted)
  }
}
