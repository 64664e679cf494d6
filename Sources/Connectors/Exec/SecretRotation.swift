import FoundationEssentials
package import Model

/// When a secret was last rotated, as a program tells that can look (docs/connectors/exec.md).
package struct SecretRotation: Sendable {
  /// Nil where it never was.
  package let last: Instant?

  /// What goes to the program's standard input.
  private struct Question: Encodable {
    let `protocol` = 1
    let operation = "rotated"
    let system: String
    let secret: String
  }

  /// An answer that says nothing must not pass for one that says never.
  private struct Answer: Decodable {
    let rotated: String?

    private enum CodingKeys: String, CodingKey {
      case rotated
    }

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      guard container.contains(.rotated) else {
        throw DecodingError.keyNotFound(
          CodingKeys.rotated,
          DecodingError.Context(codingPath: container.codingPath, debugDescription: "no rotated"))
      }
      rotated = try container.decode(String?.self, forKey: .rotated)
    }
  }

  /// The question when the secret of `system` was last rotated.
  package static func question(
    of secret: SystemSecret, on system: SystemID
  ) throws(TargetTrouble) -> [UInt8] {
    try ExecProtocol.encode(Question(system: system.text, secret: secret.name))
  }

  /// What the program answered at `now`, by which nothing can have been rotated later.
  package init(parsing answer: [UInt8], at now: Instant) throws(TargetTrouble) {
    guard let text = try ExecProtocol.decode(Answer.self, from: answer).rotated else {
      last = nil
      return
    }
    guard let instant = Instant(rfc3339: text.utf8) else {
      throw .nonsense(
        "says no instant: `rotated` must be one such as 2026-11-21T09:00:00Z, or null for never")
    }
    guard instant <= now else {
      throw .nonsense("says \(instant), which is ahead of this run's clock (\(now))")
    }
    last = instant
  }
}
