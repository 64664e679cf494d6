import FoundationEssentials
package import Model

/// What goes to a connector's standard input and comes from its standard output: one JSON object each
/// (docs/connectors/exec.md, protocol 1).
package enum ExecProtocol {
  static let version = 1

  /// What is asked.
  struct Question: Encodable {
    let `protocol` = ExecProtocol.version
    let operation: String
    var grant: Subject?
    var targets: [String]?
    /// What the program itself has called the access of the grant, where it has.
    var id: String?
    /// The same of access that is to be listed whatever it is called by now.
    var ids: [String]?
  }

  /// Whose access it is, and to what.
  struct Subject: Encodable {
    let id: String
    let subject: String
    let emails: [String]
    let system: String
    let entitlement: String
    let target: String
    let start: String
    let end: String
  }

  /// The answer to `describe`.
  package struct Description: Decodable {
    let `protocol`: Int
    package let name: String
    /// How many questions it takes at once.
    let atOnce: Int?

    enum CodingKeys: String, CodingKey {
      case `protocol`, name
      case atOnce = "at_once"
    }
  }

  /// The answer to `grant` and `revoke`.
  package struct Outcome: Decodable {
    enum Status: String, Decodable {
      case done, failed
    }
    let status: Status
    let message: String?
    /// Whether it may help to try again at once.
    let retry: Bool?
  }

  /// The answer to `list`.
  package struct Listing: Decodable {
    package let access: [TargetAccess]
  }

  static func encode(_ question: some Encodable) throws(TargetTrouble) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do {
      return Array(try encoder.encode(question)) + [UInt8(ascii: "\n")]
    } catch {
      throw .nonsense("the question cannot be written: \(error)")
    }
  }

  /// The answer that a program gave.
  ///
  /// - Throws: `nonsense` for what is no such answer.
  package static func decode<Value: Decodable>(
    _ type: Value.Type, from answer: [UInt8]
  ) throws(TargetTrouble) -> Value {
    // What two readers could understand in two ways is no answer: one of them would believe the other key.
    guard case .object? = JSONTree(parsing: answer) else {
      throw .nonsense(
        "answered what is no answer to that: it must be one JSON object, with each name once")
    }
    do {
      return try JSONDecoder().decode(type, from: Data(answer))
    } catch {
      throw .nonsense("answered what is no answer to that: it must be one JSON object")
    }
  }
}
