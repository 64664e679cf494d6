/// The name of a grant: `g-` and 32 hexadecimal digits.
///
/// It is computed from path, blob and landing (DESIGN section 7), so that every runner gives the same
/// grant the same name and a name cannot be chosen.
package struct GrantID: Hashable, Comparable, Sendable, CustomStringConvertible {
  package let description: String

  /// Takes the first 16 bytes of a digest.
  package init(digest: some Sequence<UInt8>) {
    description = "g-" + hexadecimal(Array(digest.prefix(16)))
  }

  /// Reads `g-` and 32 lower-case digits.
  package init?(_ text: some StringProtocol) {
    guard text.utf8.count == 34, text.hasPrefix("g-"),
      text.utf8.dropFirst(2).allSatisfy({ hexadecimalValue($0) != nil })
    else { return nil }
    description = String(text)
  }

  package static func < (left: GrantID, right: GrantID) -> Bool {
    left.description < right.description
  }
}

extension GrantID: Codable {
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let id = GrantID(try container.decode(String.self)) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a grant id")
    }
    self = id
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
