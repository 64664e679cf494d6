/// What a target itself calls the access that a grant gave: identifiers that outlive renaming and moving
/// (DESIGN section 7, THREATS row 72).
///
/// It stands in the grant's record as `target`, by what each identifier is of: `role`, `login`, `group`…
package struct TargetIdentifier: Hashable, Sendable {
  package let parts: [String: String]

  /// Cuts what is too long for a record.
  package init(_ parts: [String: String]) {
    self.parts = parts.mapValues { Bounds.cut($0, to: Self.longest) }
  }

  /// Bytes of one identifier; what is longer is cut, and then finds nothing.
  private static let longest = 4000

  /// What a target has that gives no identifier but the name it is asked by.
  package static func named(_ name: String) -> TargetIdentifier { TargetIdentifier(["name": name]) }

  /// Of access that was given before there were identifiers, and was not there by its name at `now`, when it
  /// was looked for to be given one.
  package static func lost(at now: Instant) -> TargetIdentifier {
    TargetIdentifier([lostPart: "\(now)"])
  }

  private static let lostPart = "not_found"
  /// Who gave it is no part of what it is: a runner may be given another role.
  private static let giver = "grantor"

  /// Whether nothing says where it is: it stays open until a person confirms that it is gone.
  package var isLost: Bool { parts[Self.lostPart] != nil }

  package subscript(part: String) -> String? { parts[part] }

  /// Whether both are one access, whoever gave it.
  package func isSameAccess(as other: TargetIdentifier) -> Bool {
    var (mine, others) = (parts, other.parts)
    mine[Self.giver] = nil
    others[Self.giver] = nil
    return mine == others && !isLost
  }
}

extension TargetIdentifier: Codable {
  package init(from decoder: any Decoder) throws {
    self.init(try decoder.singleValueContainer().decode([String: String].self))
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(parts)
  }
}
