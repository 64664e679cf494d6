import Model

/// What a service shows of its own by an id that outlives every name (RFC 7643, section 3.1).
protocol SCIMResource: Decodable, Sendable {
  /// Where such resources are, below the service's address.
  static var endpoint: String { get }
  var id: String { get }
}

/// A user, as far as access is about them.
struct SCIMUser: SCIMResource {
  static let endpoint = "Users"

  /// A group that the service says somebody is in.
  struct Membership: Decodable {
    let value: String
    /// `indirect` where they are in it through another group.
    let type: String?
  }

  let id: String
  let userName: String
  /// Not every service says it.
  let groups: [Membership]?
}

/// A group and its members.
struct SCIMGroup: SCIMResource {
  static let endpoint = "Groups"

  struct Member: Codable {
    /// The id of a user, or of a group within this one.
    let value: String
    let type: String?
    let display: String?

    var isGroup: Bool { type.map { lowerCasedASCII($0.utf8) } == "group" }
  }

  struct Meta: Decodable {
    /// Changes with each change of the group (RFC 7644, section 3.14).
    let version: String?
  }

  let id: String
  let displayName: String
  /// An attribute without a value is left out (RFC 7643, section 2.5).
  let members: [Member]?
  let meta: Meta?

  /// Those of `ids` that are members.
  func holding(_ ids: [String]) -> [String] {
    let held = (members ?? []).map(\.value)
    return ids.filter { id in held.contains { $0.utf8.elementsEqual(id.utf8) } }
  }
}

/// One page of what a service lists (RFC 7644, section 3.4.2).
struct SCIMPage<Resource: SCIMResource>: Decodable {
  let total: Int
  let start: Int?
  let resources: [Resource]

  private enum CodingKeys: String, CodingKey {
    case total = "totalResults"
    case start = "startIndex"
    case resources = "Resources"
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    total = try container.decode(Int.self, forKey: .total)
    start = try container.decodeIfPresent(Int.self, forKey: .start)
    // A page of nothing may leave it out.
    resources = try container.decodeIfPresent([Resource].self, forKey: .resources) ?? []
  }
}

/// What a service says of what it did not do (RFC 7644, section 3.12).
struct SCIMError: Decodable {
  /// The kinds that there are: whatever else stands there is the service's own text.
  enum Kind: String {
    case invalidFilter, tooMany, uniqueness, mutability, invalidSyntax, invalidPath, noTarget
    case invalidValue, invalidVers, sensitive
  }

  let scimType: String?
}

/// A change of a group's members (RFC 7644, section 3.5.2).
struct SCIMPatch: Encodable {
  struct Operation: Encodable {
    let op: String
    let path: String
    var value: [Value]?
  }

  struct Value: Encodable {
    let value: String
    var type: String?
  }

  private enum CodingKeys: String, CodingKey {
    case schemas
    case operations = "Operations"
  }

  let schemas = ["urn:ietf:params:scim:api:messages:2.0:PatchOp"]
  let operations: [Operation]

  /// Adds the member `id`, who may be there already.
  static func adding(_ id: String) -> SCIMPatch {
    SCIMPatch(operations: [Operation(op: "add", path: "members", value: [Value(value: id)])])
  }

  /// Takes the member `id` out, and nobody else.
  static func removing(_ id: String) -> SCIMPatch {
    SCIMPatch(
      operations: [Operation(op: "remove", path: "members[value eq \(SCIMFilter.quoted(id))]")])
  }

  /// Leaves `members` alone.
  static func keeping(_ members: [SCIMGroup.Member]) -> SCIMPatch {
    SCIMPatch(
      operations: [
        Operation(
          op: "replace", path: "members",
          value: members.map { Value(value: $0.value, type: $0.type) })
      ])
  }
}

/// What to look for (RFC 7644, section 3.4.2.2).
struct SCIMFilter: Sendable {
  let text: String

  /// What has `value` as its `attribute`.
  static func equal(_ attribute: String, _ value: String) -> SCIMFilter {
    SCIMFilter(text: "\(attribute) eq \(quoted(value))")
  }

  /// `value` as a string of JSON, which filters take.
  static func quoted(_ value: String) -> String {
    let escaped = value.utf8.flatMap { byte -> [UInt8] in
      byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
        ? [UInt8(ascii: "\\"), byte] : [byte]
    }
    return "\"" + String(decoding: escaped, as: UTF8.self) + "\""
  }
}
