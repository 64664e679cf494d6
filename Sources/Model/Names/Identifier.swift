/// The id of a document, which is its file's name without `.yaml`: `ana.silva`, `billing-db`.
///
/// `Kind` keeps a person's id from standing where a group's is meant. Ids are plain names
/// (`isPlainName`), so that comparing them as strings is comparing their bytes.
package struct Identifier<Kind>: Hashable, Comparable, Sendable {
  package let text: String

  /// Takes a plain name and nothing else.
  package init?(_ text: some StringProtocol) { self.init(String(text)) }

  /// Takes a plain name and nothing else.
  ///
  /// Apart from the generic one, which other rooms can only call unspecialised.
  package init?(_ text: String) {
    guard isPlainName(text.utf8) else { return nil }
    self.text = text
  }

  package static func < (left: Identifier, right: Identifier) -> Bool { left.text < right.text }
}

extension Identifier: CustomStringConvertible {
  package var description: String { text }
}

extension Identifier: Codable {
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let id = Identifier(try container.decode(String.self)) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "not an id")
    }
    self = id
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(text)
  }
}

/// The id of a person or a workload: they share one namespace, since either can be a subject.
package typealias IdentityID = Identifier<IdentityKind>
/// The id of a group of people.
package typealias GroupID = Identifier<GroupKind>
/// The id of a system.
package typealias SystemID = Identifier<SystemKind>
/// The id of a rule.
package typealias RuleID = Identifier<RuleKind>
/// The id of a forge.
package typealias ForgeID = Identifier<ForgeKind>
/// The id of an issuer of tokens.
package typealias IssuerID = Identifier<IssuerKind>

/// What an id is of; nothing is ever made of these.
package enum IdentityKind {}
/// What an id is of.
package enum GroupKind {}
/// What an id is of.
package enum SystemKind {}
/// What an id is of.
package enum RuleKind {}
/// What an id is of.
package enum ForgeKind {}
/// What an id is of.
package enum IssuerKind {}
