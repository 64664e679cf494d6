import Model
import Testing

/// A change to the world, and the codes of what it must lead to.
struct Upheaval: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let codes: [ReasonCode]
  let change: @Sendable (inout World) -> Void

  init(
    _ name: String, _ codes: [ReasonCode] = [], _ change: @escaping @Sendable (inout World) -> Void
  ) {
    testDescription = name
    self.codes = codes
    self.change = change
  }
}
